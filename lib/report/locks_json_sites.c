// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_json_sites.c: who waits for a lock and who has it, by the function that asked for it. */
#include <string.h>

#include "base/json.h"
#include "model/hang/primitive.h"
#include "report/locks_json.h"

enum { FRAMES = 64 };

/* The first function that is not the lock's own. */
static const char *caller_of(const struct pby_stack *stack)
{
	const char *names[FRAMES];
	struct pby_primitive_at at;
	uint32_t nr = 0;

	for (uint32_t i = 0; i < stack->nr && nr < FRAMES; i++)
		if (!stack->items[i].unreliable)
			names[nr++] = stack->items[i].name;
	if (!nr)
		return NULL;
	at = pby_primitive__of(names, nr, false);
	return at.caller < nr ? names[at.caller] : names[nr - 1];
}

struct caller {
	const char *name;
	uint64_t nr, total_ns;
};

static void add_caller(struct caller *callers, uint32_t *nr, const char *name, const struct pby_contention_site *s)
{
	uint32_t i = 0;

	while (i < *nr && strcmp(callers[i].name, name))
		i++;
	if (i == *nr) {
		if (*nr == FRAMES)
			return;
		callers[(*nr)++] = (struct caller){ .name = name };
	}
	callers[i].nr += s->nr;
	callers[i].total_ns += s->total_ns;
}

static bool costs_more(const struct caller *a, const struct caller *b)
{
	return a->total_ns != b->total_ns ? a->total_ns > b->total_ns : a->nr > b->nr;
}

static void list_callers(struct json_object *to, const char *key, struct caller *callers, uint32_t nr)
{
	struct json_object *list = pby_json__arr(to, key);

	for (uint32_t n = 0; n < nr && n < LOCKS_CALLERS; n++) {
		struct caller *best = &callers[n], first = callers[n];
		struct json_object *o = pby_json__obj(list, NULL);

		for (uint32_t i = n + 1; i < nr; i++)
			if (costs_more(&callers[i], best))
				best = &callers[i];
		callers[n] = *best;
		*best = first;
		pby_json__str(o, "function", callers[n].name);
		pby_json__u64(o, "nr", callers[n].nr);
		pby_json__u64(o, "total_ns", callers[n].total_ns);
	}
}

static void list_site(struct locks_result *r, struct json_object *list, const struct pby_contention_site *s)
{
	struct json_object *o = pby_json__obj(list, NULL);
	int32_t stack = locks_result__stack(r, s->stack), user = locks_result__stack(r, s->user_stack);

	if (stack >= 0)
		pby_json__int(o, "stack", stack);
	if (user >= 0)
		pby_json__int(o, "user_stack", user);
	pby_json__str(o, "mode", locks_result__mode(r->judged->c->locks.items[s->lock].kind, s->mode));
	pby_json__bool(o, "holder", s->holder);
	pby_json__u64(o, "nr", s->nr);
	pby_json__u64(o, "total_ns", s->total_ns);
	pby_json__u64(o, "max_ns", s->max_ns);
	if (s->pid != PBY_PID_UNKNOWN)
		pby_json__int(o, "pid", s->pid);
}

/* Whoever still waits is no site yet: it counts with the time it has waited. */
static void add_waiters(struct locks_result *r, uint32_t lock, struct caller *callers, uint32_t *nr)
{
	const struct pby_contention *c = r->judged->c;
	const struct pby_contended *l = &c->locks.items[lock];

	for (uint32_t i = 0; i < l->queue.nr; i++) {
		const struct pby_contending *w = &c->waiters.items[l->queue.items[i]];
		const char *name = caller_of(&c->stacks.items[w->stack]);
		struct pby_contention_site s = { .nr = 1, .total_ns = c->now_ns > w->since_ns ? c->now_ns - w->since_ns : 0 };

		if (name)
			add_caller(callers, nr, name, &s);
	}
}

void locks_result__sites(struct locks_result *r, uint32_t lock, struct json_object *to)
{
	const struct pby_contention *c = r->judged->c;
	struct caller waiters[FRAMES], holders[FRAMES];
	uint32_t nr_waiters = 0, nr_holders = 0, at = 0, end = r->nr_sites, left_out = 0;
	struct json_object *list;

	/* The first site of the lock. */
	while (at < end) {
		uint32_t mid = at + (end - at) / 2;

		if (r->sites[mid].lock < lock)
			at = mid + 1;
		else
			end = mid;
	}
	list = pby_json__arr(to, "sites");
	add_waiters(r, lock, waiters, &nr_waiters);
	for (; at < r->nr_sites && r->sites[at].lock == lock; at++) {
		const struct pby_contention_site *s = r->sites[at].site;
		const char *name = caller_of(&c->stacks.items[s->stack]);

		if (name && s->holder)
			add_caller(holders, &nr_holders, name, s);
		else if (name)
			add_caller(waiters, &nr_waiters, name, s);
		if (pby_json__len(list) < LOCKS_SITES)
			list_site(r, list, s);
		else
			left_out++;
	}
	pby_json__int(to, "sites_left_out", left_out);
	list_callers(to, "waiter_callers", waiters, nr_waiters);
	list_callers(to, "holder_callers", holders, nr_holders);
}
