// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe.c: attach points in user programs: uprobe, uretprobe, uprobe.multi, uprobe.session, usdt. */
#include <string.h>

#include "rules/points/point.h"

static void need_uprobes(struct pby_point *pt, const char *handler, const char *option)
{
	static const char *const firing[] = { "uprobe_notify_resume", NULL };
	const char *const handlers[] = { handler, NULL };

	pby_point__need_function(pt, handlers, option);
	pby_point__need_function(pt, firing, "CONFIG_UPROBES");
}

/* An image does not name its machine; the names of its system calls do. */
static bool is_x86(struct pby_point *pt)
{
	const char *machine = pt->k->machine;

	if (machine && *machine)
		return !strcmp(machine, "x86_64");
	return pby_fact__yes(pby_kernel__function(pt->k, "__x64_sys_getpid"));
}

/*
 * The nop that a call can replace: 5 bytes while an mm has a list of trampolines, 10 from 7.2 on.
 * 0: none; -1: not known.
 */
static int optimised_nop(struct pby_point *pt)
{
	struct pby_fact f = pby_point__cite(pt, pby_kernel__function(pt->k, "arch_uprobe_optimize"));
	struct pby_fact tramps;

	if (pby_fact__no(f))
		return 0;
	if (!pby_fact__yes(f) || !is_x86(pt))
		return -1;
	tramps = pby_point__cite(pt, pby_kernel__member(pt->k, "uprobes_state", "head_tramps"));
	return pby_fact__yes(tramps) ? 5 : pby_fact__no(tramps) ? 10 : -1;
}

static void entry(struct pby_point *pt)
{
	int nop = optimised_nop(pt);

	if (nop > 0)
		pby_point__mechanism(pt, PBY_MECHANISM_UPROBE_CALL,
				     "call on a %d-byte nop; else a trap, then emulate or single-step", nop);
	else if (!nop)
		pby_point__mechanism(pt, PBY_MECHANISM_UPROBE_TRAP,
				     "trap, then emulate or single-step (a second trap)");
}

/*
 * What a firing probe takes: up to 6.11 the probe's register_rwsem; until the speculative look-up
 * (6.14) the process's mmap_lock. uprobe_task.ri_pool came in the same merge as the look-up, which
 * leaves no symbol; mm_lock_seq alone is not enough (6.12.88 has it without the look-up).
 */
static void firing(struct pby_point *pt)
{
	struct pby_fact old = pby_point__cite(pt, pby_kernel__member_is(pt->k, "uprobe", "consumers",
									"uprobe_consumer"));
	struct pby_fact seq, pool;

	if (pby_fact__yes(old)) {
		pby_point__scaling(pt, PBY_SCALING_LINE,
				   "register_rwsem of the probe and mmap_lock, both for reading");
		return;
	}
	seq = pby_point__cite(pt, pby_kernel__member_is(pt->k, "mm_struct", "mm_lock_seq", "seqcount_t"));
	pool = pby_point__cite(pt, pby_kernel__member(pt->k, "uprobe_task", "ri_pool"));
	if (pby_fact__yes(seq) && pby_fact__yes(pool))
		pby_point__scaling(pt, PBY_SCALING_FREE,
				   "looked up without a lock, with mmap_lock while a writer holds it");
	else if (pby_fact__no(old) && (pby_fact__no(seq) || pby_fact__no(pool)))
		pby_point__scaling(pt, PBY_SCALING_PROCESS, "mmap_lock of the process for reading");
}

/* 5.10 runs the programs of uprobes through trace_call_bpf(), 6.1 and later preemptibly without its guard. */
static void lose_entry(struct pby_point *pt)
{
	struct pby_fact own = pby_kernel__since(pt->k, 6, 1);

	if (pby_fact__no(own)) {
		pby_point__cite(pt, own);
		pby_point__lose_to_any_program(pt);
	}
}

void pby_point__uprobe(struct pby_point *pt)
{
	need_uprobes(pt, "uprobe_dispatcher", "CONFIG_UPROBE_EVENTS");
	if (!pby_point__alive(pt))
		return;
	entry(pt);
	firing(pt);
	lose_entry(pt);
	pt->row->advice = "on instructions that are emulated (push, nop, call, jmp); few registrations";
}

static void returning(struct pby_point *pt)
{
	struct pby_fact call = pby_point__cite(pt, pby_kernel__function(pt->k, "__x64_sys_uretprobe"));
	bool x86 = is_x86(pt);

	/* ff474a78cef5 ("uprobe: Add uretprobe syscall to speed up return probe") (6.11), x86 only. */
	if (x86 && pby_fact__yes(call)) {
		pby_point__mechanism(pt, PBY_MECHANISM_URETPROBE_SYSCALL,
				     "trap at entry, system call at return");
		pt->row->advice = "never in Go programs; with seccomp filters only where uretprobe-seccomp is clear";
	} else if (!x86 || pby_fact__no(call)) {
		pby_point__mechanism(pt, PBY_MECHANISM_URETPROBE_TRAP, "trap at entry and trap at return");
		pt->row->advice = "never in Go programs: their stacks move";
	}
	pby_point__lose(pt, "the kernel log (\"omit uretprobe due to nestedness limit\")",
			"returns of calls nested deeper than 64");
}

void pby_point__uretprobe(struct pby_point *pt)
{
	need_uprobes(pt, "uretprobe_dispatcher", "CONFIG_UPROBE_EVENTS");
	if (!pby_point__alive(pt))
		return;
	firing(pt);
	lose_entry(pt);
	returning(pt);
}

/* bpf_uprobe_multi_link_attach() may be a stub; the link's handler is not. 89ae89f53d20 (6.6). */
void pby_point__uprobe_multi(struct pby_point *pt)
{
	need_uprobes(pt, "uprobe_multi_link_handler", NULL);
	pt->row->advice = "attach one by one by uprobe";
	if (!pby_point__alive(pt))
		return;
	entry(pt);
	firing(pt);
	pt->row->advice = "many places with one link, without event_mutex: prefer it to single uprobes";
}

void pby_point__uprobe_session(struct pby_point *pt)
{
	need_uprobes(pt, "uprobe_multi_link_ret_handler", NULL);
	pby_point__need(pt, pby_kernel__enumerator(pt->k, "BPF_TRACE_UPROBE_SESSION"));
	pt->row->advice = "use a uprobe and a uretprobe";
	if (!pby_point__alive(pt))
		return;
	firing(pt);
	returning(pt);
}

void pby_point__usdt(struct pby_point *pt)
{
	static const char *const semaphore[] = { "update_ref_ctr", "__update_ref_ctr", NULL };
	int nop;

	need_uprobes(pt, "uprobe_dispatcher", "CONFIG_UPROBE_EVENTS");
	pby_point__need_function(pt, semaphore, "CONFIG_UPROBES");
	if (!pby_point__alive(pt))
		return;
	nop = optimised_nop(pt);
	entry(pt);
	firing(pt);
	lose_entry(pt);
	pt->row->advice = nop == 10 ? "cheap on a 10-byte nop; not in a library that every process calls"
		: nop == 5 ? "cheap on a 5-byte nop; leaf functions may be harmed (red zone)"
		: nop == 0 ? "use a 1-byte nop: a longer one is single-stepped; not in libc or a runtime"
			   : "not in libc or a language runtime: it fires in every process";
}
