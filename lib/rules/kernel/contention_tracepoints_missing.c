// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* contention_tracepoints_missing.c: this kernel does not say who contends for a lock. */
#include "model/kernel.h"
#include "model/rule.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact f = pby_kernel__function(s->kernel, "__bpf_trace_contention_begin");

	if (f.value == PBY_MAYBE)
		f = pby_kernel__composite(s->kernel, "trace_event_raw_contention_begin");
	if (f.value == PBY_MAYBE)
		f = pby_kernel__since(s->kernel, 5, 19);
	pby_judgement__cite(j, f);
	if (f.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(f) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_contention_tracepoints_missing = {
	.id = "contention-tracepoints-missing",
	.title = "The kernel has no lock contention tracepoints",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms or BTF",
	.why = "lock:contention_begin and contention_end tell which task waits for which lock. Without them waiting "
	       "can only be watched by hooking the slow paths of each lock type.",
	.advice = "Watch rwsem_down_read_slowpath, rwsem_down_write_slowpath and __mutex_lock_slowpath by fentry; "
		  "never by a kretprobe, since they sleep.",
	.fixed_by = {
		{ "16edd9b511a1", "locking: Add lock contention tracepoints", "5.19" },
		{ "ee042be16cb4", "locking: Apply contention tracepoints in the slow path", "5.19" },
	},
	.judge = judge,
};
