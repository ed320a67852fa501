// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* facts_types.c: turns fixture text into BTF. */
#include "support/facts_types.h"

#include <errno.h>
#include <string.h>

static int find(struct btf *btf, const char *name, bool is_typedef)
{
	int id = btf__find_by_name_kind(btf, name, is_typedef ? BTF_KIND_TYPEDEF : BTF_KIND_STRUCT);

	return id > 0 ? id : 0;
}

static int integer(struct btf *btf, const char *name)
{
	static const struct { const char *name; size_t size; } rows[] = {
		{ "int", 4 }, { "long", 8 }, { "bool", 1 }, { "u8", 1 }, { "u16", 2 },
		{ "u32", 4 }, { "u64", 8 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int id;

		if (strcmp(rows[i].name, name))
			continue;
		id = btf__find_by_name_kind(btf, name, BTF_KIND_INT);
		return id > 0 ? id : btf__add_int(btf, name, rows[i].size, 0);
	}
	return 0;
}

static int type_of(struct btf *btf, const char *name, bool pointer)
{
	size_t n = strlen(name);
	bool is_typedef = n > 2 && !strcmp(name + n - 2, "_t");
	int id = find(btf, name, is_typedef);

	if (!id)
		id = integer(btf, name);
	if (!id && is_typedef) {
		int base = integer(btf, "int");

		id = btf__add_typedef(btf, name, base);
	}
	if (!id)
		id = btf__add_struct(btf, name, 8);
	return pointer ? btf__add_ptr(btf, id) : id;
}

enum { MAX_MEMBERS = 64 };

/* "rethook pool:freelist_head ref:refcount_t": types first, so that the struct's members follow it. */
int facts__struct(struct btf *btf, struct pby_text line)
{
	char name[64], names[MAX_MEMBERS][64];
	int types[MAX_MEMBERS], nr = 0;
	struct pby_text word, before;

	if (!pby_text__word(&line, &word))
		return -EINVAL;
	pby_text__copy(word, name, sizeof(name));
	while (pby_text__word(&line, &word)) {
		char type[64];
		bool pointer = pby_text__ends(word, "*");

		if (nr == MAX_MEMBERS || !pby_text__until(&word, ':', &before))
			return -EINVAL;
		word.end -= pointer;
		pby_text__copy(before, names[nr], sizeof(names[nr]));
		pby_text__copy(word, type, sizeof(type));
		types[nr++] = type_of(btf, type, pointer);
	}
	if (btf__add_struct(btf, name, (uint32_t)(8 * nr + 8)) < 0)
		return -EINVAL;
	for (int i = 0; i < nr; i++)
		if (types[i] < 0 || btf__add_field(btf, names[i], types[i], (uint32_t)i * 64, 0))
			return -EINVAL;
	return 0;
}

int facts__func(struct btf *btf, struct pby_text line)
{
	int proto = btf__add_func_proto(btf, 0);
	char name[128];

	pby_text__copy(line, name, sizeof(name));
	return proto > 0 && btf__add_func(btf, name, BTF_FUNC_GLOBAL, proto) > 0 ? 0 : -EINVAL;
}

int facts__enum(struct btf *btf, struct pby_text line)
{
	struct pby_text name;
	char text[128];
	int64_t value;

	if (!pby_text__until(&line, '=', &name) || !pby_text__i64(&line, &value))
		return -EINVAL;
	pby_text__copy(name, text, sizeof(text));
	return btf__add_enum(btf, NULL, 4) > 0 ? btf__add_enum_value(btf, text, value) : -EINVAL;
}
