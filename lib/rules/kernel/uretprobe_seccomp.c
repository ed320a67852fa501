// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uretprobe_seccomp.c: return probes on user functions kill processes that have a seccomp filter. */
#include "model/kernel.h"
#include "model/rule.h"

/*
 * cf6cb56ef244 ("seccomp: passthrough uretprobe systemcall without filtering") (6.14, 6.13.3,
 * 6.12.14) is inlined into the filter: no name shows it, and distributions took it at other
 * numbers. So only what upstream numbers prove is said.
 */
static enum pby_answer by_version(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact passes = pby_judgement__cite(j, pby_kernel__since(k, 6, 14));
	struct pby_version v;

	if (passes.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	if (pby_fact__yes(passes))
		return PBY_CLEAR;
	pby_kernel__version(k, &v);
	if (v.exact && v.major == 6) {
		if (v.minor == 13 || v.minor == 12)
			return v.patch >= (v.minor == 13 ? 3 : 14) ? PBY_CLEAR : PBY_FOUND;
		if (v.minor == 11)
			return PBY_FOUND;
	}
	pby_judgement__missing(j, "an experiment (probity check --probe) or an upstream version number: distributions "
			       "took the fix at their own time");
	return PBY_UNKNOWN;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact filter, call, newer, tried;

	filter = pby_kernel__function(s->kernel, "__seccomp_filter");
	if (pby_fact__no(filter)) {
		pby_judgement__cite(j, filter);
		return PBY_NOT_APPLICABLE;
	}
	call = pby_kernel__function(s->kernel, "__x64_sys_uretprobe");
	if (call.value == PBY_MAYBE && pby_fact__no(pby_kernel__since(s->kernel, 6, 11)))
		call = pby_kernel__since(s->kernel, 6, 11);
	pby_judgement__cite(j, call);
	if (pby_fact__no(call))
		return PBY_CLEAR;
	if (!pby_fact__yes(call))
		return PBY_UNKNOWN;
	tried = pby_kernel__experiment(s->kernel, "seccomp.uretprobe");
	if (tried.value != PBY_MAYBE) {
		pby_judgement__cite(j, tried);
		return pby_fact__yes(tried) ? PBY_CLEAR : PBY_FOUND;
	}
	/* 6.18 added the uprobe call together with its own way past the filters, beside the older one. */
	newer = pby_kernel__function(s->kernel, "__x64_sys_uprobe");
	if (pby_fact__yes(newer)) {
		pby_judgement__cite(j, pby_fact__inferred(newer));
		return PBY_CLEAR;
	}
	return by_version(s->kernel, j);
}

const struct pby_rule pby_rule_uretprobe_seccomp = {
	.id = "uretprobe-seccomp",
	.title = "A uretprobe kills processes whose seccomp profile does not know the uretprobe system call",
	.severity = PBY_HIGH,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms or BTF (__x64_sys_uretprobe, __x64_sys_uprobe), and an experiment (--probe) or the version",
	.why = "On this kernel a probed function returns through a system call that the program never wrote. Seccomp "
	       "filters that list the allowed calls (docker, podman, systemd, browsers) refuse it, and the probed process dies "
	       "with SIGSYS or SIGSEGV at the first return.",
	.advice = "Do not attach uretprobes to processes with a filter (Seccomp: 2 in /proc/PID/status); entry probes are "
		  "safe. Or update the kernel, or allow system call 335 in the profile.",
	.broken_by = {
		{ "ff474a78cef5", "uprobe: Add uretprobe syscall to speed up return probe", "6.11" },
	},
	.fixed_by = {
		{ "cf6cb56ef244", "seccomp: passthrough uretprobe systemcall without filtering", "6.14, 6.13.3, 6.12.14" },
		{ "89d1d8434d24", "seccomp: passthrough uprobe systemcall without filtering", "6.18" },
	},
	.judge = judge,
};
