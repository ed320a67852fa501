// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_replaceable.c: return probes where this kernel's fexit would lose nothing. */
#include "rules/kernel/rcu_tasks.h"
#include "rules/probes/attached.h"

enum { ENDBR = 4 };

/* A function of the kernel itself with BTF: a module's types are not looked into. */
static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	if (p->kind != PBY_KIND_KRETPROBE || !p->target || p->module || p->offset > ENDBR)
		return false;
	if (!pby_fact__yes(pby_kernel__btf_function(s->kernel, p->target)))
		return false;
	if (p->missed.read == PBY_YES && p->missed.value)
		j->severity = PBY_MEDIUM;
	return true;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family kprobes[] = { PBY_FAMILY_KPROBE };
	struct pby_fact image;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	/* Where detaching fexit can hang the machine, or its image is freed under a sleeper, it is no advice. */
	image = pby_judgement__cite(j, pby_kernel__composite(s->kernel, "bpf_tramp_image"));
	if (pby_fact__no(image) || pby_rcu_tasks__exit_deadlock(s->kernel, j) == PBY_FOUND)
		return PBY_NOT_APPLICABLE;
	if (!pby_fact__yes(image)) {
		pby_judgement__missing(j, "BTF: whether this kernel's fexit is safe");
		return PBY_UNKNOWN;
	}
	return pby_attached__each(s, j, kprobes, 1, test);
}

const struct pby_rule pby_rule_kretprobe_replaceable = {
	.id = "kretprobe-replaceable",
	.title = "A return probe is in use where fexit would lose nothing",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "the list of kprobes, BTF",
	.why = "A kretprobe takes an instance from a pool at every call; when more callers are inside the function than the pool "
	       "holds, the rest is not seen. fexit has no pool, costs less, and sees the arguments too.",
	.advice = "Replace it by fexit on the same function, or by a tracepoint that tells the same.",
	.judge = judge,
};
