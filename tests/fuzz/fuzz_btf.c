// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * fuzz_btf.c: any bytes as BTF: the index, and walks through the members that it finds, must
 * neither crash nor go on for ever.
 */
#include <bpf/libbpf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "model/kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Enough to reach every kind of type; each walk costs, and the input chooses how much. */
enum { MAX_TYPES = 200, MAX_MEMBERS = 20 };

static int quiet(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

/* Every member by name, and one step below it. */
static void walk(const struct pby_types *types, const struct btf_type *t)
{
	const char *name = btf__name_by_offset(types->btf, t->name_off);
	struct pby_member m;
	char path[256];

	if (!name)
		return;
	pby_types__size(types, name);
	for (uint32_t i = 0; i < btf_vlen(t) && i < MAX_MEMBERS; i++) {
		const char *member = btf__name_by_offset(types->btf, btf_members(t)[i].name_off);

		if (!member)
			continue;
		pby_types__member(types, name, member, &m);
		snprintf(path, sizeof(path), "%.100s.%.100s", member, member);
		pby_types__member(types, name, path, &m);
	}
	pby_types__member(types, name, "no_such_member", &m);
}

static void ask(struct pby_kernel *k)
{
	uint32_t nr = btf__type_cnt(k->types.btf);

	for (uint32_t id = 1; id < nr && id < MAX_TYPES; id++) {
		const struct btf_type *t = btf__type_by_id(k->types.btf, id);
		const char *name = btf__name_by_offset(k->types.btf, t->name_off);

		if (btf_is_composite(t))
			walk(&k->types, t);
		if (name && *name) {
			pby_types__has_function(&k->types, name);
			pby_types__has_enumerator(&k->types, name, NULL);
		}
	}
	pby_kernel__member_is(k, "a", "b", "list_head");
	pby_kernel__enumerator(k, "x");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_kernel k = { 0 };
	struct btf *btf;

	libbpf_set_print(quiet);
	btf = btf__new(data, (uint32_t)size);
	if (btf && !pby_kernel__take_btf(&k, btf, "input"))
		ask(&k);
	pby_kernel__free(&k);
	return 0;
}
