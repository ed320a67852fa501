// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fprobe.c: attach points of many functions at once: kprobe.multi, kretprobe.multi, kprobe.session. */
#include "rules/points/point.h"

enum design { UNKNOWN, RETHOOK, FGRAPH };

/*
 * struct fprobe: a rethook until 6.13; 4346ba160409 ("fprobe: Rewrite fprobe on function-graph
 * tracer") (6.14) gave it a list of functions. An empty struct is CONFIG_FPROBE=n.
 */
static enum design design_of(struct pby_point *pt)
{
	if (pby_fact__yes(pby_point__cite(pt, pby_kernel__member(pt->k, "fprobe", "rethook"))))
		return RETHOOK;
	if (pby_fact__yes(pby_point__cite(pt, pby_kernel__member(pt->k, "fprobe", "hlist_array"))))
		return FGRAPH;
	return UNKNOWN;
}

/* bpf_kprobe_multi_link_attach() is there as a stub too; the link's handlers only with CONFIG_FPROBE. */
static void need_multi(struct pby_point *pt)
{
	static const char *const handlers[] = { "kprobe_multi_link_handler", NULL };

	pby_point__need_function(pt, handlers, "CONFIG_FPROBE");
	pby_point__need_ftrace(pt, "nothing that hangs on ftrace fires");
	pt->row->advice = pby_point__alive(pt) ? "not on functions that sleep, unless a shadow stack carries it"
					       : "attach one by one: kprobe, fentry or a tracepoint";
}

static void entries(struct pby_point *pt, enum design design)
{
	/* In 7.2 a link without return handlers has an ftrace_ops of its own again. */
	struct pby_fact own = pby_point__cite(pt, pby_kernel__function(pt->k, "fprobe_ftrace_entry"));

	if (design == RETHOOK || (design == FGRAPH && pby_fact__yes(own)))
		pby_point__mechanism(pt, PBY_MECHANISM_FPROBE,
				     "one ftrace_ops for all functions of the link");
	else if (design == FGRAPH && pby_fact__no(own))
		pby_point__mechanism(pt, PBY_MECHANISM_FPROBE_FGRAPH,
				     "function graph tracer, a shadow stack for each task");
}

void pby_point__kprobe_multi(struct pby_point *pt)
{
	need_multi(pt);
	if (!pby_point__alive(pt))
		return;
	entries(pt, design_of(pt));
	pby_point__scaling(pt, PBY_SCALING_FREE, "calls share nothing that is written");
	pby_point__lose_to_any_program(pt);
	pt->row->advice = "the way to many functions at once; one detach instead of one each";
}

static void pooled(struct pby_point *pt)
{
	struct pby_fact ring = pby_point__cite(pt, pby_kernel__member_is(pt->k, "rethook", "pool",
									"objpool_head"));

	if (pby_fact__yes(ring)) {
		pby_point__mechanism(pt, PBY_MECHANISM_FPROBE_RETHOOK_OBJPOOL,
				     "one pool of rings per CPU for all functions of the link");
		pby_point__scaling(pt, PBY_SCALING_FREE, "each CPU takes from its own ring");
	} else if (pby_fact__no(ring)) {
		pby_point__mechanism(pt, PBY_MECHANISM_FPROBE_RETHOOK_FREELIST,
				     "one lock-free list for all functions of the link");
		pby_point__scaling(pt, PBY_SCALING_LINE,
				   "compare-and-swap on one cache line at entry and at return");
	}
	/* fprobe.c sizes it at registration: functions times possible CPUs times two. */
	pby_point__lose(pt, pby_point__missed_in(pt, "kprobe_multi"),
			"returns beyond 2 calls in progress for each function and CPU, over the whole link");
	pt->row->advice = "not on functions that sleep: one of them empties the pool of all; there use fexit";
}

static void shadowed(struct pby_point *pt)
{
	pby_point__mechanism(pt, PBY_MECHANISM_FPROBE_FGRAPH,
			     "function graph tracer, a shadow stack for each task");
	pby_point__scaling(pt, PBY_SCALING_FREE, "each task has its own stack");
	pby_point__lose(pt, pby_point__missed_in(pt, "kprobe_multi"),
			"calls when a task's shadow stack is full (deep nesting)");
	pt->row->advice = "sleeping functions are safe; the first link allocates a stack for every task";
}

static void returns(struct pby_point *pt)
{
	enum design design = design_of(pt);

	if (design == RETHOOK)
		pooled(pt);
	else if (design == FGRAPH)
		shadowed(pt);
	pby_point__lose_to_any_program(pt);
}

void pby_point__kretprobe_multi(struct pby_point *pt)
{
	need_multi(pt);
	if (pby_point__alive(pt))
		returns(pt);
}

void pby_point__kprobe_session(struct pby_point *pt)
{
	need_multi(pt);
	/* 535a3692ba72 ("bpf: Add support for kprobe session attach") (6.10). The name alone proves nothing. */
	pby_point__need(pt, pby_kernel__enumerator(pt->k, "BPF_TRACE_KPROBE_SESSION"));
	if (!pby_point__alive(pt))
		pt->row->advice = "use kprobe.multi and kretprobe.multi, or fexit";
	if (pby_point__alive(pt))
		returns(pt);
}
