// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes_switched_off.c: a switch keeps attached probes from firing, and nothing says so. */
#include <errno.h>

#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/* One switch: which mechanism needs it, and what stops while it is 0. */
static const struct {
	struct pby_fact (*needed)(struct pby_kernel *k);
	const char *key;
	const char *stops;
} switches[] = {
	{ pby_presence__ftrace, "kernel.ftrace_enabled",
	  "fentry, fexit, kprobe.multi and all kprobes at function entries" },
	{ pby_presence__kprobes, "kprobes.enabled", "all kprobes and kretprobes" },
};

enum { NR = sizeof(switches) / sizeof(switches[0]) };

/* After an internal error ftrace disables itself; its switch then answers ENODEV, to readers too. */
static bool gave_up(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact f = pby_kernel__setting_failed(k, "kernel.ftrace_enabled", ENODEV);

	if (!pby_fact__yes(f))
		return false;
	pby_judgement__cite(j, f);
	pby_judgement__detail(j, "ftrace gave up after an internal error of the kernel (its log has the warning): %s do not "
			      "fire, and new ones fail with ENODEV, until reboot.", switches[0].stops);
	return true;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	int nr_needed = 0, nr_on = 0;

	if (!s->kernel->running)
		return PBY_NOT_APPLICABLE;
	if (gave_up(s->kernel, j))
		return PBY_FOUND;
	for (int i = 0; i < NR; i++) {
		struct pby_fact needed = switches[i].needed(s->kernel), off;

		if (pby_fact__no(needed))
			continue;
		nr_needed++;
		off = pby_judgement__cite(j, pby_kernel__setting_is(s->kernel, switches[i].key, "0"));
		if (pby_fact__yes(off)) {
			pby_judgement__detail(j, "%s is 0: %s do not fire, attached or not.",
					      switches[i].key, switches[i].stops);
			return PBY_FOUND;
		}
		nr_on += pby_fact__no(off);
	}
	if (!nr_needed)
		return PBY_NOT_APPLICABLE;
	return nr_on == nr_needed ? PBY_CLEAR : PBY_UNKNOWN;
}

const struct pby_rule pby_rule_probes_switched_off = {
	.id = "probes-switched-off",
	.title = "Probes are switched off on this machine and silently see nothing",
	.severity = PBY_HIGH,
	.area = PBY_AREA_KERNEL,
	.needs = "/proc/sys/kernel/ftrace_enabled and, with debugfs, /sys/kernel/debug/kprobes/enabled (as root)",
	.why = "Two switches stop probes from firing without detaching them or telling their owners: attaching works, "
	       "listings look normal, and every counter stands still. Who attaches and detaches while ftrace_enabled is 0 "
	       "leaves a mark on the function: after it is 1 again, the next time that the last hook goes the kernel warns "
	       "(ftrace_shutdown) and ftrace and all that stands on it are off until reboot (seen from 5.10 to 7.2).",
	.advice = "Find out who switched it off, and neither attach nor detach meanwhile. Then: sysctl -w "
		  "kernel.ftrace_enabled=1 (or echo 1 > /sys/kernel/debug/kprobes/enabled). When that says ENODEV, ftrace has "
		  "given up: only a reboot helps. Treat what was measured meanwhile as missing, not as zero.",
	.judge = judge,
};
