/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_call.h: waits known by the calls of slow paths (kprobes) and by sched_switch, where nothing tells their end. */
#ifndef PBY_BPF_LOCKS_CALL_H
#define PBY_BPF_LOCKS_CALL_H

#include <linux/ptrace.h>
#include <bpf/bpf_tracing.h>

#include "bpf/locks_wait.h"

/*
 * A return probe takes the return address off the stack for as long as the function sleeps, and there are only so many
 * of them. So the call is noted with the place and the value of its return address: as long as it goes on, the value
 * lies there and in every trace of this stack. Asked when the task lets its CPU go, which is soon after it got the lock
 * or while it still waits, and when it begins another wait. It got the lock when it last came back to a CPU: what it
 * span after that is missing, and of a call that never slept nothing is known but that it is over.
 */
static __always_inline bool call_goes_on(const struct pby_locks_call *c, const __u64 *trace, __u64 nr, __u64 mine)
{
	__u64 found = 0;
#ifdef __TARGET_ARCH_x86
	__u64 word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), (void *)c->frame);
	if (word != c->ret_ip)
		return false;
#endif
	for (__u64 i = 0; i < PBY_LOCKS_FRAMES; i++) {
		__u64 taken = i - nr, differs = trace[i] ^ c->ret_ip;

		/* Kept from becoming branches: the verifier would follow both sides of each. */
		asm volatile("" : "+r"(taken), "+r"(differs));
		found += (taken >> 63) & ~((differs | -differs) >> 63);
	}
	return found > (c->ret_ip == mine);
}

static __always_inline void call_over(const struct pby_locks_wait *w, __u64 now)
{
	struct pby_locks_row *row = row_find(w->lock);
	__u64 end = w->call.ran_ns;

	if (end <= w->since_ns) {
		wait_lost(w, now);
		return;
	}
	if (row)
		row_end(row, w, true, 0, end);
	if (end - w->since_ns >= settings.stacks_above_ns && w->call.stack)
		site_add(w, w->call.stack, w->call.user_stack, end - w->since_ns);
	record(PBY_LOCKS_END, w, end, 0, w->call.stack, w->call.user_stack);
}

/*
 * Ends the waits of the running task whose calls are over, from the innermost on; what goes on lies inside all the others.
 * Of several the outermost is kept: what lay inside it had no switch of tasks in between, or is lost.
 * mine: the return address of a call that begins now, lower on the stack than frame; 0 of none.
 */
static __noinline int settle(void *ctx, struct pby_locks_waits *waits, __u64 mine, __u64 frame)
{
	__u32 zero = 0, nr = waits->nr, taken = 0, over = 0;
	__u64 now = bpf_ktime_get_ns();
	struct calling *c = bpf_map_lookup_elem(&calling, &zero);
	long bytes;

	if (!c || !nr)
		return 0;
	bytes = bpf_get_stack(ctx, c->trace, sizeof(c->trace), 0);
	if (bytes > 0)
		taken = (__u32)bytes / sizeof(c->trace[0]);
	while (over < PBY_LOCKS_NEST && over < nr) {
		struct pby_locks_wait *w = wait_at(waits, nr - 1 - over);

		if (!(mine && frame >= w->call.frame) && call_goes_on(&w->call, c->trace, taken, mine))
			break;
		over++;
	}
	if (!over)
		return 0;
	for (__u32 i = 0; i < PBY_LOCKS_NEST - 1 && i + 1 < over; i++)
		wait_lost(wait_at(waits, nr - 1 - i), now);
	waits->nr = nr - over;
	call_over(wait_at(waits, nr - over), now);
	return 0;
}

/* A function that waits for a lock was called. */
static __always_inline int call(struct pt_regs *ctx, __u64 lock, __u32 flags)
{
	__u32 zero = 0;
	struct calling *c = bpf_map_lookup_elem(&calling, &zero);

	if (!c)
		return 0;
	c->lock = lock;
	c->flags = flags;
	bpf_tail_call(ctx, &call_goes_to, 0);
	return 0;
}

static __always_inline int call_begins(struct pt_regs *ctx)
{
	__u32 zero = 0, flags;
	struct calling *c = bpf_map_lookup_elem(&calling, &zero);
	__u64 lock;
	struct pby_locks_waits *waits;
	struct pby_locks_wait *w;
	__u64 ret_ip = 0, frame = PT_REGS_SP(ctx);
	bool hashed;

	if (!c)
		return 0;
	lock = c->lock;
	flags = c->flags;
	BPF_KPROBE_READ_RET_IP(ret_ip, ctx);
	waits = my_waits(false, &hashed);
	if (waits && waits->nr)
		settle(ctx, waits, ret_ip, frame);
	on_begin(lock, flags, BY_FUNCTION);
	waits = my_waits(false, &hashed);
	if (!waits || !waits->nr)
		return 0;
	w = wait_at(waits, waits->nr - 1);
	if (w->lock == lock)
		w->call = (struct pby_locks_call){ .ret_ip = ret_ip, .frame = frame };
	return 0;
}

/* The running task lets its CPU go to another one. */
static __always_inline int on_switch(void *ctx, struct task_struct *next)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid(), next_tid = BPF_CORE_READ(next, pid);
	struct pby_locks_waits *w = tid ? bpf_map_lookup_elem(&waits_by_tid, &tid) : NULL;
	struct pby_locks_wait *inner;
	__u64 now;

	if (w) {
		settle(ctx, w, 0, 0);
		if (!w->nr) {
			waits_done(true);
		} else if (settings.stacks_above_ns != ~0ULL) {
			inner = wait_at(w, w->nr - 1);
			if (!inner->call.stack)
				inner->call.stack = stack_of(ctx, false);
			if (settings.user_stacks && !inner->call.user_stack)
				inner->call.user_stack = stack_of(ctx, true);
		}
	}
	w = next_tid ? bpf_map_lookup_elem(&waits_by_tid, &next_tid) : NULL;
	if (!w)
		return 0;
	now = bpf_ktime_get_ns();
	for (__u32 i = 0; i < PBY_LOCKS_NEST; i++)
		if (i < w->nr)
			wait_at(w, i)->call.ran_ns = now;
	return 0;
}

#endif
