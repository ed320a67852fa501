// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hung_task_blind.c: which hangs the kernel's own detector never reports. */
#include "model/kernel.h"
#include "model/rule.h"

/* The exported function is an empty inline where the detector was left out. */
static struct pby_fact detector(struct pby_kernel *k)
{
	struct pby_fact f = pby_kernel__function(k, "reset_hung_task_detector");

	if (f.value == PBY_MAYBE)
		f = pby_kernel__setting(k, "kernel.hung_task_timeout_secs");
	return f.value == PBY_MAYBE ? pby_kernel__config(k, "CONFIG_DETECT_HUNG_TASK") : f;
}

static bool is(struct pby_kernel *k, struct pby_judgement *j, const char *key, const char *value)
{
	struct pby_fact f = pby_kernel__setting_is(k, key, value);

	if (pby_fact__yes(f))
		pby_judgement__cite(j, f);
	return pby_fact__yes(f);
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_kernel *k = s->kernel;
	struct pby_fact found = pby_judgement__cite(j, detector(k)), idle;

	if (found.value != PBY_YES)
		return pby_fact__no(found) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	idle = pby_kernel__member(k, "rcu_tasks", "wait_state");
	if (pby_fact__yes(idle)) {
		pby_judgement__cite(j, idle);
		pby_judgement__detail(j, "Here a task that waits for an RCU-tasks grace period is idle (state I): "
				      "neither the detector nor sysrq-w reports it.");
	}
	if (is(k, j, "kernel.hung_task_timeout_secs", "0")) {
		j->severity = PBY_LOW;
		pby_judgement__detail(j, "The detector is switched off (kernel.hung_task_timeout_secs is 0): no hang at all is reported.");
	} else if (is(k, j, "kernel.hung_task_warnings", "0")) {
		j->severity = PBY_LOW;
		pby_judgement__detail(j, "The detector has used up its warnings (kernel.hung_task_warnings is 0): further hangs are not reported.");
	}
	return PBY_FOUND;
}

const struct pby_rule pby_rule_hung_task_blind = {
	.id = "hung-task-blind",
	.title = "The hung-task detector does not report killable and idle waits",
	.severity = PBY_INFO,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms (reset_hung_task_detector) or /proc/sys/kernel/hung_task_timeout_secs",
	.why = "The detector looks only at plain uninterruptible tasks. Those that wait for mmap_lock in mmap or fork, for "
	       "NFS, or for a vfork child are killable; PID 1 of a dying container is interruptible; idle waits are left out "
	       "on purpose. A silent log does not mean that nothing hangs.",
	.advice = "Look at the tasks themselves: probity hang, or state and stack of suspects under /proc/PID. "
		  "sysctl -w kernel.hung_task_warnings=-1 keeps the detector from falling silent.",
	.judge = judge,
};
