/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_spin.h: CPUs that spin for a spinlock or rwlock: nothing is allocated here, and no stack is taken. */
#ifndef PBY_BPF_LOCKS_SPIN_H
#define PBY_BPF_LOCKS_SPIN_H

#include "bpf/locks_wait.h"

/*
 * The lock may be one that the kernel needs to do what we ask of it (an allocator's, a map's bucket). So a spin is
 * noted in memory of the CPU, the lock's row is looked up, and a row is made only when the wait is over.
 */
static __noinline int spin_begin(__u64 lock, __u32 flags)
{
	struct pby_locks_cpu *cpu = this_cpu();
	struct pby_locks_row *row;
	struct pby_locks_spin *s;

	if (!cpu || !wanted(lock, flags))
		return 0;
	if (cpu->busy) {
		lose(&loss.recursion);
		return 0;
	}
	if (cpu->nr >= PBY_LOCKS_SPINS) {
		lose(&loss.nested);
		return 0;
	}
	s = &cpu->spins[BOUND(cpu->nr, PBY_LOCKS_SPINS)];
	s->lock = lock;
	s->since_ns = bpf_ktime_get_ns();
	s->flags = flags;
	s->tid = (__u32)bpf_get_current_pid_tgid();
	cpu->nr++;
	row = row_find(lock);
	s->counted = row != NULL;
	if (row)
		row_begin(row, flags, false, s->since_ns);
	return 0;
}

static __always_inline void spin_over(struct pby_locks_spin *s)
{
	__u64 now = bpf_ktime_get_ns();
	struct pby_locks_wait w = { .lock = s->lock, .since_ns = s->since_ns, .flags = s->flags };
	struct pby_locks_row *row = row_get(w.lock, w.since_ns);

	if (!row)
		return;
	if (!s->counted)
		row_begin(row, w.flags, false, w.since_ns);
	/* When it came is not kept: nobody overtook it. */
	w.turn = ended_all(row);
	row_end(row, &w, true, 0, now);
}

/* True when this was the end of a spin. */
static __noinline int spin_end(__u64 lock)
{
	struct pby_locks_cpu *cpu = this_cpu();
	struct pby_locks_spin *s;
	__u32 nr;

	if (!cpu || cpu->busy)
		return 0;
	nr = cpu->nr;
	if (!nr || nr > PBY_LOCKS_SPINS)
		return 0;
	s = &cpu->spins[BOUND(nr - 1, PBY_LOCKS_SPINS)];
	if (s->lock != lock)
		return 0;
	cpu->busy = 1;
	spin_over(s);
	cpu->nr = nr - 1;
	cpu->busy = 0;
	return 1;
}

#endif
