// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tracepoint.c: attach points on the kernel's tracepoints: tracepoint, raw_tp, tp_btf. */
#include "rules/points/point.h"

static const char *call_of(struct pby_point *pt)
{
	struct pby_fact f = pby_point__cite(pt, pby_kernel__member(pt->k, "tracepoint", "static_call_key"));

	if (pby_fact__yes(f))
		return "static call behind a patched branch";
	return pby_fact__no(f) ? "indirect call behind a patched branch" : "call behind a patched branch";
}

void pby_point__tracepoint(struct pby_point *pt)
{
	static const char *const run[] = { "trace_call_bpf", NULL }, *const perf[] = { "perf_trace_init", NULL };

	pby_point__need_function(pt, run, "CONFIG_BPF_EVENTS");
	pby_point__need_function(pt, perf, "CONFIG_PERF_EVENTS");
	pt->row->advice = "";
	if (!pby_point__alive(pt))
		return;
	pby_point__mechanism(pt, PBY_MECHANISM_TRACEPOINT_PERF, "%s, then a perf record is built",
			     call_of(pt));
	pby_point__scaling(pt, PBY_SCALING_FREE, "records are per CPU");
	pby_point__lose_to_any_program(pt);
	pt->row->advice = "stable fields; one syscalls: event slows every syscall of every process";
}

/* bpf_probe_register() is an inline stub without CONFIG_BPF_EVENTS. */
static void raw(struct pby_point *pt)
{
	static const char *const names[] = { "bpf_probe_register", NULL };

	pby_point__need_function(pt, names, "CONFIG_BPF_EVENTS");
}

static void run_raw(struct pby_point *pt)
{
	struct pby_fact guard = pby_point__cite(pt, pby_kernel__member(pt->k, "bpf_prog", "active"));

	pby_point__mechanism(pt, PBY_MECHANISM_TRACEPOINT, "%s", call_of(pt));
	pby_point__scaling(pt, PBY_SCALING_FREE, "calls share nothing that is written");
	/* The guard of raw tracepoints is younger than prog->active: seen in 6.1, absent in 5.10. */
	if (pby_fact__yes(guard) &&
	    pby_fact__yes(pby_point__cite(pt, pby_kernel__since(pt->k, 6, 1))))
		pby_point__lose_to_itself(pt);
}

void pby_point__raw_tp(struct pby_point *pt)
{
	raw(pt);
	if (!pby_point__alive(pt))
		return;
	run_raw(pt);
	pt->row->advice = "the cheapest tracepoint; its arguments are not stable";
}

void pby_point__tp_btf(struct pby_point *pt)
{
	raw(pt);
	pby_point__need(pt, pby_kernel__enumerator(pt->k, "BPF_TRACE_RAW_TP"));
	pby_point__need_btf(pt);
	if (!pby_point__alive(pt))
		return;
	run_raw(pt);
	pt->row->advice = "as cheap as raw_tp, with typed arguments: the first choice";
}
