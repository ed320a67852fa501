// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* btf_functions.c: names of the functions that trampolines hang on, from BTF ids. */
#include <bpf/btf.h>
#include <string.h>

#include "model/kernel.h"
#include "source/probe_lists.h"

/* Whoever wants names: one object at a time, since a module's BTF is large and used by few. */
struct wanted {
	struct pby_probe_lists *lists;
	const struct pby_bpf_types *types;
	const struct btf *btf;
};

static const char *name(const struct wanted *w, uint32_t obj, uint32_t id)
{
	const struct btf_type *t = obj == w->types->id && id ? btf__type_by_id(w->btf, id) : NULL;
	const char *text = t ? btf__name_by_offset(w->btf, t->name_off) : NULL;

	return text && *text ? pby_arena__strdup(&w->lists->arena, text) : NULL;
}

static void name_all(const struct wanted *w)
{
	struct pby_sightings *seen = &w->lists->seen;
	const char *text;

	for (uint32_t i = 0; i < seen->programs.nr; i++) {
		struct pby_bpf_program *p = &seen->programs.items[i];

		if ((text = name(w, p->attach_btf_obj, p->attach_btf)))
			p->attach_name = text;
	}
	for (uint32_t i = 0; i < seen->links.nr; i++) {
		struct pby_bpf_link *l = &seen->links.items[i];

		if ((text = name(w, l->target_obj, l->target_btf)))
			l->name = text;
	}
}

static void module(struct wanted *w, struct btf *base)
{
	const char *path = pby_arena__printf(&w->lists->arena, "/sys/kernel/btf/%s", w->types->name);
	struct btf *btf = strchr(w->types->name, '/') ? NULL : btf__parse_raw_split(path, base);

	if (!btf)
		return;
	w->btf = btf;
	name_all(w);
	btf__free(btf);
}

void pby_probe_lists__name_functions(struct pby_probe_lists *lists,
				     const struct pby_kernel *kernel)
{
	if (kernel->btf.read != PBY_YES)
		return;
	for (uint32_t i = 0; i < lists->seen.types.nr; i++) {
		const struct pby_bpf_types *t = &lists->seen.types.items[i];
		struct wanted w = { lists, t, kernel->types.btf };

		if (!t->kernel)
			continue;
		if (!strcmp(t->name, "vmlinux"))
			name_all(&w);
		else
			module(&w, kernel->types.btf);
	}
}
