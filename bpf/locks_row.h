/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_row.h: the account of one lock: depth, waits, progress, turns of readers and writers. */
#ifndef PBY_BPF_LOCKS_ROW_H
#define PBY_BPF_LOCKS_ROW_H

#include "bpf/locks_state.h"

enum { SHARED, ALONE };
enum { BURST_NS = 1000000 };	/* PBY_BURST_NS */

/* Only what is added atomically is exact; the rest may lose a race between CPUs, and never grows absurd by it. */
#define ADD(member, n) __sync_fetch_and_add(&(member), (n))

/* An end that is told late may lie before what others have begun since. */
static __always_inline __u64 elapsed(__u64 now, __u64 since)
{
	return now > since ? now - since : 0;
}

static __always_inline __u32 share_of(__u32 flags)
{
	return flags & LCB_READ ? SHARED : ALONE;
}

/* floor(log2(x)) of x > 0: this instruction set cannot count leading zeros. */
static __always_inline __u32 log2_of(__u64 x)
{
	__u32 e = 0;

#define STEP(bits)			\
	if (x >> (bits)) {		\
		x >>= (bits);		\
		e += (bits);		\
	}
	STEP(32)
	STEP(16)
	STEP(8)
	STEP(4)
	STEP(2)
#undef STEP
	return e + (x >> 1);
}

/* As pby_histogram__bucket(). */
static __always_inline __u32 bucket_of(__u64 ns)
{
	__u32 e, bucket;

	if (ns < 256)
		return 0;
	e = log2_of(ns);
	bucket = 1 + (e - 8) * 4 + ((ns >> (e - 2)) & 3);
	return bucket < PBY_LOCKS_BUCKETS ? bucket : PBY_LOCKS_BUCKETS - 1;
}

static __always_inline struct pby_locks_row *row_find(__u64 lock)
{
	return bpf_map_lookup_elem(&locks, &lock);
}

/* Whose mmap_lock is it? Asked of each that waits for it, until one has it as his own. */
static __always_inline __s32 mm_owner(__u64 lock, __u32 flags)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u64 mm;

	if ((flags & ~(LCB_READ | LCB_WRITE)) || !bpf_core_field_exists(struct mm_struct, mmap_lock))
		return 0;
	mm = (__u64)BPF_CORE_READ(task, mm);
	if (!mm || lock - mm != bpf_core_field_offset(struct mm_struct, mmap_lock))
		return 0;
	return (__s32)(bpf_get_current_pid_tgid() >> 32);
}

static __always_inline struct pby_locks_row *row_get(__u64 lock, __u64 now)
{
	struct pby_locks_row *row = row_find(lock);

	if (row)
		return row;
	bpf_map_update_elem(&locks, &lock, &empty_row, BPF_NOEXIST);
	row = row_find(lock);
	if (!row) {
		lose(&loss.locks);
		return NULL;
	}
	row->first_ns = now;
	return row;
}

static __always_inline void row_begin(struct pby_locks_row *row, __u32 flags, bool handoff, __u64 now)
{
	__s32 depth;

	row->flags = flags;
	ADD(row->waits[BOUND(share_of(flags), 2)].begun, 1);
	if (handoff)
		ADD(row->handoffs, 1);
	ADD(row->depth, 1);
	depth = row->depth;
	if (depth == 1)
		row->busy_since_ns = now;
	if (depth > (__s32)row->depth_max) {
		row->depth_max = depth;
		row->depth_max_ns = now;
	}
}

static __always_inline void row_leave(struct pby_locks_row *row, __u64 now)
{
	ADD(row->depth, -1);
	if (row->depth > 0)
		return;
	if (row->busy_since_ns && elapsed(now, row->busy_since_ns) > row->longest_busy_ns)
		row->longest_busy_ns = elapsed(now, row->busy_since_ns);
	row->emptied++;
	row->last_empty_ns = now;
}

static __always_inline void batch_add(struct pby_locks_batches *b, __u32 share, __u64 now)
{
	__u32 old = BOUND(b->now_share, 2);

	if (b->now_members && old == share) {
		b->now_members++;
	} else {
		if (b->now_members) {
			b->nr[old]++;
			b->members[old] += b->now_members;
		}
		b->now_share = share;
		b->now_members = 1;
		b->now_since_ns = now;
	}
	share = BOUND(share, 2);
	if (b->now_members > b->longest[share]) {
		b->longest[share] = b->now_members;
		b->longest_ns[share] = elapsed(now, b->now_since_ns);
	}
}

/*
 * How many got in together. By time for all kinds; for readers of an rwsem by the lock's own count: the kernel adds all
 * readers that it lets in (at most 256 of a queue) before the first of them runs.
 */
static __always_inline void burst_add(struct pby_locks_row *row, __u32 readers_inside, __u64 now)
{
	if (row->burst_since_ns && elapsed(now, row->burst_since_ns) < BURST_NS) {
		row->burst++;
	} else {
		row->burst_since_ns = now;
		row->burst = 1;
	}
	if (row->burst > row->burst_max)
		row->burst_max = row->burst;
	if (!readers_inside) {
		row->granted_left = 0;
		return;
	}
	if (row->granted_left) {
		row->granted_left--;
		return;
	}
	row->granted_left = readers_inside - 1;
	if (readers_inside > row->burst_max)
		row->burst_max = readers_inside;
}

static __always_inline __u64 ended_all(const struct pby_locks_row *row)
{
	return row->waits[SHARED].ended + row->waits[ALONE].ended;
}

/* Its turn by order of arrival: behind all that have ended and all that wait. Asked before it counts itself. */
static __always_inline __u64 turn_of(const struct pby_locks_row *row)
{
	return ended_all(row) + (row->depth > 0 ? row->depth : 0);
}

static __always_inline void overtaken(struct pby_locks_row *row, const struct pby_locks_wait *w, __u32 share)
{
	__u64 ended = ended_all(row);

	share = BOUND(share, 2);
	if (ended > w->turn && ended - w->turn > row->overtaken_max[share])
		row->overtaken_max[share] = ended - w->turn;
}

/* A wait is over: it got the lock (got), or gave up. */
static __always_inline void row_end(struct pby_locks_row *row, const struct pby_locks_wait *w, bool got,
				    __u32 readers_inside, __u64 now)
{
	__u32 share = share_of(w->flags);
	struct pby_locks_mode *m = &row->waits[BOUND(share, 2)];
	__u64 ns = elapsed(now, w->since_ns);

	row_leave(row, now);
	ADD(m->total_ns, ns);
	ADD(m->histogram[BOUND(bucket_of(ns), PBY_LOCKS_BUCKETS)], 1);
	if (ns > m->max_ns)
		m->max_ns = ns;
	if (!got) {
		ADD(m->failed, 1);
		return;
	}
	overtaken(row, w, share);
	ADD(m->ended, 1);
	if (now > row->last_ended_ns)
		row->last_ended_ns = now;
	batch_add(&row->batches, share, now);
	burst_add(row, readers_inside, now);
}

#endif
