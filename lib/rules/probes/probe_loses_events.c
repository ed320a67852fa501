// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe_loses_events.c: losses that the kernel has counted. */
#include "rules/probes/attached.h"

static bool counted(const struct pby_count *c)
{
	return c->read == PBY_YES && c->value;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family all[] = { PBY_FAMILY_KPROBE, PBY_FAMILY_FPROBE,
						     PBY_FAMILY_TRAMPOLINE, PBY_FAMILY_TRACEPOINT };
	const struct pby_probe *worst = NULL, *hidden = NULL;

	for (uint32_t i = 0; s->probes && i < s->probes->probes.nr; i++) {
		const struct pby_probe *p = &s->probes->probes.items[i];
		const struct pby_program *prog = pby_probes__program(s->probes, p);
		bool skipped = prog && counted(&prog->recursion_misses);
		const char *note;

		if (p->missed.read == PBY_NO && !hidden)
			hidden = p;
		if (!counted(&p->missed) && !skipped)
			continue;
		note = counted(&p->missed)
			? pby_arena__printf(j->arena, "missed %llu", (unsigned long long)p->missed.value)
			: pby_arena__printf(j->arena, "its program was skipped %llu times by the recursion guard",
					    (unsigned long long)prog->recursion_misses.value);
		pby_attached__name(s, j, i, note);
		if (counted(&p->missed) && (!worst || p->missed.value > worst->missed.value))
			worst = p;
	}
	if (worst)
		pby_judgement__detail(j, "%s %s has lost %llu events since it was attached.",
				      pby_probe_kind__name(worst->kind),
				      pby_probe__where(worst, j->arena),
				      (unsigned long long)worst->missed.value);
	else if (j->probes.nr)
		j->severity = PBY_MEDIUM;
	else if (hidden) {
		pby_judgement__missing(j, "what %s %s has missed: %s", pby_probe_kind__name(hidden->kind),
				       pby_probe__where(hidden, j->arena), hidden->missed.why);
		return PBY_UNKNOWN;
	}
	return pby_attached__conclude(s, j, all, sizeof(all) / sizeof(all[0]));
}

const struct pby_rule pby_rule_probe_loses_events = {
	.id = "probe-loses-events",
	.title = "A probe has lost events",
	.severity = PBY_HIGH,
	.area = PBY_AREA_PROBES,
	.needs = "miss counts of links, programs, kprobe_profile or kernel memory",
	.why = "The kernel counted hits for which the program did not run: no instance was free in the pool of a return probe, or the "
	       "recursion guard skipped it. What the tool shows is incomplete, and nothing else tells it.",
	.advice = "For functions that sleep use fexit or a tracepoint; or define the probe through tracefs with a larger maxactive "
		  "(rMAXACTIVE:...).",
	.judge = judge,
};
