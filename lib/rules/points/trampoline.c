// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trampoline.c: attach points on a BPF trampoline: fentry, fexit, fmod_ret, lsm. */
#include <string.h>

#include "base/text.h"
#include "rules/kernel/rcu_tasks.h"
#include "rules/points/point.h"

static void need_trampoline(struct pby_point *pt)
{
	static const char *const link[] = { "bpf_trampoline_link_prog", NULL };
	/* How the trampoline is called from a function's entry; 7.x replaced the first. */
	static const char *const direct[] = { "register_ftrace_direct", "update_ftrace_direct_add",
					      "register_ftrace_direct_multi", NULL };

	pby_point__need_function(pt, link, "CONFIG_BPF_JIT");
	pby_point__need_function(pt, direct, "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS");
	pby_point__need_btf(pt);
	pby_point__need_ftrace(pt, "nothing that hangs on ftrace fires");
	pt->row->advice = "use kprobe, or tp_btf where a tracepoint is near";
}

/* Each trampoline is code of its own; the use counts that keep it alive are per CPU. */
static void run_on_trampoline(struct pby_point *pt, const char *how)
{
	struct pby_fact guard = pby_point__cite(pt, pby_kernel__member(pt->k, "bpf_prog", "active"));

	pby_point__mechanism(pt, PBY_MECHANISM_TRAMPOLINE, "%s", how);
	pby_point__scaling(pt, PBY_SCALING_FREE, "calls share nothing that is written");
	if (pby_fact__yes(guard))
		pby_point__lose_to_itself(pt);
}

/* What detaching can do outweighs what calling costs. */
static const char *advice(struct pby_point *pt, const char *otherwise)
{
	struct pby_judgement scratch = { .arena = pt->arena };

	if (pby_rcu_tasks__exit_deadlock(pt->k, &scratch) == PBY_FOUND)
		return "only from the host's pid namespace: detaching in a dying container hangs for ever";
	return otherwise;
}

void pby_point__fentry(struct pby_point *pt)
{
	need_trampoline(pt);
	if (!pby_point__alive(pt))
		return;
	run_on_trampoline(pt, "call to a BPF trampoline from the function's entry");
	pt->row->advice = advice(pt, "the cheapest at function entries; each detach waits for RCU");
}

void pby_point__fexit(struct pby_point *pt)
{
	struct pby_fact image;

	need_trampoline(pt);
	if (!pby_point__alive(pt))
		return;
	run_on_trampoline(pt, "BPF trampoline that calls the function itself; no pool");
	image = pby_point__cite(pt, pby_kernel__composite(pt->k, "bpf_tramp_image"));
	pt->row->advice = advice(pt, "the way to function returns, sleeping functions too");
	/* Before struct bpf_tramp_image a detach freed code that a sleeping call came back to. */
	if (pby_fact__no(image))
		pt->row->advice = "not on functions that sleep: a detach frees code that they return to";
}

void pby_point__fmod_ret(struct pby_point *pt)
{
	need_trampoline(pt);
	pby_point__need(pt, pby_kernel__enumerator(pt->k, "BPF_MODIFY_RETURN"));
	if (!pby_point__alive(pt))
		return;
	run_on_trampoline(pt, "BPF trampoline that may skip the function");
	pt->row->advice = advice(pt, "only for error injection and security_ functions; it can change results");
}

/* "lockdown,capability,bpf": is bpf one of them? A program attaches even when it is not, and never runs. */
static void need_lsm_bpf(struct pby_point *pt)
{
	struct pby_fact f = pby_kernel__setting(pt->k, "lsm");
	const char *list = pby_kernel__setting_text(pt->k, "lsm");
	struct pby_text t = pby_text__str(list ? list : ""), name;

	if (list) {
		f.value = PBY_NO;
		while (pby_text__until(&t, ',', &name))
			if (pby_text__is(name, "bpf"))
				f.value = PBY_YES;
		if (pby_text__is(t, "bpf"))
			f.value = PBY_YES;
	}
	pby_point__need(pt, f);
}

void pby_point__lsm(struct pby_point *pt)
{
	static const char *const verify[] = { "bpf_lsm_verify_prog", NULL };

	pby_point__need_function(pt, verify, "CONFIG_BPF_LSM");
	need_trampoline(pt);
	need_lsm_bpf(pt);
	pt->row->advice = "boot with lsm=...,bpf";
	if (!pby_point__alive(pt))
		return;
	run_on_trampoline(pt, "BPF trampoline on the hook's own function");
	pt->row->advice = advice(pt, "decides, so a slow program slows the call and a wrong one denies it");
}
