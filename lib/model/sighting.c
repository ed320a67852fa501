// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sighting.c: the names of the lists. */
#include "model/sighting.h"

static const struct { const char *name, *where; } rows[] = {
#define PROBE_LIST(id, name, where) { name, where },
#include "model/probe_lists.def"
#undef PROBE_LIST
};

const char *pby_probe_list__name(enum pby_probe_list list)
{
	return rows[list].name;
}

const char *pby_probe_list__where(enum pby_probe_list list)
{
	return rows[list].where;
}
