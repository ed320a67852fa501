// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wait_class.c: names and kinds of the wait classes. */
#include "model/hang/wait_class.h"

struct row {
	const char *name;
	const char *meaning;
	enum pby_wait_kind kind;
};

static const struct row rows[PBY_WAIT_NR] = {
#define CLASS(id, name, kind, meaning) [PBY_WAIT_##id] = { name, meaning, PBY_WAITS_##kind },
#include "model/hang/wait_class.def"
#undef CLASS
};

static const struct row *row_of(enum pby_wait_class cls)
{
	return &rows[(unsigned int)cls < PBY_WAIT_NR ? cls : PBY_WAIT_UNKNOWN];
}

const char *pby_wait_class__name(enum pby_wait_class cls)
{
	return row_of(cls)->name;
}

const char *pby_wait_class__meaning(enum pby_wait_class cls)
{
	return row_of(cls)->meaning;
}

enum pby_wait_kind pby_wait_class__kind(enum pby_wait_class cls)
{
	return row_of(cls)->kind;
}
