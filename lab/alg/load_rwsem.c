// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * load_rwsem.c: threads on one mmap_lock. Writers also count mm_lock_seq up, at taking and at
 * giving back (mm_lock_seqcount_begin, vma_end_write_all), which is what the speculative uprobe
 * lookup looks at (find_active_uprobe_speculative, mmap_lock_speculate_try_begin and _retry,
 * 6.14: e0925f2dc4de "uprobes: add speculative lockless VMA-to-inode-to-uprobe resolution").
 */
#include "lab/rwsem.h"

#include "lab/alg/rwsem.h"

struct state {
	struct lab_rwsem mm;
	struct lab_word *seq;		/* mm_lock_seq: odd while a writer is inside */
	struct lab_word *own;		/* a line for each CPU: per-VMA locks */
};

static size_t bytes(int nr_cpus)
{
	return sizeof(struct state) + (size_t)(2 * nr_cpus + 6) * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, int nr_cpus, bool spin)
{
	struct state *s = lab_heap__struct(heap, sizeof(*s));

	s->mm.sem = lab_heap__alloc(heap, LAB_LINE_WORDS, true);
	s->mm.waiters = lab_heap__alloc(heap, (size_t)nr_cpus * LAB_LINE_WORDS, true);
	s->mm.spin = spin;
	s->seq = lab_heap__alloc(heap, 1, true);
	s->own = lab_heap__alloc(heap, (size_t)nr_cpus * LAB_LINE_WORDS, true);
	return s;
}

static inline void locked_read(struct lab_cpu *me, struct state *s, struct lab_rw_load *load, uint64_t begin)
{
	lab_down_read(me, &s->mm);
	load->buckets[lab_bucket__of(lab_now_ns(me) - begin)]++;
	lab_work(me, load->hold_ns);
	lab_up_read(me, &s->mm);
}

static inline void speculative_read(struct lab_cpu *me, struct state *s, struct lab_rw_load *load, uint64_t begin)
{
	uint64_t seq = lab_load(me, s->seq, LAB_ACQUIRE);

	if (!(seq & 1)) {
		lab_work(me, load->hold_ns);
		lab_fence(me, LAB_ACQUIRE);
		if (lab_load(me, s->seq, LAB_RELAXED) == seq) {
			load->buckets[lab_bucket__of(0)]++;
			return;
		}
	}
	load->fallbacks++;
	locked_read(me, s, load, begin);
}

/* lock_vma_under_rcu(): two atomics on a count that no other thread uses. */
static inline void own_lock(struct lab_cpu *me, struct state *s, struct lab_rw_load *load)
{
	struct lab_word *own = s->own + me->id * LAB_LINE_WORDS;

	lab_add(me, own, 1, LAB_ACQUIRE);
	load->buckets[lab_bucket__of(0)]++;
	lab_work(me, load->hold_ns);
	lab_add(me, own, -1ull, LAB_RELEASE);
}

static inline void locked_write(struct lab_cpu *me, struct state *s, struct lab_rw_load *load, uint64_t begin)
{
	lab_down_write(me, &s->mm);
	load->buckets[lab_bucket__of(lab_now_ns(me) - begin)]++;
	lab_store(me, s->seq, lab_load(me, s->seq, LAB_RELAXED) + 1, LAB_RELAXED);
	lab_fence(me, LAB_RELEASE);
	lab_work(me, load->hold_ns);
	lab_store(me, s->seq, lab_load(me, s->seq, LAB_RELAXED) + 1, LAB_RELEASE);
	lab_up_write(me, &s->mm);
}

static void run(struct lab_cpu *me)
{
	struct lab_rw_load *load = me->arg;
	struct state *s = load->state;

	while (lab_running(me)) {
		uint64_t begin;

		lab_work(me, load->think_ns / 2 + lab_choose(me, load->think_ns + 1));
		begin = lab_now_ns(me);
		switch (load->role) {
		case LAB_RW_READER: locked_read(me, s, load, begin); break;
		case LAB_RW_SPECULATIVE: speculative_read(me, s, load, begin); break;
		case LAB_RW_LOCKLESS: own_lock(me, s, load); break;
		case LAB_RW_WRITER_ROLE: locked_write(me, s, load, begin); break;
		}
		load->rounds++;
	}
}

const struct lab_rw_alg LAB_EXPORT(lab_rwsem) = { .bytes = bytes, .create = create, .run = run };
