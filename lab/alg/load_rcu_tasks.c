// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * load_rcu_tasks.c: grace periods in time: the four roles of the checker's scenario, or an updater that detaches one fentry
 * program after the other while tasks run, compute and exit.
 */
#include "lab/rcu.h"

#include "lab/alg/rcu_roles.h"

enum { UPDATER = NS_INIT, FOR_EVER = 1 << 30 };

struct state {
	struct lab_rcu_world world;
	struct lab_rcu_run *run;
	struct lab_word *exits;		/* a line for each task */
};

static int nr_tasks(const struct lab_rcu_run *run)
{
	return run->scenario ? NR_ROLES : run->threads;
}

static size_t bytes(const struct lab_rcu_run *run)
{
	return sizeof(struct state) + nr_tasks(run) * (2 * LAB_LINE_BYTES + sizeof(uint64_t)) + 16 * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, struct lab_rcu_run *run)
{
	static const enum lab_rcu_design designs[] = {
		[LAB_RCU_TO_6_8] = LAB_RCU_SRCU, [LAB_RCU_FIX_6_3] = LAB_RCU_63, [LAB_RCU_FROM_6_9] = LAB_RCU_LIST,
	};
	struct state *s = lab_heap__struct(heap, sizeof(*s));
	struct lab_rcu *rcu = &s->world.rcu;

	lab_rcu_world__init(&s->world, heap, heap, designs[run->kernel], run->last_wait, nr_tasks(run));
	s->run = run;
	s->exits = lab_heap__alloc(heap, (size_t)nr_tasks(run) * LAB_LINE_WORDS, true);
	rcu->timers = (struct lab_rcu_timers){
		.scan_ns = run->mix.scan_ns, .scan_more_ns = run->mix.jiffy_ns, .rcu_ns = run->mix.rcu_ns, .pause_ns = run->mix.pause_ns,
	};
	/* Neither the kthread nor who waits for it is a holdout. */
	for (int t = 0; t < nr_tasks(run); t++)
		lab_task(rcu, t)[TASK_HASHED].v = lab_task(rcu, t)[TASK_SWITCHES].v =
			run->scenario ? t != KTHREAD : t != KTHREAD && t != UPDATER;
	return s;
}

static uint64_t varied(struct lab_cpu *me, uint64_t ns)
{
	return ns / 2 + (ns >> 8) * lab_choose(me, 257);
}

static void update(struct lab_cpu *me, struct lab_rcu *rcu, struct lab_rcu_run *run)
{
	while (lab_running(me)) {
		uint64_t begin = lab_now_ns(me), took;

		lab_synchronize_rcu_tasks(me, rcu, UPDATER);
		took = lab_now_ns(me) - begin;
		if (!lab_running(me))
			break;
		run->buckets[lab_bucket__of(took)]++;
		run->total_ns += took;
		run->max_ns = took > run->max_ns ? took : run->max_ns;
		run->periods++;
		lab_nap(me, varied(me, 20000000));
	}
	lab_add(me, rcu->requested, LAB_RCU_QUIT, LAB_SEQ_CST);
	lab_wake(me, rcu->requested, 1);
}

/* A voluntary context switch, asleep for a while. */
static void off_for(struct lab_cpu *me, struct lab_rcu *rcu, uint64_t ns)
{
	lab_task_off(me, rcu, me->id);
	lab_nap(me, ns);
	lab_task_on(me, rcu, me->id);
}

/* do_exit(): its parent reaps it early, so from then on it is on no list but that of the exiting ones. */
static void exit_and_fork(struct lab_cpu *me, struct lab_rcu *rcu, const struct lab_rcu_mix *mix, struct lab_word *exits)
{
	int index = lab_exit_rcu_start(me, rcu, me->id);

	lab_store(me, &lab_task(rcu, me->id)[TASK_HASHED], 0, LAB_SEQ_CST);
	off_for(me, rcu, varied(me, mix->exit_ns));
	lab_exit_rcu_finish(me, rcu, me->id, index);
	off_for(me, rcu, varied(me, mix->switch_ns));
	lab_store(me, &lab_task(rcu, me->id)[TASK_HASHED], 1, LAB_SEQ_CST);
	lab_store(me, exits, lab_load(me, exits, LAB_RELAXED) + 1, LAB_RELAXED);
}

static void be_a_task(struct lab_cpu *me, struct lab_rcu *rcu, const struct lab_rcu_mix *mix, struct lab_word *exits)
{
	bool busy = mix->busy_one_in && me->id % mix->busy_one_in == mix->busy_one_in - 1;
	bool mortal = mix->exits_one_in && me->id % mix->exits_one_in == mix->exits_one_in - 1;
	uint64_t dies = lab_now_ns(me) + varied(me, mix->life_ns);

	while (lab_running(me)) {
		lab_work(me, varied(me, busy ? mix->busy_ns : mix->switch_ns));
		off_for(me, rcu, varied(me, mix->switch_ns));
		if (!mortal || lab_now_ns(me) < dies)
			continue;
		exit_and_fork(me, rcu, mix, exits);
		dies = lab_now_ns(me) + varied(me, mix->life_ns);
	}
	lab_task_off(me, rcu, me->id);
}

static void play(struct lab_cpu *me, struct state *s)
{
	uint64_t begin = lab_now_ns(me);

	switch (me->id) {
	case NS_INIT:
		lab_rcu_ns_init(me, &s->world);
		s->run->ended_ns = lab_now_ns(me) - begin;
		break;
	case HOLDER:
		lab_rcu_holder(me, &s->world);
		break;
	case KTHREAD:
		lab_rcu_kthread(me, &s->world.rcu, 1);
		break;
	default:
		lab_rcu_bystander(me, &s->world);
		break;
	}
}

static void run(struct lab_cpu *me)
{
	struct state *s = me->arg;
	struct lab_word *exits = s->exits + (size_t)me->id * LAB_LINE_WORDS;

	if (s->run->scenario)
		play(me, s);
	else if (me->id == KTHREAD)
		lab_rcu_kthread(me, &s->world.rcu, FOR_EVER);
	else if (me->id == UPDATER)
		update(me, &s->world.rcu, s->run);
	else
		be_a_task(me, &s->world.rcu, &s->run->mix, exits);
	__atomic_fetch_add(&s->run->exits, exits->v, __ATOMIC_RELAXED);
}

const struct lab_rcu_alg LAB_EXPORT(lab_rcu) = { .bytes = bytes, .create = create, .run = run };
