// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.c: questions that several verdicts ask of a lock. */
#include "rules/locks/look.h"

const struct pby_contender *pby_case__owner(const struct pby_lock_case *k)
{
	const struct pby_contended_owner *o = &k->lock->owner;

	return o->kind == PBY_OWNER_TASK && o->task >= 0 && pby_contended__owner_holds(k->c, k->lock) ? &k->c->tasks.items[o->task] : NULL;
}

const struct pby_contender *pby_case__root(const struct pby_lock_case *k)
{
	const struct pby_lock_chain *chain = k->chain;

	return chain->links.nr > 1 && !chain->circle ? &k->c->tasks.items[chain->links.items[chain->links.nr - 1].task] : NULL;
}

static uint64_t since(const struct pby_lock_case *k, uint64_t then)
{
	return k->c->now_ns > then ? k->c->now_ns - then : 0;
}

uint64_t pby_case__standstill_ns(const struct pby_lock_case *k)
{
	uint64_t oldest = UINT64_MAX;

	for (uint32_t i = 0; i < k->lock->queue.nr; i++) {
		uint64_t at = k->c->waiters.items[k->lock->queue.items[i]].since_ns;

		oldest = at < oldest ? at : oldest;
	}
	if (oldest == UINT64_MAX)
		return 0;
	return since(k, k->lock->last_ended_ns > oldest ? k->lock->last_ended_ns : oldest);
}

uint64_t pby_case__busy_ns(const struct pby_lock_case *k)
{
	if (!k->lock->depth)
		return 0;
	return since(k, k->lock->last_empty_ns ? k->lock->last_empty_ns : k->lock->first_ns);
}

const char *pby_case__lock(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	return pby_contended__words(k->lock, f->arena);
}

const char *pby_case__task(const struct pby_contender *task, struct pby_lock_finding *f)
{
	return pby_contender__words(task, f->arena);
}
