// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_engine.c: every verdict over every contended lock. */
#include <errno.h>
#include <stdlib.h>

#include "model/contention/dump.h"
#include "model/contention/verdict.h"

#define RULE(name) extern const struct pby_lock_rule pby_lock_rule_##name;
#include "rules/locks/locks.def"
#undef RULE

const struct pby_lock_rule *const pby_lock_rules[] = {
#define RULE(name) &pby_lock_rule_##name,
#include "rules/locks/locks.def"
#undef RULE
};

const size_t pby_nr_lock_rules = sizeof(pby_lock_rules) / sizeof(pby_lock_rules[0]);

static void run_rules(struct pby_locks_judged *all, struct pby_lock_judged *j)
{
	const struct pby_contention *c = all->c;
	const struct pby_lock_case k = {
		.c = c, .lock = &c->locks.items[j->lock], .graph = &all->hang.graph, .chain = &j->chain,
		.seconds = (double)(c->now_ns - c->from_ns) / 1e9,
	};

	j->verdict = -1;
	for (size_t i = 0; i < pby_nr_lock_rules; i++) {
		struct pby_lock_finding *f = PBY_PUSH(&all->arena, &j->findings);

		if (!f)
			return;
		*f = (struct pby_lock_finding){ .rule = pby_lock_rules[i], .arena = &all->arena };
		f->answer = f->rule->judge(&k, f);
		if (f->answer == PBY_FOUND && j->verdict < 0)
			j->verdict = (int32_t)i;
	}
}

/* What a lock costs: the waiting that is over and the waiting that goes on. */
struct cost {
	uint64_t ns, addr;
	uint32_t lock;
};

static int by_cost(const void *a, const void *b)
{
	const struct cost *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? 1 : -1;
	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

int pby_locks__judge(struct pby_locks_judged *all, const struct pby_contention *c, const struct pby_probes *probes)
{
	struct cost *costs = calloc(c->locks.nr + 1, sizeof(*costs));
	int rc;

	*all = (struct pby_locks_judged){ .c = c };
	rc = costs ? pby_contention__dump(c, &all->dump) : -ENOMEM;
	if (!rc)
		rc = pby_hang__judge(&all->hang, &all->dump);
	for (uint32_t i = 0; !rc && i < c->locks.nr; i++)
		costs[i] = (struct cost){
			pby_contended__total_ns(&c->locks.items[i]) + pby_contended__pending_ns(c, &c->locks.items[i]),
			c->locks.items[i].addr, i };
	if (!rc)
		qsort(costs, c->locks.nr, sizeof(*costs), by_cost);
	for (uint32_t i = 0; !rc && i < c->locks.nr; i++) {
		struct pby_lock_judged *j = PBY_PUSH(&all->arena, &all->items);

		if (!j)
			break;
		j->lock = costs[i].lock;
		pby_lock_chain__find(&j->chain, c, &all->hang.graph, j->lock, &all->arena);
		run_rules(all, j);
	}
	free(costs);
	if (!rc && !all->arena.failed)
		rc = pby_lock_blames__find(all, probes);
	return rc ? rc : all->arena.failed ? -ENOMEM : 0;
}

void pby_locks_judged__free(struct pby_locks_judged *all)
{
	pby_hang__free(&all->hang);
	pby_dump__free(&all->dump);
	pby_arena__free(&all->arena);
	*all = (struct pby_locks_judged){ 0 };
}
