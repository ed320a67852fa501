// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* order.c: one order for the same probes, whatever order the lists had. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "model/join/join.h"

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static pid_t first_pid(const struct pby_probes *to, const struct pby_probe *p)
{
	return p->owners.nr ? to->owners.items[p->owners.items[0]].pid : 0;
}

static uint32_t prog_id(const struct pby_probes *to, const struct pby_probe *p)
{
	return p->prog == UINT32_MAX ? 0 : to->programs.items[p->prog].id;
}

static int compare(const void *x, const void *y, void *arg)
{
	const struct pby_probe *a = x, *b = y;
	const struct pby_probes *to = arg;
	int d = by_number(a->kind, b->kind);

	if (!d)
		d = by_text(a->target, b->target);
	if (!d)
		d = by_number(a->offset, b->offset);
	if (!d)
		d = by_number(a->link_id, b->link_id);
	if (!d)
		d = by_number(prog_id(to, a), prog_id(to, b));
	if (!d)
		d = by_number((uint64_t)first_pid(to, a), (uint64_t)first_pid(to, b));
	return d ? d : by_text(a->event, b->event);
}

void pby_join__order(struct pby_join *join)
{
	if (join->to->probes.nr)
		qsort_r(join->to->probes.items, join->to->probes.nr, sizeof(struct pby_probe),
			compare, join->to);
}
