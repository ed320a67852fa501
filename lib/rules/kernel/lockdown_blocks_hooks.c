// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lockdown_blocks_hooks.c: kernel lockdown takes probes, or what shows them, away from root too. */
#include <string.h>

#include "base/text.h"
#include "model/kernel.h"
#include "model/rule.h"

enum level { OPEN, INTEGRITY, CONFIDENTIALITY, NR_LEVELS, UNSEEN = NR_LEVELS };

static const struct {
	const char *chosen;	/* as /sys/kernel/security/lockdown marks it */
	const char *argument;	/* on the kernel's command line */
	const char *option;	/* that builds it in */
	const char *blocks;
} levels[NR_LEVELS] = {
	[OPEN] = { "[none]", NULL, NULL, NULL },
	[INTEGRITY] = { "[integrity]", "lockdown=integrity", "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY",
			"debugfs files that can be written, /dev/mem" },
	[CONFIDENTIALITY] = { "[confidentiality]", "lockdown=confidentiality",
			      "CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY",
			      "kprobes, tracefs, perf, /proc/kcore, and BPF programs that read kernel memory" },
};

static enum level by_securityfs(struct pby_kernel *k, struct pby_judgement *j)
{
	const char *text = pby_kernel__setting_text(k, "lockdown");

	for (int i = 0; text && i < NR_LEVELS; i++) {
		if (!strstr(text, levels[i].chosen))
			continue;
		pby_judgement__cite(j, pby_kernel__setting(k, "lockdown"));
		return (enum level)i;
	}
	return UNSEEN;
}

static bool on_command_line(const struct pby_kernel *k, const char *argument)
{
	const char *line = pby_kernel__setting_text(k, "kernel.cmdline");
	struct pby_text text = pby_text__str(line ? line : ""), word;

	while (pby_text__word(&text, &word))
		if (pby_text__is(word, argument))
			return true;
	return false;
}

/* Lockdown only rises: what was built in or asked for at boot is in force, or more. */
static enum level at_least(struct pby_kernel *k, struct pby_judgement *j)
{
	for (int i = CONFIDENTIALITY; i > OPEN; i--) {
		struct pby_fact built = pby_kernel__config(k, levels[i].option);

		if (pby_fact__yes(built)) {
			pby_judgement__cite(j, built);
			return (enum level)i;
		}
		if (on_command_line(k, levels[i].argument)) {
			pby_judgement__cite(j, (struct pby_fact){ PBY_YES, PBY_OBSERVED, levels[i].argument,
								  "/proc/cmdline" });
			return (enum level)i;
		}
	}
	return UNSEEN;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_kernel *k = s->kernel;
	struct pby_fact built = pby_kernel__function(k, "lockdown_is_locked_down");
	enum level level = by_securityfs(k, j);

	if (level == UNSEEN && pby_fact__no(built)) {
		pby_judgement__cite(j, built);
		return PBY_NOT_APPLICABLE;
	}
	if (level == UNSEEN)
		level = at_least(k, j);
	if (level == UNSEEN) {
		pby_judgement__cite(j, pby_kernel__setting(k, "lockdown"));
		return k->running ? PBY_UNKNOWN : PBY_NOT_APPLICABLE;
	}
	if (level == OPEN)
		return PBY_CLEAR;
	j->severity = level == CONFIDENTIALITY ? PBY_MEDIUM : PBY_LOW;
	pby_judgement__detail(j, "Refused even to root: %s.", levels[level].blocks);
	return PBY_FOUND;
}

const struct pby_rule pby_rule_lockdown_blocks_hooks = {
	.id = "lockdown-blocks-hooks",
	.title = "Kernel lockdown refuses probes or hides them",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "/sys/kernel/security/lockdown (mount -t securityfs none /sys/kernel/security), or the configuration",
	.why = "A locked-down kernel refuses root what could read or change it. Integrity hides part of debugfs; "
	       "confidentiality refuses kprobes, tracefs, perf and reading kernel memory from BPF. Tools then report EPERM "
	       "or, worse, see nothing.",
	.advice = "Take EPERM as lockdown, not as a missing feature. Raw tracepoints and BTF tracepoints work under integrity. "
		  "Lowering it needs another command line (and usually secure boot off).",
	.judge = judge,
};
