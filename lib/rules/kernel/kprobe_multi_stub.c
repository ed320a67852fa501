// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_multi_stub.c: kprobe.multi looks available and is an empty function. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/* Its name, in the two places where feature detection looks. */
static struct pby_fact advertised(struct pby_kernel *k)
{
	struct pby_fact f = pby_kernel__function(k, "bpf_kprobe_multi_link_attach");

	return f.value == PBY_MAYBE ? pby_kernel__enumerator(k, "BPF_LINK_TYPE_KPROBE_MULTI") : f;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact name = pby_judgement__cite(j, advertised(s->kernel)), handler, fprobe;

	if (pby_fact__no(name))
		return PBY_NOT_APPLICABLE;
	handler = pby_judgement__cite(j, pby_kernel__function(s->kernel, "kprobe_multi_link_handler"));
	if (pby_fact__yes(handler))
		return PBY_CLEAR;
	/* The handler is static and may be renamed; without fprobe below it nothing can work. */
	fprobe = pby_judgement__cite(j, pby_presence__fprobe(s->kernel));
	if (pby_fact__no(fprobe))
		return pby_fact__yes(name) ? PBY_FOUND : PBY_UNKNOWN;
	return pby_fact__yes(fprobe) && handler.value == PBY_MAYBE ? PBY_CLEAR : PBY_UNKNOWN;
}

const struct pby_rule pby_rule_kprobe_multi_stub = {
	.id = "kprobe-multi-stub",
	.title = "kprobe.multi is advertised but is only a stub",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms (kprobe_multi_link_handler, register_fprobe) or BTF (struct fprobe)",
	.why = "BTF and kallsyms name bpf_kprobe_multi_link_attach, so tools that look for the name believe that "
	       "kprobe.multi works. The kernel was built without CONFIG_FPROBE: every attachment fails with EOPNOTSUPP.",
	.advice = "Attach one kprobe per function, or fentry. Tools should try an attachment instead of looking for the name: "
		  "probity check --probe does.",
	.judge = judge,
};
