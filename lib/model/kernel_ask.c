// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_ask.c: the questions that rules ask of the kernel model. */
#include <string.h>

#include "model/kernel.h"

static struct pby_fact fact(enum pby_tri value, const char *text, const char *where)
{
	return (struct pby_fact){ value, PBY_OBSERVED, text, where };
}

static const char *reason(const struct pby_domain *d)
{
	return d->why ? d->why : "not looked at";
}

/* Answers for a domain that was not read. */
static struct pby_fact blind(struct pby_kernel *k, const struct pby_domain *d, const char *source,
			     const char *what)
{
	return fact(PBY_MAYBE, pby_arena__printf(&k->arena, "%s: not known, %s was not read (%s)",
						 what, source, reason(d)), source);
}

/* A kernel that lacks a type may lack the whole BTF: only a read BTF says no. */
static struct pby_fact btf_answer(struct pby_kernel *k, bool yes, const char *what)
{
	return fact(yes ? PBY_YES : PBY_NO,
		    pby_arena__printf(&k->arena, "%s%s", yes ? "" : "no ", what), "BTF");
}

struct pby_fact pby_kernel__composite(struct pby_kernel *k, const char *name)
{
	const char *what = pby_arena__printf(&k->arena, "struct %s", name);

	if (k->btf.read != PBY_YES)
		return blind(k, &k->btf, "BTF", what);
	return btf_answer(k, pby_types__has_composite(&k->types, name), what);
}

struct pby_fact pby_kernel__member(struct pby_kernel *k, const char *composite, const char *path)
{
	const char *what = pby_arena__printf(&k->arena, "%s.%s", composite, path);
	struct pby_member m;

	if (k->btf.read != PBY_YES)
		return blind(k, &k->btf, "BTF", what);
	return btf_answer(k, pby_types__member(&k->types, composite, path, &m), what);
}

struct pby_fact pby_kernel__member_is(struct pby_kernel *k, const char *composite,
				      const char *path, const char *type_name)
{
	const char *what = pby_arena__printf(&k->arena, "%s.%s", composite, path);
	struct pby_member m;

	if (k->btf.read != PBY_YES)
		return blind(k, &k->btf, "BTF", what);
	if (!pby_types__member(&k->types, composite, path, &m))
		return btf_answer(k, false, what);
	return fact(strcmp(m.type_name, type_name) ? PBY_NO : PBY_YES,
		    pby_arena__printf(&k->arena, "%s is %s%s", what, m.type_name,
				      m.pointer ? " *" : ""), "BTF");
}

struct pby_fact pby_kernel__enumerator(struct pby_kernel *k, const char *name)
{
	if (k->btf.read != PBY_YES)
		return blind(k, &k->btf, "BTF", name);
	return btf_answer(k, pby_types__has_enumerator(&k->types, name, NULL), name);
}

struct pby_fact pby_kernel__btf_function(struct pby_kernel *k, const char *name)
{
	const char *what = pby_arena__printf(&k->arena, "function %s", name);

	if (k->btf.read != PBY_YES)
		return blind(k, &k->btf, "BTF", what);
	return btf_answer(k, pby_types__has_function(&k->types, name), what);
}

struct pby_fact pby_kernel__function(struct pby_kernel *k, const char *name)
{
	const char *what = pby_arena__printf(&k->arena, "function %s", name);

	if (k->symbols.read == PBY_YES) {
		bool yes = pby_symbols__find(&k->syms, name) != NULL;

		return fact(yes ? PBY_YES : PBY_NO,
			    pby_arena__printf(&k->arena, "%ssymbol %s", yes ? "" : "no ", name),
			    "kallsyms");
	}
	/* BTF leaves out functions with odd prototypes: it can say yes, never no. */
	if (k->btf.read == PBY_YES && pby_types__has_function(&k->types, name))
		return btf_answer(k, true, what);
	return blind(k, &k->symbols, "kallsyms", what);
}

struct pby_fact pby_kernel__data_symbol(struct pby_kernel *k, const char *name)
{
	const char *what = pby_arena__printf(&k->arena, "symbol %s", name);

	if (k->symbols.read != PBY_YES)
		return blind(k, &k->symbols, "kallsyms", what);
	if (pby_symbols__find(&k->syms, name))
		return fact(PBY_YES, what, "kallsyms");
	if (!k->symbols_have_data)
		return fact(PBY_MAYBE, pby_arena__printf(&k->arena,
			    "%s: not known, this kernel lists no data symbols (KALLSYMS_ALL=n)",
			    what), "kallsyms");
	return fact(PBY_NO, pby_arena__printf(&k->arena, "no %s", what), "kallsyms");
}

struct pby_fact pby_kernel__config(struct pby_kernel *k, const char *option)
{
	bool alone = !k->running && k->btf.read != PBY_YES && k->symbols.read != PBY_YES;
	struct pby_fact f;
	uint32_t i;

	if (k->config.read != PBY_YES)
		return blind(k, &k->config, "config", option);
	i = pby_map__get(&k->options, option, strlen(option));
	if (i == PBY_MAP_NONE)
		f = fact(PBY_NO, pby_arena__printf(&k->arena, "%s is not set", option), "config");
	else
		f = fact(PBY_YES, pby_arena__printf(&k->arena, "%s=%s", option,
						    k->option_values.items[i]), "config");
	return alone ? pby_fact__inferred(f) : f;
}

static const struct pby_setting *find_setting(const struct pby_kernel *k, const char *key)
{
	for (uint32_t i = 0; i < k->settings.nr; i++)
		if (!strcmp(k->settings.items[i].key, key))
			return &k->settings.items[i];
	return NULL;
}

const char *pby_kernel__setting_text(const struct pby_kernel *k, const char *key)
{
	const struct pby_setting *s = find_setting(k, key);

	return s && s->read == PBY_YES ? s->text : NULL;
}

struct pby_fact pby_kernel__setting(struct pby_kernel *k, const char *key)
{
	const struct pby_setting *s = find_setting(k, key);

	if (s && s->read == PBY_YES)
		return fact(PBY_YES, pby_arena__printf(&k->arena, "%s is %s", key, s->text),
			    s->where);
	return fact(PBY_MAYBE, pby_arena__printf(&k->arena, "%s: not known (%s)", key,
						 s && *s->why ? s->why : "not looked at"),
		    s ? s->where : key);
}

struct pby_fact pby_kernel__setting_failed(struct pby_kernel *k, const char *key, int error)
{
	const struct pby_setting *s = find_setting(k, key);

	if (!s || s->read == PBY_MAYBE || (s->read == PBY_NO && !s->error))
		return pby_kernel__setting(k, key);
	if (s->read == PBY_NO && s->error == error)
		return fact(PBY_YES, s->why, s->where);
	return fact(PBY_NO, s->read == PBY_YES ? pby_kernel__setting(k, key).text : s->why, s->where);
}

struct pby_fact pby_kernel__setting_is(struct pby_kernel *k, const char *key, const char *value)
{
	struct pby_fact f = pby_kernel__setting(k, key);

	if (f.value == PBY_YES && strcmp(pby_kernel__setting_text(k, key), value))
		f.value = PBY_NO;
	return f;
}

struct pby_fact pby_kernel__experiment(struct pby_kernel *k, const char *key)
{
	for (uint32_t i = 0; i < k->experiments.nr; i++) {
		const struct pby_experiment *e = &k->experiments.items[i];

		if (!strcmp(e->key, key))
			return (struct pby_fact){ e->value, PBY_PROBED, e->text, "experiment" };
	}
	return (struct pby_fact){ PBY_MAYBE, PBY_PROBED, "not tried (check --probe does)", "experiment" };
}

struct pby_fact pby_kernel__possible_cpus(struct pby_kernel *k, uint32_t *nr)
{
	*nr = k->nr_possible_cpus;
	if (!*nr)
		return fact(PBY_MAYBE, "number of possible CPUs: not known", "cpu/possible");
	return fact(PBY_YES, pby_arena__printf(&k->arena, "%u possible CPUs", *nr), "cpu/possible");
}

struct pby_fact pby_kernel__all(struct pby_kernel *k, const struct pby_fact *facts, int nr)
{
	struct pby_fact all = { PBY_YES, PBY_OBSERVED, "", nr ? facts[0].where : "" };

	for (int i = 0; i < nr; i++) {
		if (facts[i].value == PBY_NO || (facts[i].value == PBY_MAYBE && all.value == PBY_YES))
			all.value = facts[i].value;
		if (facts[i].strength < all.strength)
			all.strength = facts[i].strength;
		all.text = *all.text ? pby_arena__printf(&k->arena, "%s, %s", all.text, facts[i].text)
				     : facts[i].text;
	}
	return all;
}
