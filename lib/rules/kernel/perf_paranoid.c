// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* perf_paranoid.c: perf events, and the probes that stand on them, are closed to unprivileged users. */
#include "base/text.h"
#include "model/kernel.h"
#include "model/rule.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const char key[] = "kernel.perf_event_paranoid";
	const char *value = pby_kernel__setting_text(s->kernel, key);
	struct pby_text text = pby_text__str(value ? value : "");
	int64_t level;

	if (!s->kernel->running)
		return PBY_NOT_APPLICABLE;
	pby_judgement__cite(j, pby_kernel__setting(s->kernel, key));
	if (!pby_text__i64(&text, &level))
		return PBY_UNKNOWN;
	return level > 2 ? PBY_FOUND : PBY_CLEAR;
}

const struct pby_rule pby_rule_perf_paranoid = {
	.id = "perf-paranoid",
	.title = "Without CAP_PERFMON no perf event can be opened at all",
	.severity = PBY_INFO,
	.area = PBY_AREA_KERNEL,
	.needs = "/proc/sys/kernel/perf_event_paranoid",
	.why = "Levels above 2 are an addition of distributions: perf_event_open() fails with EACCES for everybody without "
	       "CAP_PERFMON or CAP_SYS_ADMIN, even for one's own processes. Kprobes, uprobes and tracepoints for BPF are "
	       "perf events.",
	.advice = "Give the agent CAP_PERFMON and CAP_BPF instead of lowering the level; sysctl -w "
		  "kernel.perf_event_paranoid=2 opens one's own processes to everybody.",
	.judge = judge,
};
