// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* objpool_large_attachment.c: the pool of a very large kretprobe.multi cannot be allocated. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/*
 * aff1871bfc81 ("objpool: fix choosing allocation for percpu slots") (6.12, 6.11.6) changed one
 * condition and left no trace: only the version tells.
 */
static enum pby_answer by_version(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact since = pby_judgement__cite(j, pby_kernel__since(k, 6, 11));
	struct pby_version v;

	if (since.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	if (pby_fact__no(since))
		return PBY_FOUND;
	pby_kernel__version(k, &v);
	if (v.major > 6 || v.minor > 11)
		return PBY_CLEAR;
	if (v.exact)
		return v.patch >= 6 ? PBY_CLEAR : PBY_FOUND;
	pby_judgement__missing(j, "the stable number of this 6.11 kernel (fixed in 6.11.6)");
	return PBY_UNKNOWN;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact fprobe = pby_judgement__cite(j, pby_presence__fprobe(s->kernel)), rethook, pool;

	if (fprobe.value != PBY_YES)
		return pby_fact__no(fprobe) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	rethook = pby_judgement__cite(j, pby_kernel__member(s->kernel, "fprobe", "rethook"));
	if (pby_fact__no(rethook))
		return PBY_CLEAR;
	pool = pby_judgement__cite(j, pby_kernel__member_is(s->kernel, "rethook", "pool",
							   "objpool_head"));
	if (pool.value == PBY_MAYBE)
		pool = pby_judgement__cite(j, pby_kernel__since(s->kernel, 6, 7));
	if (pool.value != PBY_YES)
		return pby_fact__no(pool) ? PBY_CLEAR : PBY_UNKNOWN;
	return by_version(s->kernel, j);
}

const struct pby_rule pby_rule_objpool_large_attachment = {
	.id = "objpool-large-attachment",
	.title = "kretprobe.multi and kprobe.session over very many functions fail with ENOMEM",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct fprobe, struct rethook) and the version",
	.why = "The pool of such a link is asked for as one piece of physically contiguous memory per CPU. With "
	       "thousands of functions no such piece exists, and the attachment fails although memory is free.",
	.advice = "Split wildcards into links of a few hundred functions each, or attach only the entries.",
	.broken_by = {
		{ "b4edb8d2d464", "lib: objpool added: ring-array based lockless MPMC", "6.7" },
	},
	.fixed_by = {
		{ "aff1871bfc81", "objpool: fix choosing allocation for percpu slots", "6.12, 6.11.6" },
	},
	.judge = judge,
};
