// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* types.c: an index over BTF and the walk through members. */
#include "model/types.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

static bool index_name(struct pby_types *types, struct pby_index *index, uint32_t name_off,
		       uint32_t id)
{
	const char *name = btf__name_by_offset(types->btf, name_off);

	return !name || !*name || pby_index__add(index, pby_hash__bytes(name, strlen(name)), id);
}

static uint32_t enumerator_name(const struct btf_type *t, uint32_t i)
{
	return btf_kind(t) == BTF_KIND_ENUM ? btf_enum(t)[i].name_off : btf_enum64(t)[i].name_off;
}

int pby_types__index(struct pby_types *types, struct btf *btf)
{
	uint32_t nr = btf__type_cnt(btf);

	*types = (struct pby_types){ .btf = btf };
	/* About half of a kernel's types are functions. */
	if (!pby_index__reserve(&types->by_name, nr / 2))
		return -ENOMEM;
	for (uint32_t id = 1; id < nr; id++) {
		const struct btf_type *t = btf__type_by_id(btf, id);

		if ((btf_is_composite(t) || btf_is_func(t)) &&
		    !index_name(types, &types->by_name, t->name_off, id))
			return -ENOMEM;
		for (uint32_t i = 0; btf_is_any_enum(t) && i < btf_vlen(t); i++)
			if (!index_name(types, &types->enumerators, enumerator_name(t, i), id))
				return -ENOMEM;
	}
	return 0;
}

void pby_types__free(struct pby_types *types)
{
	btf__free(types->btf);
	pby_index__free(&types->by_name);
	pby_index__free(&types->enumerators);
	*types = (struct pby_types){ 0 };
}

/* The first type of this name that is a function, or that is a struct or union. */
static const struct btf_type *find_type(const struct pby_types *types, const char *name,
					bool function, uint32_t *id)
{
	const struct pby_index *ix = &types->by_name;
	const struct btf_type *found = NULL;
	uint32_t e = pby_index__first(ix, pby_hash__bytes(name, strlen(name)));

	for (; e != PBY_INDEX_END; e = ix->entries[e].next) {
		const struct btf_type *t = btf__type_by_id(types->btf, ix->entries[e].value);

		if (btf_is_func(t) != function ||
		    strcmp(btf__name_by_offset(types->btf, t->name_off), name))
			continue;
		found = t;
		*id = ix->entries[e].value;
	}
	return found;
}

bool pby_types__has_composite(const struct pby_types *types, const char *name)
{
	uint32_t id;

	return find_type(types, name, false, &id) != NULL;
}

bool pby_types__has_function(const struct pby_types *types, const char *name)
{
	uint32_t id;

	return find_type(types, name, true, &id) != NULL;
}

static int64_t enumerator_value(const struct btf_type *t, uint32_t i)
{
	return btf_kind(t) == BTF_KIND_ENUM ? btf_enum(t)[i].val
					    : (int64_t)btf_enum64_value(&btf_enum64(t)[i]);
}

/* The enum that holds an enumerator of this name, and which one it is. */
static const struct btf_type *find_enumerator(const struct pby_types *types, const char *name,
					      uint32_t *which)
{
	const struct pby_index *ix = &types->enumerators;
	uint32_t e = pby_index__first(ix, pby_hash__bytes(name, strlen(name)));

	for (; e != PBY_INDEX_END; e = ix->entries[e].next) {
		const struct btf_type *t = btf__type_by_id(types->btf, ix->entries[e].value);

		for (*which = 0; *which < btf_vlen(t); ++*which) {
			const char *other = btf__name_by_offset(types->btf, enumerator_name(t, *which));

			if (other && !strcmp(other, name))
				return t;
		}
	}
	return NULL;
}

bool pby_types__has_enumerator(const struct pby_types *types, const char *name, int64_t *value)
{
	uint32_t which;
	const struct btf_type *t = find_enumerator(types, name, &which);

	if (t && value)
		*value = enumerator_value(t, which);
	return t != NULL;
}

const char *pby_types__enumerator_beside(const struct pby_types *types, const char *sibling,
					 int64_t value)
{
	uint32_t which;
	const struct btf_type *t = find_enumerator(types, sibling, &which);

	for (uint32_t i = 0; t && i < btf_vlen(t); i++)
		if (enumerator_value(t, i) == value)
			return btf__name_by_offset(types->btf, enumerator_name(t, i));
	return NULL;
}

/* Damaged BTF has types that are made of themselves: nothing is followed further than this. */
enum { MAX_CHAIN = 64, MAX_NESTING = 16, MAX_MEMBERS = 1 << 18 };

/* Skips const, volatile, restrict and type tags, and with typedefs typedefs too. */
static const struct btf_type *strip(const struct btf *btf, uint32_t id, bool typedefs)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	for (int i = 0; t && (btf_is_mod(t) || (typedefs && btf_is_typedef(t))); i++)
		t = i < MAX_CHAIN ? btf__type_by_id(btf, t->type) : NULL;
	return t;
}

/* nr_seen counts the members of all levels. */
static bool find_member(const struct btf *btf, const struct btf_type *t, struct pby_text name,
			uint32_t base_bits, int depth, uint32_t *nr_seen, struct pby_member *out)
{
	const struct btf_member *m = btf_members(t);

	for (uint32_t i = 0; i < btf_vlen(t) && ++*nr_seen < MAX_MEMBERS; i++) {
		const char *mname = btf__name_by_offset(btf, m[i].name_off);
		uint32_t bits = base_bits + btf_member_bit_offset(t, i);
		const struct btf_type *inner;

		if (mname && *mname) {
			if (!pby_text__is(name, mname))
				continue;
			*out = (struct pby_member){ .type_id = m[i].type, .bit_offset = bits,
						    .bit_size = btf_member_bitfield_size(t, i) };
			return true;
		}
		inner = strip(btf, m[i].type, true);
		if (inner && btf_is_composite(inner) && depth < MAX_NESTING &&
		    find_member(btf, inner, name, bits, depth + 1, nr_seen, out))
			return true;
	}
	return false;
}

static void name_type(const struct btf *btf, struct pby_member *member)
{
	const struct btf_type *t = strip(btf, member->type_id, false);

	for (int i = 0; t && btf_is_ptr(t); i++) {
		member->pointer = true;
		t = i < MAX_CHAIN ? strip(btf, t->type, false) : NULL;
	}
	member->type_name = t ? btf__name_by_offset(btf, t->name_off) : "";
	if (!member->type_name)
		member->type_name = "";
}

bool pby_types__member(const struct pby_types *types, const char *composite, const char *path,
		       struct pby_member *member)
{
	uint32_t id;
	const struct btf_type *t = find_type(types, composite, false, &id);
	struct pby_text left = pby_text__str(path), name;
	uint32_t bits = 0, nr_seen = 0;

	while (t && btf_is_composite(t)) {
		bool more = pby_text__until(&left, '.', &name);

		if (!more)
			name = left;
		if (!find_member(types->btf, t, name, bits, 0, &nr_seen, member))
			return false;
		if (!more) {
			name_type(types->btf, member);
			return true;
		}
		bits = member->bit_offset;
		t = strip(types->btf, member->type_id, true);
	}
	return false;
}

int64_t pby_types__size(const struct pby_types *types, const char *composite)
{
	uint32_t id;

	return find_type(types, composite, false, &id) ? btf__resolve_size(types->btf, id) : -1;
}
