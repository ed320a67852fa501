/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_wait.h: a task begins to wait for a lock, and no longer waits: sleeping locks. */
#ifndef PBY_BPF_LOCKS_WAIT_H
#define PBY_BPF_LOCKS_WAIT_H

#include "bpf/locks_row.h"
#include "bpf/locks_words.h"

/* Who tells: an event of lock:, or a hook on a slow path's function. */
enum { BY_EVENT, BY_FUNCTION };

static __always_inline bool comm_wanted(void)
{
	char comm[PBY_LOCKS_COMM] = {};

	bpf_get_current_comm(comm, sizeof(comm));
	for (int i = 0; i < PBY_LOCKS_COMM; i++)
		if ((__u32)i < settings.comm_len && comm[i] != settings.comm[i])
			return false;
	return true;
}

static __always_inline bool wanted(__u64 lock, __u32 flags)
{
	__u64 id;

	if (settings.kinds && !(settings.kinds & (1 << kind_of(flags))))
		return false;
	if (settings.tgid || settings.tid) {
		id = bpf_get_current_pid_tgid();
		if ((settings.tgid && settings.tgid != (__s32)(id >> 32)) ||
		    (settings.tid && settings.tid != (__s32)id))
			return false;
	}
	if (settings.nr_locks && !bpf_map_lookup_elem(&wanted_locks, &lock))
		return false;
	return !settings.comm_len || comm_wanted();
}

static __always_inline void record(__u32 type, const struct pby_locks_wait *w, __u64 now, __s32 ret,
				   __u32 stack, __u32 user_stack)
{
	struct pby_locks_event *e;
	__u64 id;

	if (!settings.record)
		return;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e) {
		lose(&loss.events);
		return;
	}
	id = bpf_get_current_pid_tgid();
	*e = (struct pby_locks_event){
		.ns = now, .lock = w->lock, .owner_word = w->owner_word, .count_word = w->count_word,
		.type = type, .flags = w->flags, .tid = (__s32)id, .tgid = (__s32)(id >> 32),
		.ret = ret, .cpu = bpf_get_smp_processor_id(), .stack = stack, .user_stack = user_stack,
	};
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	/* The reader comes by itself; waking it from here could meet the lock that is being waited for. */
	bpf_ringbuf_submit(e, BPF_RB_NO_WAKEUP);
}

/* A wait that ended without a word. */
static __always_inline void wait_lost(const struct pby_locks_wait *w, __u64 now)
{
	struct pby_locks_row *row = row_find(w->lock);

	lose(&loss.lost_ends);
	if (!row)
		return;
	ADD(row->lost_ends, 1);
	row_leave(row, now);
}

/* A mutex is spun for with preemption off: a task that begins another wait has stopped doing so, said or not. */
static __always_inline bool only_spun(const struct pby_locks_wait *w)
{
	return (w->flags & (LCB_MUTEX | LCB_SPIN)) == (LCB_MUTEX | LCB_SPIN);
}

static __noinline int on_begin(__u64 lock, __u32 flags, __u32 by)
{
	struct pby_locks_waits *waits;
	struct pby_locks_wait *w;
	struct pby_locks_row *row;
	struct words words;
	bool hashed;
	__u64 now;
	__u32 nr;

	if (!wanted(lock, flags))
		return 0;
	waits = my_waits(true, &hashed);
	if (!waits)
		return 0;
	now = bpf_ktime_get_ns();
	nr = waits->nr;
	if (nr && nr <= PBY_LOCKS_NEST) {
		w = wait_at(waits, nr - 1);
		if (w->lock == lock) {
			/* It spun, and sleeps now; or the function's hook has told before. */
			if (!w->by_function)
				w->flags = flags;
			return 0;
		}
		if (only_spun(w)) {
			wait_lost(w, now);
			nr--;
		}
	}
	if (nr >= PBY_LOCKS_NEST) {
		lose(&loss.nested);
		return 0;
	}
	words = words_of(lock, flags);
	w = wait_at(waits, nr);
	w->lock = lock;
	w->since_ns = now;
	w->owner_word = words.owner;
	w->count_word = words.count;
	w->flags = flags;
	w->by_function = by;
	w->turn = 0;
	row = row_get(lock, now);
	if (row) {
		if (!row->mm_tgid)
			row->mm_tgid = mm_owner(lock, flags);
		w->turn = turn_of(row);
		row_begin(row, flags, handoff_asked(words, flags), now);
	}
	waits->nr = nr + 1;
	record(PBY_LOCKS_BEGIN, w, now, 0, 0, 0);
	return 0;
}

static __always_inline void site_add(const struct pby_locks_wait *w, __u32 stack, __u32 user_stack, __u64 ns)
{
	struct pby_locks_site_key key = { .lock = w->lock, .stack = stack, .user_stack = user_stack,
					  .share = share_of(w->flags) };
	__u64 id = bpf_get_current_pid_tgid();
	struct pby_locks_site first = { .nr = 1, .total_ns = ns, .max_ns = ns, .tid = (__u32)id, .tgid = (__s32)(id >> 32) };
	struct pby_locks_site *site = bpf_map_lookup_elem(&sites, &key);

	if (!site && !bpf_map_update_elem(&sites, &key, &first, BPF_NOEXIST))
		return;
	if (!site)
		site = bpf_map_lookup_elem(&sites, &key);
	if (!site) {
		lose(&loss.sites);
		return;
	}
	ADD(site->nr, 1);
	ADD(site->total_ns, ns);
	if (ns > site->max_ns) {
		site->max_ns = ns;
		site->tid = first.tid;
		site->tgid = first.tgid;
	}
}

/* Frames of the running task, as id + 1; only of waits that were worth it. */
static __always_inline __u32 stack_of(void *ctx, bool user)
{
	long id;

	id = user ? bpf_get_stackid(ctx, &user_stacks, BPF_F_USER_STACK) : bpf_get_stackid(ctx, &stacks, 0);
	/*
	 * The kernel only tries to lock the process's memory map for it, and never waits. Whoever has just got that lock,
	 * or has others behind itself, gets addresses alone.
	 */
	if (id >= 0 && user)
		bpf_get_stackid(ctx, &user_files, BPF_F_USER_STACK);
	if (id >= 0)
		return (__u32)id + 1;
	lose(&loss.stacks);
	return 0;
}

static __always_inline void wait_over(void *ctx, const struct pby_locks_wait *w, __s32 ret, __u64 now)
{
	struct pby_locks_row *row = row_find(w->lock);
	__u32 stack = 0, user_stack = 0;
	__u64 ns = now - w->since_ns;

	if (row)
		row_end(row, w, ret >= 0, readers_inside(w->lock, w->flags), now);
	if (ns >= settings.stacks_above_ns) {
		stack = stack_of(ctx, false);
		if (settings.user_stacks)
			user_stack = stack_of(ctx, true);
		site_add(w, stack, user_stack, ns);
	}
	record(PBY_LOCKS_END, w, now, ret, stack, user_stack);
}

/* The event does not say what ends: of a lock without a row it may be a spin that nobody asked for. */
static __always_inline void end_unseen(__u64 lock)
{
	struct pby_locks_row *row = row_find(lock);

	if (!row)
		return;
	ADD(row->unseen_begins, 1);
	lose(&loss.unseen_begins);
}

static __noinline int on_end(void *ctx, __u64 lock, __s32 ret, __u32 by)
{
	bool hashed;
	struct pby_locks_waits *waits = my_waits(false, &hashed);
	__u64 now;
	__u32 nr;

	if (!waits || !waits->nr) {
		end_unseen(lock);
		return 0;
	}
	nr = waits->nr;
	now = bpf_ktime_get_ns();
	/* From the innermost on: what lies inside the wait that ends now has ended before. */
	for (__u32 i = 0; i < PBY_LOCKS_NEST; i++) {
		struct pby_locks_wait *w = wait_at(waits, nr - 1 - i);

		if (i >= nr)
			break;
		if (w->lock != lock)
			continue;
		if (w->by_function && by != BY_FUNCTION)
			return 0;
		for (__u32 k = 0; k < PBY_LOCKS_NEST && k < i; k++)
			wait_lost(wait_at(waits, nr - 1 - k), now);
		waits->nr = nr - 1 - i;
		wait_over(ctx, w, ret, now);
		if (!waits->nr)
			waits_done(hashed);
		return 0;
	}
	end_unseen(lock);
	return 0;
}

#endif
