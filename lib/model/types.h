// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* types.h: the kernel's types and functions, from BTF, by name. */
#ifndef PBY_TYPES_H
#define PBY_TYPES_H

#include <bpf/btf.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/index.h"

/*
 * libbpf's parsed BTF with an index over its names, because libbpf's own look-up by
 * name walks all 100,000 types. Owns the struct btf.
 */
struct pby_types {
	struct btf *btf;
	struct pby_index by_name;	/* structs, unions, functions: type ids */
	struct pby_index enumerators;	/* ids of the enums that hold them */
};

/* Indexes btf and takes it over, also on failure. 0 or -errno. */
int pby_types__index(struct pby_types *types, struct btf *btf);
void pby_types__free(struct pby_types *types);

bool pby_types__has_composite(const struct pby_types *types, const char *name);
bool pby_types__has_function(const struct pby_types *types, const char *name);
/* Value of an enumerator into *value (may be NULL). */
bool pby_types__has_enumerator(const struct pby_types *types, const char *name, int64_t *value);
/* The enumerator with this value in the enum that sibling is in; NULL when there is none. */
const char *pby_types__enumerator_beside(const struct pby_types *types, const char *sibling,
					 int64_t value);

/*
 * A member of a struct or union, looked for inside anonymous members too. A path
 * "perf_event.kprobe.missed" walks through named members and pointers are not followed.
 */
struct pby_member {
	uint32_t type_id;	/* after modifiers and typedefs were kept as they are */
	uint32_t bit_offset;	/* from the start of the outer struct */
	uint32_t bit_size;	/* of a bitfield, else 0 */
	const char *type_name;	/* of the type without const/volatile/pointers: "raw_spinlock_t", "list_head" */
	bool pointer;
};
bool pby_types__member(const struct pby_types *types, const char *composite, const char *path,
		       struct pby_member *member);
/* Size in bytes, or -1. */
int64_t pby_types__size(const struct pby_types *types, const char *composite);

#endif
