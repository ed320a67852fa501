// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel.c: the life of the kernel model and the sources' way into it. */
#include "model/kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void pby_kernel__free(struct pby_kernel *k)
{
	pby_types__free(&k->types);
	pby_symbols__free(&k->syms);
	pby_buf__free(&k->symbol_text);
	pby_map__free(&k->options);
	pby_arena__free(&k->arena);
	*k = (struct pby_kernel){ 0 };
}

void pby_kernel__set_release(struct pby_kernel *k, const char *release, const char *version,
			     const char *machine)
{
	k->release = pby_arena__strdup(&k->arena, release);
	k->version = pby_arena__strdup(&k->arena, version);
	k->machine = pby_arena__strdup(&k->arena, machine);
}

static void domain_read(struct pby_kernel *k, struct pby_domain *domain, const char *where)
{
	*domain = (struct pby_domain){ PBY_YES, pby_arena__strdup(&k->arena, where), NULL };
}

void pby_kernel__domain_failed(struct pby_kernel *k, struct pby_domain *domain, const char *where,
			       const char *why)
{
	*domain = (struct pby_domain){ PBY_NO, pby_arena__strdup(&k->arena, where),
				       pby_arena__strdup(&k->arena, why) };
}

int pby_kernel__take_btf(struct pby_kernel *k, struct btf *btf, const char *where)
{
	int rc = pby_types__index(&k->types, btf);

	if (rc) {
		pby_types__free(&k->types);
		pby_kernel__domain_failed(k, &k->btf, where, "no memory for its index");
		return rc;
	}
	domain_read(k, &k->btf, where);
	return 0;
}

/* "ffffffff810000a0 T name [module]"; the address may be zeros or "(null)". */
static bool parse_symbol(struct pby_text line, struct pby_text *name, uint64_t *addr, char *letter,
			 struct pby_text *module)
{
	struct pby_text word;

	*module = (struct pby_text){ 0 };
	if (!pby_text__hex(&line, addr)) {
		*addr = 0;
		if (!pby_text__word(&line, &word))
			return false;
	}
	if (!pby_text__word(&line, &word) || pby_text__len(&word) != 1)
		return false;
	*letter = *word.p;
	if (!pby_text__word(&line, name))
		return false;
	pby_text__word(&line, module);
	return true;
}

/* Initialised data that every kernel has: present only where data symbols are kept. */
static bool has_data_symbols(const struct pby_symbols *syms)
{
	static const char *const sure[] = { "init_task", "jiffies", "init_mm", "nr_cpu_ids" };

	for (size_t i = 0; i < sizeof(sure) / sizeof(sure[0]); i++)
		if (pby_symbols__find(syms, sure[i]))
			return true;
	return false;
}

int pby_kernel__take_symbols(struct pby_kernel *k, struct pby_buf *text, const char *where)
{
	struct pby_text all, line, name, module;
	uint32_t guess;
	uint64_t addr;
	char letter;

	pby_symbols__free(&k->syms);
	pby_buf__free(&k->symbol_text);
	k->symbol_text = *text;
	*text = (struct pby_buf){ 0 };
	all = pby_text__of(pby_buf__text(&k->symbol_text), k->symbol_text.len);
	/* Lines have about 44 bytes; growing a table of that size costs more than the parsing. */
	guess = all.end - all.p > 44 ? (uint32_t)((all.end - all.p) / 44) : 1;
	pby_symbols__reserve(&k->syms, guess);
	while (pby_text__line(&all, &line)) {
		if (!parse_symbol(line, &name, &addr, &letter, &module))
			continue;
		if (!pby_symbols__add(&k->syms, name, addr, letter, !pby_text__empty(&module))) {
			pby_symbols__free(&k->syms);
			pby_kernel__domain_failed(k, &k->symbols, where, "no memory for its index");
			return -ENOMEM;
		}
		if (pby_text__is(module, "[bpf]")) {
			k->syms.nr_bpf++;
			k->syms.nr_trampolines += pby_text__starts(name, "bpf_trampoline_");
		}
	}
	/* Debian's System.map since 5.x is one line that points to the debug package. */
	if (k->syms.nr < 100) {
		pby_kernel__domain_failed(k, &k->symbols, where,
					  "holds hardly any symbol: not a kernel's table");
		pby_symbols__free(&k->syms);
		return -ENODATA;
	}
	k->symbols_have_data = has_data_symbols(&k->syms);
	domain_read(k, &k->symbols, where);
	return 0;
}

/* "# Linux/x86 6.1.192 Kernel Configuration": the only place where a lone .config says what it is of. */
static void take_config_header(struct pby_kernel *k, struct pby_text line)
{
	struct pby_text arch, version;

	if ((k->release && *k->release) || !pby_text__eat(&line, "# Linux/") ||
	    !pby_text__word(&line, &arch) || !pby_text__word(&line, &version) ||
	    !pby_text__is(pby_text__trim(line), "Kernel Configuration"))
		return;
	k->release = pby_arena__strndup(&k->arena, version.p, pby_text__len(&version));
	if (!k->machine || !*k->machine)
		k->machine = pby_arena__strndup(&k->arena, arch.p, pby_text__len(&arch));
}

/* The header names the source folder: x86 builds two machines. */
static void settle_machine(struct pby_kernel *k)
{
	static const char x86_64[] = "CONFIG_X86_64";

	if (k->machine && !strcmp(k->machine, "x86") &&
	    pby_map__get(&k->options, x86_64, strlen(x86_64)) != PBY_MAP_NONE)
		k->machine = "x86_64";
}

int pby_kernel__take_config(struct pby_kernel *k, struct pby_text text, const char *where)
{
	struct pby_text line, name;
	uint32_t nr = 0;

	while (pby_text__line(&text, &line)) {
		const char **value;
		char *key;

		take_config_header(k, line);
		if (!pby_text__starts(line, "CONFIG_") || !pby_text__until(&line, '=', &name))
			continue;
		key = pby_arena__strndup(&k->arena, name.p, pby_text__len(&name));
		value = PBY_PUSH(&k->arena, &k->option_values);
		if (!value)
			return -ENOMEM;
		*value = pby_arena__strndup(&k->arena, line.p, pby_text__len(&line));
		if (!pby_map__put(&k->options, key, strlen(key), k->option_values.nr - 1))
			return -ENOMEM;
		nr++;
	}
	if (!nr) {
		pby_kernel__domain_failed(k, &k->config, where, "holds no CONFIG_ line");
		return -ENODATA;
	}
	settle_machine(k);
	domain_read(k, &k->config, where);
	return 0;
}

void pby_kernel__add_setting(struct pby_kernel *k, const struct pby_setting *from)
{
	struct pby_setting *s = PBY_PUSH(&k->arena, &k->settings);

	if (!s)
		return;
	*s = (struct pby_setting){
		.key = pby_arena__strdup(&k->arena, from->key),
		.read = from->read,
		.text = pby_arena__strdup(&k->arena, from->text),
		.where = pby_arena__strdup(&k->arena, from->where),
		.why = pby_arena__strdup(&k->arena, from->why),
		.error = from->error,
	};
}

void pby_kernel__add_experiment(struct pby_kernel *k, const struct pby_experiment *from)
{
	struct pby_experiment *e = PBY_PUSH(&k->arena, &k->experiments);

	if (e)
		*e = (struct pby_experiment){ pby_arena__strdup(&k->arena, from->key), from->value,
					      pby_arena__strdup(&k->arena, from->text) };
}
