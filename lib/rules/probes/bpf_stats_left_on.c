// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bpf_stats_left_on.c: run statistics are on, and every run of every program pays. */
#include "rules/probes/attached.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	const struct pby_listing *holders;
	struct pby_fact on;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	on = pby_judgement__cite(j, pby_kernel__setting_is(s->kernel, "kernel.bpf_stats_enabled", "1"));
	for (uint32_t i = 0; i < s->probes->stats_holders.nr; i++) {
		const struct pby_owner *o = &s->probes->owners.items[s->probes->stats_holders.items[i]];
		struct pby_fact f = { PBY_YES, PBY_OBSERVED, "", "/proc/PID/fd" };

		f.text = pby_arena__printf(j->arena, "%s (pid %d) holds a descriptor of BPF_ENABLE_STATS",
					   o->comm, o->pid);
		pby_judgement__cite(j, f);
	}
	if (pby_fact__yes(on) || s->probes->stats_holders.nr)
		return PBY_FOUND;
	holders = &s->probes->lists[PBY_LIST_HOLDERS];
	if (pby_fact__no(on) && holders->read == PBY_YES && !holders->partial)
		return PBY_CLEAR;
	if (pby_fact__no(on))
		pby_judgement__missing(j, "the descriptors of all processes (%s)",
				       holders->why ? holders->why : "not read");
	else
		pby_judgement__missing(j, "kernel.bpf_stats_enabled");
	return PBY_UNKNOWN;
}

const struct pby_rule pby_rule_bpf_stats_left_on = {
	.id = "bpf-stats-left-on",
	.title = "Run statistics of BPF programs are switched on",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "kernel.bpf_stats_enabled and the descriptors of all processes",
	.why = "Two clock reads at every run of every program: 75 to 80 ns were measured, more than an empty program itself. They are meant "
	       "for minutes, not for days.",
	.advice = "sysctl kernel.bpf_stats_enabled=0, or end the process that holds the descriptor.",
	.judge = judge,
};
