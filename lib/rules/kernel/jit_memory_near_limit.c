// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* jit_memory_near_limit.c: compiled BPF programs use up what unprivileged users may have. */
#include "base/text.h"
#include "model/kernel.h"
#include "model/rule.h"

enum { NEAR_PERCENT = 80 };

static bool number(struct pby_kernel *k, const char *key, uint64_t *value)
{
	const char *setting = pby_kernel__setting_text(k, key);
	struct pby_text text = pby_text__str(setting ? setting : "");

	return pby_text__u64(&text, value) && pby_text__empty(&text);
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact jit = pby_kernel__function(s->kernel, "bpf_jit_charge_modmem");
	uint64_t used, limit;

	if (!s->kernel->running)
		return PBY_NOT_APPLICABLE;
	if (pby_fact__no(jit)) {
		pby_judgement__cite(j, jit);
		return PBY_NOT_APPLICABLE;
	}
	pby_judgement__cite(j, pby_kernel__setting(s->kernel, "net.core.bpf_jit_limit"));
	pby_judgement__cite(j, pby_kernel__setting(s->kernel, "vmalloc.bpf_jit"));
	if (!number(s->kernel, "net.core.bpf_jit_limit", &limit) ||
	    !number(s->kernel, "vmalloc.bpf_jit", &used) || !limit)
		return PBY_UNKNOWN;
	/* What is allocated is never less than what is charged: below the mark is certain. */
	if (used / NEAR_PERCENT < limit / 100)
		return PBY_CLEAR;
	pby_judgement__detail(j, "%llu MiB of executable memory are allocated to BPF, the limit is %llu MiB; part of what "
			      "is allocated may be free inside.", (unsigned long long)(used >> 20),
			      (unsigned long long)(limit >> 20));
	return PBY_FOUND;
}

const struct pby_rule pby_rule_jit_memory_near_limit = {
	.id = "jit-memory-near-limit",
	.title = "Memory for compiled BPF programs is nearly used up",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_KERNEL,
	.needs = "/proc/vmallocinfo and /proc/sys/net/core/bpf_jit_limit (as root)",
	.why = "Programs of privileged agents count too, but are never refused. Who is refused are the others: seccomp "
	       "filters of containers and services, socket filters. Their loading fails (errno 524 or EPERM), or they run "
	       "interpreted.",
	.advice = "Look for programs that pile up (bpftool prog, by owner) and stop what leaks them; meanwhile raise the limit: "
		  "sysctl -w net.core.bpf_jit_limit=BYTES.",
	.links = { "https://github.com/moby/moby/issues/45498" },
	.judge = judge,
};
