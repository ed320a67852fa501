// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * load_chain.c: the order of locks in kernel/events/uprobes.c (uprobe_register,
 * register_for_each_vma, uprobe_start_dup_mmap) and kernel/trace (perf_uprobe_init takes
 * event_mutex first); the same shape from 5.10 to 7.2. Mutexes are taken as
 * rw_semaphores that are only written: who waits sleeps in order.
 */
#include "lab/chain.h"

#include "lab/alg/percpu_rwsem.h"
#include "lab/alg/rwsem.h"

enum { EVENT_MUTEX, REGISTER_RWSEM, FIRST_MM, NR_SEMS = FIRST_MM + LAB_CHAIN_PROCESSES };

struct state {
	struct lab_rwsem sems[NR_SEMS];
	struct lab_percpu_rwsem dup_mmap_sem;
};

static size_t bytes(int nr_cpus)
{
	return sizeof(struct state) + (size_t)(NR_SEMS * (nr_cpus + 2) + nr_cpus + 6) * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, int nr_cpus, bool spin)
{
	struct state *s = lab_heap__struct(heap, sizeof(*s));

	for (int i = 0; i < NR_SEMS; i++)
		s->sems[i] = (struct lab_rwsem){
			.sem = lab_heap__alloc(heap, LAB_LINE_WORDS, true), .spin = spin,
			.waiters = lab_heap__alloc(heap, (size_t)nr_cpus * LAB_LINE_WORDS, true),
		};
	s->dup_mmap_sem = (struct lab_percpu_rwsem){
		.sem = lab_heap__alloc(heap, PCPU_WORDS, true), .nr_cpus = nr_cpus,
		.counts = lab_heap__alloc(heap, (size_t)nr_cpus * LAB_LINE_WORDS, true),
	};
	return s;
}

static const struct lab_rwsem *mm_of(const struct state *s, int process)
{
	return &s->sems[FIRST_MM + process % LAB_CHAIN_PROCESSES];
}

static void registration(struct lab_cpu *me, struct state *s, uint32_t hold_ns)
{
	lab_down_write(me, &s->sems[EVENT_MUTEX]);
	lab_down_write(me, &s->sems[REGISTER_RWSEM]);
	lab_percpu_down_write(me, &s->dup_mmap_sem);
	for (int p = 0; p < LAB_CHAIN_PROCESSES; p++) {
		lab_down_write(me, mm_of(s, p));
		lab_work(me, hold_ns);
		lab_up_write(me, mm_of(s, p));
	}
	lab_percpu_up_write(me, &s->dup_mmap_sem);
	lab_up_write(me, &s->sems[REGISTER_RWSEM]);
	lab_up_write(me, &s->sems[EVENT_MUTEX]);
}

static void do_fork(struct lab_cpu *me, struct state *s, uint32_t hold_ns)
{
	lab_percpu_down_read(me, &s->dup_mmap_sem);
	lab_down_write(me, mm_of(s, me->id));
	lab_work(me, hold_ns);
	lab_up_write(me, mm_of(s, me->id));
	lab_percpu_up_read(me, &s->dup_mmap_sem);
}

static void run(struct lab_cpu *me)
{
	struct lab_rw_load *load = me->arg;
	struct state *s = load->state;

	while (lab_running(me)) {
		uint64_t begin, took;

		lab_work(me, load->think_ns / 2 + lab_choose(me, load->think_ns + 1));
		begin = lab_now_ns(me);
		switch ((enum lab_chain_role)load->kind) {
		case LAB_CHAIN_REGISTER:
			registration(me, s, load->hold_ns);
			break;
		case LAB_CHAIN_SLOW:
			lab_down_read(me, mm_of(s, 0));
			lab_work(me, load->hold_ns);
			lab_up_read(me, mm_of(s, 0));
			break;
		case LAB_CHAIN_TRACEFS:
			lab_down_write(me, &s->sems[EVENT_MUTEX]);
			lab_work(me, load->hold_ns);
			lab_up_write(me, &s->sems[EVENT_MUTEX]);
			break;
		default:
			do_fork(me, s, load->hold_ns);
			break;
		}
		/* What it took beyond its own work. */
		took = lab_now_ns(me) - begin;
		load->buckets[lab_bucket__of(took > load->hold_ns ? took - load->hold_ns : 0)]++;
		load->rounds++;
	}
}

const struct lab_rw_alg LAB_EXPORT(lab_chain) = { .bytes = bytes, .create = create, .run = run };
