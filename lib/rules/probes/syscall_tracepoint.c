// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* syscall_tracepoint.c: one tracepoint on any system call makes every system call slower. */
#include <string.h>

#include "rules/probes/attached.h"

/* sys_enter and sys_exit (raw), sys_enter_openat and the like; all of them call syscall_regfunc(). */
static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	(void)s;
	(void)j;
	if (!p->target)
		return false;
	return !strcmp(p->target, "sys_enter") || !strcmp(p->target, "sys_exit") ||
	       !strncmp(p->target, "sys_enter_", 10) || !strncmp(p->target, "sys_exit_", 9);
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_TRACEPOINT };

	return pby_attached__each(s, j, families, 1, test);
}

const struct pby_rule pby_rule_syscall_tracepoint = {
	.id = "syscall-tracepoint",
	.title = "A system call tracepoint slows down every system call of every process",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_PROBES,
	.needs = "BPF links, perf descriptors, tracefs set_event",
	.why = "Switching on any event of syscalls or raw_syscalls sets a flag on all tasks, and all their system calls then take the slow "
	       "way in and out: also those that the event is not about, and those of processes that a filter excludes.",
	.advice = "For a single system call hook its function (fentry or kprobe on __x64_sys_NAME): only that call pays.",
	.judge = judge,
};
