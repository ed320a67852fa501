// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_misses_hidden.c: this kernel counts what kprobes lose but shows it to no BPF user. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/* The field came with its code to 6.6.59 too: a 6.6 kernel without types stays open. */
static struct pby_fact by_version(struct pby_kernel *k)
{
	struct pby_fact f = pby_kernel__since(k, 6, 7);

	if (pby_fact__no(f) && pby_fact__yes(pby_kernel__since(k, 6, 6)))
		f.value = PBY_MAYBE;
	return f;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact probes = pby_judgement__cite(j, pby_presence__kprobes(s->kernel)), missed;

	if (pby_fact__no(probes))
		return PBY_NOT_APPLICABLE;
	missed = pby_kernel__member(s->kernel, "bpf_link_info", "perf_event.kprobe.missed");
	if (missed.value == PBY_MAYBE)
		missed = by_version(s->kernel);
	pby_judgement__cite(j, missed);
	if (missed.value == PBY_MAYBE || probes.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(missed) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_kretprobe_misses_hidden = {
	.id = "kretprobe-misses-hidden",
	.title = "No BPF interface shows how many events kprobes and kretprobes have lost",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct bpf_link_info)",
	.why = "The kernel counts missed hits of each probe, but this one tells BPF nothing of it, and probes set by BPF "
	       "or perf do not appear in tracefs' kprobe_profile. A tool that lost most of its events looks healthy.",
	.advice = "Do not trust counts from return probes on functions that sleep. Create such probes through tracefs, where "
		  "kprobe_profile shows the misses in its last column, or read kretprobe.nmissed from kernel memory.",
	.fixed_by = {
		{ "3acf8ace6823", "bpf: Add missed value to kprobe perf link info", "6.7, 6.6.59" },
		{ "e2b2cd592adb", "bpf: Add missed value to kprobe_multi link info", "6.7" },
	},
	.judge = judge,
};
