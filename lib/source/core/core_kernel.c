// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* core_kernel.c: release, types and symbols of the kernel in a core, checked against the files given beside it. */
#include <stdlib.h>
#include <string.h>

#include "model/kernel.h"
#include "source/core/core.h"
#include "source/core/init_task.h"
#include "source/core/modules.h"
#include "source/core/vmcoreinfo.h"
#include "source/image/banner.h"
#include "source/image/contents.h"
#include "source/image/kallsyms_image.h"
#include "source/kernel_files.h"

static char *copied(struct pby_kernel *k, struct pby_text t)
{
	return pby_arena__strndup(&k->arena, t.p, pby_text__len(&t));
}

static void take_release(const struct pby_core *core, struct pby_kernel *k)
{
	struct pby_banner banner = { 0 };

	if (pby_banner__find(pby_core__image(core), &banner))
		pby_kernel__set_release(k, copied(k, banner.release), copied(k, banner.version), "x86_64");
}

/* The address in the line of this very symbol; the table is not indexed yet. */
static uint64_t address_of(const struct pby_buf *symbols, const char *name)
{
	struct pby_text all = pby_text__of(symbols->data, symbols->len), line, word;
	uint64_t addr;

	while (pby_text__line(&all, &line))
		if (pby_text__ends(line, name) && pby_text__hex(&line, &addr) &&
		    pby_text__word(&line, &word) && pby_text__is(pby_text__trim(line), name))
			return addr;
	return 0;
}

static void add_modules(const struct pby_core *core, const struct pby_kernel *k, struct pby_buf *text)
{
	struct pby_modules modules;

	if (pby_modules__read(&modules, &core->mem, &k->types, address_of(text, "modules")))
		pby_modules__symbols(&modules, &core->mem, &k->types, text);
	pby_modules__free(&modules);
}

static void take_symbols(const struct pby_core *core, struct pby_kernel *k)
{
	PBY_AUTO_BUF text = { 0 };
	struct pby_err err = { "" };

	if (pby_kallsyms_image__decode_at(pby_core__image(core), core->image_start, &text, &err)) {
		pby_kernel__domain_failed(k, &k->symbols, core->path, err.text);
		return;
	}
	add_modules(core, k, &text);
	pby_kernel__take_symbols(k, &text, pby_arena__printf(&k->arena, "%s (its kallsyms)", core->path));
}

static const char *text_at(const struct pby_core *core, uint64_t addr, char *to, size_t size)
{
	return addr && pby_kmem__string(&core->mem, addr, to, size) ? to : "";
}

/* A saved table is of this boot when it knows where the banner is: KASLR moves it each time. */
static int check_kallsyms(const struct pby_core *core, const struct pby_kernel *k, const char *path,
			  struct pby_err *err)
{
	static const char start[] = "Linux version ";
	const struct pby_symbol *s = pby_symbols__find(&k->syms, "linux_banner");
	char text[sizeof(start)];

	if (!s)
		return 0;
	if (!s->addr)
		return pby_err__set(err, EINVAL, "%s: has no addresses: save it as root", path);
	if (strcmp(text_at(core, s->addr, text, sizeof(start) - 1), start))
		return pby_err__set(err, EINVAL, "%s: of another boot or another kernel: its linux_banner is not at "
				    "%llx in %s", path, (unsigned long long)s->addr, core->path);
	return 0;
}

static int check_kernel(const struct pby_kernel *core, const struct pby_kernel *given, const char *path,
			struct pby_err *err)
{
	if (!given->release || !*given->release || !core->release)
		return 0;
	if (!strcmp(core->release, given->release) &&
	    (!*given->version || !*core->version || !strcmp(core->version, given->version)))
		return 0;
	return pby_err__set(err, EINVAL, "%s: is %s %s, and the core is of %s %s", path, given->release,
			    given->version, core->release, core->version);
}

/* The image's symbols, moved by as much as KASLR moved _text, and those of modules from memory. */
static int move_symbols(const struct pby_core *core, const struct pby_kernel *given, struct pby_kernel *k)
{
	const struct pby_symbol *start = pby_symbols__find(&given->syms, "_text");
	PBY_AUTO_BUF text = { 0 };
	uint64_t moved;

	if (!start || !start->addr)
		return 0;
	moved = core->image_start - start->addr;
	for (uint32_t i = 0; i < given->syms.nr; i++) {
		const struct pby_symbol *s = &given->syms.items[i];

		/* Numbers and per-CPU offsets do not move. */
		pby_buf__addf(&text, "%llx %c %.*s\n", (unsigned long long)
			      (s->addr >> 63 ? s->addr + moved : s->addr), s->letter, (int)s->len, s->text);
	}
	add_modules(core, k, &text);
	return text.failed ? -ENOMEM : pby_kernel__take_symbols(k, &text, pby_arena__strdup(&k->arena,
										given->symbols.where));
}

/* From an image: types when memory has none, symbols when memory's have none of data. */
static int take_image(const struct pby_core *core, const char *path, struct pby_kernel *k, struct pby_err *err)
{
	struct pby_kernel given = { 0 };
	int rc = pby_source__image(path, &given, err);

	if (!rc)
		rc = check_kernel(k, &given, path, err);
	if (!rc && k->btf.read != PBY_YES && given.btf.read == PBY_YES) {
		rc = pby_kernel__take_btf(k, given.types.btf, pby_arena__strdup(&k->arena, given.btf.where));
		given.types.btf = NULL;
	}
	if (!rc)
		take_symbols(core, k);
	if (!rc && given.symbols.read == PBY_YES && (k->symbols.read != PBY_YES || !k->symbols_have_data))
		rc = move_symbols(core, &given, k);
	pby_kernel__free(&given);
	return rc && !*err->text ? pby_err__set(err, -rc, "%s: no memory for what it holds", path) : rc;
}

/* Where the table names functions only (no KALLSYMS_ALL) the list of tasks begins at what looks like it. */
static void add_init_task(const struct pby_core *core, struct pby_kernel *k)
{
	uint64_t addr;

	if (k->symbols.read != PBY_YES || pby_symbols__find(&k->syms, "init_task"))
		return;
	addr = pby_init_task__find(core, &k->types);
	if (addr)
		pby_symbols__add(&k->syms, pby_text__str("init_task"), addr, 'D', false);
}

int pby_core__describe(const struct pby_core *core, const struct pby_core_helpers *helpers,
		       struct pby_kernel *k, struct pby_err *err)
{
	int rc = 0;

	take_release(core, k);
	pby_contents__btf(NULL, pby_core__image(core), core->path, k);
	if (helpers->kernel)
		rc = take_image(core, helpers->kernel, k, err);
	else if (!helpers->kallsyms)
		take_symbols(core, k);
	if (!rc && helpers->kallsyms) {
		rc = pby_source__kallsyms_file(helpers->kallsyms, k, err);
		if (!rc)
			rc = check_kallsyms(core, k, helpers->kallsyms, err);
	}
	if (!rc)
		add_init_task(core, k);
	return rc;
}
