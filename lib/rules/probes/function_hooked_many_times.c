// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* function_hooked_many_times.c: every call pays for every hook. */
#include "rules/probes/hooked_together.h"

enum { MANY = 5 };

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_KPROBE, PBY_FAMILY_TRAMPOLINE };
	struct pby_shared_target most;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	most = pby_hooked_together__most(s->probes, families, 2);
	if (most.nr >= MANY) {
		pby_hooked_together__name(s, j, &most, families, 2);
		pby_judgement__detail(j, "%u probes hang on %s.", most.nr, most.target);
	}
	return pby_attached__conclude(s, j, families, 2);
}

const struct pby_rule pby_rule_function_hooked_many_times = {
	.id = "function-hooked-many-times",
	.title = "One function carries many probes",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "the lists of kprobes and BPF links",
	.why = "Each call runs all of them, one after the other, and mixing kprobes with fentry on one function makes ftrace go through a "
	       "list of callbacks instead of calling straight.",
	.advice = "Let the agents share one probe, or spread them to different functions.",
	.judge = judge,
};
