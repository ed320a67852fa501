/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_look.h: the iterator over all tasks that writes those that wait, and those that were asked for. */
#ifndef PBY_BPF_LOCKS_LOOK_H
#define PBY_BPF_LOCKS_LOOK_H

#include "bpf/locks_words.h"
#include "bpf/locks_state.h"

/* Low bits of task->blocker: e711faaafbe5, 194a9b9e843b (6.16), 77da18de55ac (6.17). */
enum { BLOCKER_BITS = 3, BLOCKER_MUTEX = 0, BLOCKER_SEMAPHORE, BLOCKER_READER, BLOCKER_WRITER };

static __always_inline __u32 flags_of_blocker(__u64 blocker)
{
	switch (blocker & BLOCKER_BITS) {
	case BLOCKER_MUTEX:
		return LCB_MUTEX;
	case BLOCKER_READER:
		return LCB_READ;
	case BLOCKER_WRITER:
		return LCB_WRITE;
	default:
		return 0;
	}
}

static __always_inline __u64 blocker_of(struct task_struct *task)
{
	struct task_struct___blocker *t = (void *)task;

	return bpf_core_field_exists(t->blocker) ? BPF_CORE_READ(t, blocker) : 0;
}

static __always_inline __u32 state_of(struct task_struct *task)
{
	struct task_struct___old *old = (void *)task;

	return bpf_core_field_exists(task->__state) ? BPF_CORE_READ(task, __state)
						    : (__u32)BPF_CORE_READ(old, state);
}

static __always_inline void describe(struct pby_locks_task *t, struct task_struct *task)
{
	t->task = (__u64)task;
	t->at_ns = bpf_ktime_get_ns();
	t->tid = BPF_CORE_READ(task, pid);
	t->tgid = BPF_CORE_READ(task, tgid);
	t->state = state_of(task);
	t->exit_state = BPF_CORE_READ(task, exit_state);
	t->on_cpu = BPF_CORE_READ(task, on_cpu);
	t->nvcsw = BPF_CORE_READ(task, nvcsw);
	t->ran_ns = BPF_CORE_READ(task, se.sum_exec_runtime);
	t->throttled = 0;
	if (bpf_core_field_exists(struct cfs_rq, throttle_count))
		t->throttled = BPF_CORE_READ(task, se.cfs_rq, throttle_count) > 0;
	BPF_CORE_READ_INTO(&t->comm, task, comm);
}

static __always_inline void now_at(struct pby_locks_task *t, __u32 i, __u64 lock, __u32 flags)
{
	struct words now = words_of(lock, flags);

	if (i > PBY_LOCKS_NEST)
		return;
	t->owner_now[i] = now.owner;
	t->count_now[i] = now.count;
}

/* Asleep it was asked when it went to sleep; running it may have returned since. */
static __always_inline bool has_returned(const struct pby_locks_call *c)
{
	__u64 word = 0;

	if (!c->ret_ip)
		return false;
#ifdef __TARGET_ARCH_x86
	bpf_probe_read_kernel(&word, sizeof(word), (void *)c->frame);
	return word && word != c->ret_ip;
#else
	return false;
#endif
}

static __always_inline void copy_waits(struct pby_locks_task *t, const struct pby_locks_waits *w)
{
	t->nr_waits = w->nr < PBY_LOCKS_NEST ? w->nr : PBY_LOCKS_NEST;
#pragma unroll
	for (__u32 i = 0; i < PBY_LOCKS_NEST; i++) {
		if (i >= t->nr_waits)
			break;
		t->waits[i] = w->waits[i];
		if (has_returned(&t->waits[i].call))
			t->returned |= 1 << i;
		now_at(t, i, t->waits[i].lock, t->waits[i].flags);
	}
}

static __always_inline const struct pby_locks_waits *waits_of(struct task_struct *task)
{
	const struct pby_locks_waits *w = NULL;
	__u32 tid = BPF_CORE_READ(task, pid);

	if (settings.task_storage)
		w = bpf_task_storage_get(&waits_of_task, task, NULL, 0);
	return w ? w : bpf_map_lookup_elem(&waits_by_tid, &tid);
}

static __always_inline int look_at(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	const struct pby_locks_waits *w;
	struct pby_locks_task *t;
	__u64 addr = (__u64)task, blocker;
	__u32 zero = 0;
	bool asked, waits;

	if (!task)
		return 0;
	w = waits_of(task);
	waits = w && w->nr;
	blocker = blocker_of(task);
	asked = bpf_map_lookup_elem(&asked_tasks, &addr) != NULL;
	if (!waits && !asked && !blocker)
		return 0;
	t = bpf_map_lookup_elem(&scratch, &zero);
	if (!t)
		return 0;
	describe(t, task);
	t->asked = asked;
	t->blocker = blocker;
	t->nr_waits = 0;
	t->returned = 0;
	if (waits)
		copy_waits(t, w);
	if (blocker)
		now_at(t, PBY_LOCKS_NEST, blocker & ~(__u64)BLOCKER_BITS, flags_of_blocker(blocker));
	t->stack_bytes = bpf_get_task_stack(task, t->stack, sizeof(t->stack), 0);
	bpf_seq_write(ctx->meta->seq, t, sizeof(*t));
	return 0;
}

#endif
