// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* running.c: counts the functions in which a task that runs was met. */
#include "model/running.h"

#include <stdlib.h>
#include <string.h>

const char *pby_running_by__name(enum pby_running_by by)
{
	return by == PBY_RUNNING_BY_PERF ? "perf" : "memory";
}

bool pby_running__met(struct pby_running *r, const char *function, struct pby_arena *arena)
{
	struct pby_running_place *place = NULL;

	r->nr_kernel++;
	for (uint32_t i = 0; i < r->places.nr && !place; i++)
		if (!strcmp(r->places.items[i].function, function))
			place = &r->places.items[i];
	if (!place) {
		place = PBY_PUSH(arena, &r->places);
		if (!place)
			return false;
		place->function = pby_arena__strdup(arena, function);
	}
	place->nr++;
	for (uint32_t i = 0; i < r->places.nr; i++)
		if (r->places.items[i].nr > place->nr)
			return false;
	return true;
}

void pby_running__add_caller(struct pby_running *r, struct pby_text function)
{
	if (r->nr_callers < PBY_RUNNING_CALLERS)
		pby_text__copy(function, r->callers[r->nr_callers++], PBY_RUNNING_NAME);
}

static int by_number(const void *a, const void *b)
{
	const struct pby_running_place *x = a, *y = b;

	if (x->nr != y->nr)
		return x->nr > y->nr ? -1 : 1;
	return strcmp(x->function, y->function);
}

void pby_running__sort(struct pby_running *r)
{
	if (r->places.nr)
		qsort(r->places.items, r->places.nr, sizeof(*r->places.items), by_number);
}

struct pby_running pby_running__copy(const struct pby_running *from, struct pby_arena *arena)
{
	struct pby_running to = *from;

	memset(&to.places, 0, sizeof(to.places));
	for (uint32_t i = 0; i < from->places.nr; i++) {
		struct pby_running_place *place = PBY_PUSH(arena, &to.places);

		if (place)
			*place = (struct pby_running_place){ pby_arena__strdup(arena, from->places.items[i].function),
							     from->places.items[i].nr };
	}
	to.why = from->why ? pby_arena__strdup(arena, from->why) : NULL;
	return to;
}
