// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_pool.c: reads the pool's design off the members of struct kretprobe, and its size off the kernel. */
#include "rules/kernel/kretprobe_pool.h"

#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

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

static struct pby_fact weigh(struct pby_judgement *j, struct pby_fact fact)
{
	return j ? pby_judgement__weigh(j, fact) : fact;
}

/* Without types: the symbol of 5.10's second lock, else what the version had. */
static enum pby_kretprobe_pool without_types(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact probes = cite(j, pby_presence__kprobes(k)), locks, since;

	if (!pby_fact__yes(probes))
		return pby_fact__no(probes) ? PBY_POOL_NONE : PBY_POOL_UNKNOWN;
	locks = pby_kernel__data_symbol(k, "kretprobe_table_locks");
	if (pby_fact__yes(locks)) {
		cite(j, locks);
		return PBY_POOL_SPINLOCK;
	}
	since = cite(j, pby_kernel__since(k, 6, 7));
	if (since.value == PBY_MAYBE)
		return PBY_POOL_UNKNOWN;
	if (pby_fact__yes(since))
		return PBY_POOL_OBJPOOL;
	return pby_fact__yes(pby_kernel__since(k, 5, 11)) ? PBY_POOL_CAS : PBY_POOL_SPINLOCK;
}

enum pby_kretprobe_pool pby_kretprobe_pool__of(struct pby_kernel *k, struct pby_judgement *j)
{
	/* objpool_head alone proves nothing: it has other users. struct kretprobe comes first. */
	struct pby_fact type = pby_kernel__member(k, "kretprobe", "kp");

	if (pby_fact__no(type)) {
		cite(j, type);
		return PBY_POOL_NONE;
	}
	if (!pby_fact__yes(type))
		return without_types(k, j);
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

/* CONFIG_PREEMPTION compiles preempt_schedule(); dynamic preemption is built on it. */
static struct pby_fact preemptible(struct pby_kernel *k)
{
	struct pby_fact f = pby_kernel__function(k, "preempt_schedule");

	return f.value == PBY_MAYBE ? pby_kernel__config(k, "CONFIG_PREEMPTION") : f;
}

/* Has it 3b7ddab8a19a ("kprobes: kretprobe events missing on 2-core KVM guest") (6.2, 6.1.3, a 6.0.y)? */
static struct pby_fact at_least_ten(struct pby_kernel *k)
{
	struct pby_fact f = pby_kernel__since(k, 6, 2);
	struct pby_version v;

	if (!pby_fact__no(f) || !pby_fact__yes(pby_kernel__version(k, &v)) || v.major < 6)
		return f;
	f.value = v.minor == 0 || !v.exact ? PBY_MAYBE : v.patch >= 3 ? PBY_YES : PBY_NO;
	return f;
}

struct pby_maxactive pby_kretprobe_pool__maxactive(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_maxactive none = { 0, 0 }, m;
	struct pby_fact preempt, ten;
	uint32_t cpus;

	if (!pby_fact__yes(weigh(j, pby_kernel__possible_cpus(k, &cpus))))
		return none;
	m.most = cpus > 5 ? 2 * cpus : 10;
	m.least = m.most;
	preempt = weigh(j, preemptible(k));
	if (pby_fact__yes(preempt))
		return m;
	ten = weigh(j, at_least_ten(k));
	if (pby_fact__yes(ten))
		return m;
	m.least = cpus;
	if (pby_fact__no(ten) && pby_fact__no(preempt))
		m.most = cpus;
	return m;
}

enum pby_answer pby_kretprobe_pool__judge(struct pby_kernel *k, enum pby_kretprobe_pool pool,
					  struct pby_judgement *j)
{
	enum pby_kretprobe_pool here = pby_kretprobe_pool__of(k, j);

	if (here == PBY_POOL_UNKNOWN)
		return PBY_UNKNOWN;
	if (here == PBY_POOL_NONE)
		return PBY_NOT_APPLICABLE;
	return here == pool ? PBY_FOUND : PBY_CLEAR;
}
