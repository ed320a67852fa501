// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * facts.h: kernels written by hand, for the fixtures of rules: tests/rules/ID.facts.
 *
 *	case found: a 6.1 kernel
 *	btf
 *	struct rethook pool:freelist_head ref:refcount_t
 *	struct kretprobe kp:kprobe rh:rethook*
 *	func synchronize_rcu_tasks
 *	enum BPF_TRACE_KPROBE_SESSION=56
 *	symbols all
 *	symbol tasks_rcu_exit_srcu
 *	config CONFIG_FPROBE=y
 *	setting kernel.ftrace_enabled=0
 *	setting-unknown lockdown=not mounted
 *	setting-error kernel.ftrace_enabled=19
 *	release 6.1.0-56-amd64
 *	version #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)
 *	machine aarch64
 *	not-running
 *	experiment seccomp.uretprobe=no
 *	cpus 96
 *	want severity high
 *	want strength inferred
 *	want detail may have 96
 *
 * "btf", "symbols all|functions" and "config" say that the domain was read at all; without them it is
 * unknown. The machine is x86_64 unless told. A member's type is a struct of that name when one was declared above it (so nested
 * paths work), a typedef when it ends in _t, an integer for int, long, bool, u8 to u64, else an
 * empty struct; "*" makes it a pointer. "want" lines say more about the judgement than
 * the case's answer: of a detail or of what is missing, a part. Empty lines and "# comments" are skipped.
 */
#ifndef PBY_TEST_FACTS_H
#define PBY_TEST_FACTS_H

#include "base/err.h"
#include "base/text.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/sickness.h"

struct facts_case {
	char expected[32];	/* "found", "clear", "unknown", "not applicable" */
	char title[128];
	char severity[16], strength[16];	/* "": any */
	char detail[128], missing[128];		/* a part of it; "": any */
	struct pby_kernel kernel;
	struct pby_sickness sickness;	/* see facts_tasks.h */
	struct pby_probes probes;	/* see facts_probes.h */
	bool has_probes;
};

/* Builds the next case of the text; 1 when there was one, 0 at the end, -errno with a sentence. */
int facts__next(struct pby_text *text, struct facts_case *c, struct pby_err *err);

/* What a case holds; also after facts__next() failed. */
void facts__free(struct facts_case *c);

#endif
