// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kin.c: a dump may show 500,000 tasks of which each waits for its child: nobody may ask them all. */
#include "model/hang/kin.h"

static int32_t number_of(const struct pby_task *t, enum pby_kin_by by)
{
	return by == PBY_KIN_PID ? t->pid : by == PBY_KIN_PARENT ? t->ppid : t->tgid;
}

static uint32_t hash(int32_t number)
{
	return pby_hash__bytes((const char *)&number, sizeof(number));
}

/* The newest entry of an index comes first: added from the last task on, they come in order. */
static void make(struct pby_kin *kin, enum pby_kin_by by)
{
	const struct pby_dump *dump = kin->dump;

	kin->made[by] = true;
	if (!pby_index__reserve(&kin->by[by], dump->tasks.nr))
		return;
	for (uint32_t i = dump->tasks.nr; i-- > 0;) {
		int32_t number = number_of(&dump->tasks.items[i], by);

		if (number >= 0 && !pby_index__add(&kin->by[by], hash(number), i))
			return;
	}
}

struct pby_kin_walk pby_kin__walk(struct pby_kin *kin, enum pby_kin_by by, int32_t number)
{
	struct pby_kin_walk walk = { kin, by, number, PBY_INDEX_END };

	if (!kin->made[by])
		make(kin, by);
	if (number >= 0)
		walk.entry = pby_index__first(&kin->by[by], hash(number));
	return walk;
}

int32_t pby_kin_walk__next(struct pby_kin_walk *walk)
{
	const struct pby_index *index = &walk->kin->by[walk->by];

	while (walk->entry != PBY_INDEX_END) {
		const struct pby_index_entry *e = &index->entries[walk->entry];

		walk->entry = e->next;
		if (number_of(&walk->kin->dump->tasks.items[e->value], walk->by) == walk->number)
			return (int32_t)e->value;
	}
	return -1;
}

void pby_kin__free(struct pby_kin *kin)
{
	for (int by = 0; by < PBY_KIN_NR; by++)
		pby_index__free(&kin->by[by]);
}
