// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trampoline_nearly_full.c: a trampoline takes only so many programs. */
#include "rules/probes/hooked_together.h"

/* An enumerator since it counts links (5.19); 40 before, as a macro. */
static struct pby_fact limit_of(struct pby_kernel *k, int64_t *limit)
{
	struct pby_fact f = pby_kernel__enumerator(k, "BPF_MAX_TRAMP_LINKS");

	*limit = 40;
	if (pby_fact__yes(f) && k->btf.read == PBY_YES)
		pby_types__has_enumerator(&k->types, "BPF_MAX_TRAMP_LINKS", limit);
	return f;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_TRAMPOLINE };
	struct pby_shared_target most;
	int64_t limit;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	pby_judgement__cite(j, limit_of(s->kernel, &limit));
	most = pby_hooked_together__most(s->probes, families, 1);
	if (most.nr * 4 >= limit * 3) {
		pby_hooked_together__name(s, j, &most, families, 1);
		pby_judgement__detail(j, "%u programs hang on %s; its trampoline takes %lld.", most.nr,
				      most.target, (long long)limit);
	}
	return pby_attached__conclude(s, j, families, 1);
}

const struct pby_rule pby_rule_trampoline_nearly_full = {
	.id = "trampoline-nearly-full",
	.title = "A function's trampoline is close to the number of programs that it takes",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_PROBES,
	.needs = "BPF links with their targets",
	.why = "All fentry, fexit, fmod_ret and LSM programs of a function share one trampoline with a fixed number of places. The next "
	       "agent that attaches there gets E2BIG and may give up without a word.",
	.advice = "Find out which agents attach several programs to one function, and let them share one.",
	.judge = judge,
};
