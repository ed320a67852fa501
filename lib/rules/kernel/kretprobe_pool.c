// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_pool.c: reads the pool design off the members of struct kretprobe. */
#include "rules/kernel/kretprobe_pool.h"

#include "model/kernel.h"
#include "model/rule.h"

/* First row whose member has that type (or, without a type, exists) decides. */
static const struct {
	const char *composite, *member, *type;
	enum pby_kretprobe_pool pool;
} rows[] = {
	{ "kretprobe", "free_instances", "hlist_head", PBY_POOL_SPINLOCK },
	/* 6e426e0fcd20 ("kprobes: Replace rp->free_instance with freelist") (5.11) */
	{ "kretprobe", "freelist", "freelist_head", PBY_POOL_CAS },
	/* 73f9b911faa7 ("kprobes: Use rethook for kretprobe if possible") (5.18) keeps the free list */
	{ "rethook", "pool", "freelist_head", PBY_POOL_CAS },
	/* 4bbd93455659 ("kprobes: kretprobe scalability improvement") (6.7) */
	{ "rethook", "pool", "objpool_head", PBY_POOL_OBJPOOL },
	{ "kretprobe_holder", "pool", "objpool_head", PBY_POOL_OBJPOOL },
};

static struct pby_fact cite(struct pby_judgement *j, struct pby_fact fact)
{
	return j ? pby_judgement__cite(j, fact) : fact;
}

enum pby_kretprobe_pool pby_kretprobe_pool__of(struct pby_kernel *k, struct pby_judgement *j)
{
	/* objpool_head alone proves nothing: it has other users. struct kretprobe comes first. */
	struct pby_fact type = pby_kernel__member(k, "kretprobe", "kp");

	if (!pby_fact__yes(type)) {
		cite(j, type);
		return pby_fact__no(type) ? PBY_POOL_NONE : PBY_POOL_UNKNOWN;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_fact f = pby_kernel__member_is(k, rows[i].composite, rows[i].member,
							  rows[i].type);

		if (pby_fact__yes(f)) {
			cite(j, f);
			return rows[i].pool;
		}
	}
	return PBY_POOL_UNKNOWN;
}
