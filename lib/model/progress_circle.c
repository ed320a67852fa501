// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* progress_circle.c: owners that wait for each other, in one look. */
#include <stdlib.h>

#include "model/progress.h"

/* Whom each pulse waits for: the pulse of its lock's owner, or -1. */
static int32_t owner_of(const struct pby_snapshot *s, const struct pby_index *by_pid, uint32_t i)
{
	const struct pby_pulse *p = &s->pulses[i];
	const struct pby_lock *lock;
	uint32_t e;

	if (p->lock < 0 || (uint32_t)p->lock >= s->nr_locks)
		return -1;
	lock = &s->locks[p->lock];
	if (lock->owner != PBY_OWNER_TASK || lock->racing)
		return -1;
	e = pby_index__first(by_pid, pby_hash__bytes((const char *)&lock->owner_pid, sizeof(lock->owner_pid)));
	for (; e != PBY_INDEX_END; e = by_pid->entries[e].next)
		if (s->pulses[by_pid->entries[e].value].pid == lock->owner_pid)
			return (int32_t)by_pid->entries[e].value;
	return -1;
}

bool pby_snapshot__has_circle(const struct pby_snapshot *s)
{
	/* Which walk came by a pulse first; each walk ends where it or an earlier one has been. */
	uint32_t *walk = calloc(s->nr_pulses ? s->nr_pulses : 1, sizeof(*walk));
	struct pby_index by_pid = { 0 };
	bool found = false;

	if (!walk || !pby_index__reserve(&by_pid, s->nr_pulses + 1)) {
		free(walk);
		return false;
	}
	for (uint32_t i = 0; i < s->nr_pulses; i++)
		pby_index__add(&by_pid, pby_hash__bytes((const char *)&s->pulses[i].pid, sizeof(int32_t)), i);
	for (uint32_t i = 0; i < s->nr_pulses && !found; i++) {
		int32_t at = (int32_t)i;

		for (; at >= 0 && !walk[at]; at = owner_of(s, &by_pid, (uint32_t)at))
			walk[at] = i + 1;
		found = at >= 0 && walk[at] == i + 1 && s->pulses[at].lock >= 0;
	}
	pby_index__free(&by_pid);
	free(walk);
	return found;
}
