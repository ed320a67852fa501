// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.c: a wait that can be stopped. */
#include "source/bench/watch.h"

#include <signal.h>

enum {
	TIMEOUT_MS = 30000,	/* a grace period takes seconds on a loaded machine */
	LEAVE_MS = 20000,	/* detaching at its end waits for grace periods too */
};

static enum pby_child_end stop(struct pby_child *child, enum pby_child_end then)
{
	enum pby_child_end end;

	kill(child->pid, SIGKILL);
	if (!pby_child__gone(child, LEAVE_MS))
		return PBY_CHILD_STUCK;
	end = pby_child__wait(child, 0);
	return end == PBY_CHILD_STUCK ? end : then;
}

enum pby_child_end pby_bench_watch__wait(struct pby_child *child, int every_ms,
					 bool (*look)(void *arg, const struct pby_child *child), void *arg)
{
	uint32_t steps = 0;
	int idle_ms = 0;

	while (!pby_child__gone(child, every_ms)) {
		uint32_t now = __atomic_load_n(&child->region->steps, __ATOMIC_RELAXED);

		idle_ms = now == steps ? idle_ms + every_ms : 0;
		steps = now;
		if (!look(arg, child))
			return stop(child, PBY_CHILD_DONE);
		if (idle_ms > TIMEOUT_MS)
			return stop(child, PBY_CHILD_LATE);
	}
	return pby_child__wait(child, 0);
}
