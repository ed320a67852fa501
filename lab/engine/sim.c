// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sim.c: whose turn it is, and what a line transfer costs. */
#include "lab/engine/sim.h"

#include <stdlib.h>
#include <string.h>

#include "lab/engine/coro.h"
#include "lab/engine/line.h"
#include "lab/engine/turn.h"

#define LAB_ENGINE 2
#include "lab/mem.h"

enum { STACK_BYTES = 32 << 10, NR_GRANTS = 16 };

/*
 * A core that was asked for a line keeps it until the request reaches it: many operations fit
 * in there, and contended structures live from that. One entry for each line that a core is
 * about to lose, found by the line's number; two lines that meet in one entry cost the older
 * one its grace, nothing else.
 */
struct grant {
	const struct lab_line *line;
	uint64_t until_ps;
};

struct lab_sim {
	struct lab_costs costs;
	struct lab_turns turns;
	struct lab_coro_set coros;
	struct lab_cpu *cpus;
	struct lab_line *lines;
	uint64_t *sharers;	/* all lines' bitmaps */
	size_t sharer_words;	/* of one line */
	size_t nr_lines;
	int *socket_of_core;
	struct grant *grants;	/* NR_GRANTS for each core */
	uint32_t hit_ps[2][LAB_NR_OPS];	/* [sibling busy] */
	uint64_t horizon_ps;
	uint64_t fastest_ps;	/* no line is lost faster */
	int running;		/* CPU, or -1: the caller */
	uint64_t switches;
	void (*thread)(struct lab_cpu *me);
	const char *violation;
};

/* A hit may run ahead of the next CPU by less than the fastest way to lose a line. */
static void set_horizon(struct lab_sim *sim)
{
	sim->horizon_ps = sim->turns.nr ? lab_turns__first_ps(&sim->turns) + sim->fastest_ps : UINT64_MAX;
}

static void switch_to(struct lab_sim *sim, int to)
{
	int from = sim->running;

	set_horizon(sim);
	if (to == from)
		return;
	sim->running = to;
	sim->switches++;
	lab_coro__switch(&sim->coros, from, to);
}

/* Lets every CPU with an earlier clock run first. */
static void wait_turn(struct lab_sim *sim, struct lab_cpu *me)
{
	while (sim->turns.nr && lab_turns__first_ps(&sim->turns) < me->now_ps)
		switch_to(sim, lab_turns__swap(&sim->turns, me->now_ps, me->id));
}

/* Gives the CPU up without asking for another turn. */
static void leave(struct lab_sim *sim)
{
	switch_to(sim, sim->turns.nr ? lab_turns__take(&sim->turns) : -1);
}

static bool is_sharer(const struct lab_line *l, uint32_t core)
{
	return l->sharers[core / 64] >> (core % 64) & 1;
}

/* The latency of getting the line into this core's cache: from its owner, or past its sharers. */
static uint32_t latency(struct lab_sim *sim, const struct lab_cpu *me, const struct lab_line *l, bool exclusive, bool *far)
{
	int here = sim->socket_of_core[me->core];
	bool any = false;

	*far = false;
	if (l->owner >= 0) {
		*far = sim->socket_of_core[l->owner] != here;
		return *far ? sim->costs.socket_ps : sim->costs.core_ps;
	}
	/* Shared: a reader takes the nearest copy, a writer waits for the farthest invalidation. */
	for (size_t w = 0; w < sim->sharer_words; w++) {
		for (uint64_t bits = l->sharers[w]; bits; bits &= bits - 1) {
			uint32_t core = w * 64 + __builtin_ctzll(bits);
			bool near = sim->socket_of_core[core] == here;

			if (core == me->core)
				continue;
			any = true;
			*far = exclusive ? *far || !near : !near;
			if (exclusive ? !near : near)
				return exclusive ? sim->costs.socket_ps : sim->costs.core_ps;
		}
	}
	return !any ? (exclusive ? 0 : sim->costs.memory_ps) : *far ? sim->costs.socket_ps : sim->costs.core_ps;
}

static struct grant *grant_of(struct lab_sim *sim, uint32_t core, const struct lab_line *l)
{
	return &sim->grants[core * NR_GRANTS + (l - sim->lines) % NR_GRANTS];
}

static bool still_here(struct lab_sim *sim, const struct lab_cpu *me, const struct lab_line *l)
{
	const struct grant *g = grant_of(sim, me->core, l);

	return g->line == l && me->now_ps < g->until_ps;
}

static void own(struct lab_sim *sim, struct lab_cpu *me, struct lab_line *l)
{
	if (l->nr_sharers)
		memset(l->sharers, 0, sim->sharer_words * sizeof(*l->sharers));
	l->nr_sharers = 0;
	l->owner = me->core;
}

static void share(struct lab_cpu *me, struct lab_line *l)
{
	if (l->owner >= 0) {
		l->sharers[l->owner / 64] |= 1ull << (l->owner % 64);
		l->nr_sharers++;
		l->owner = -1;
	}
	l->sharers[me->core / 64] |= 1ull << (me->core % 64);
	l->nr_sharers++;
}

/* Fetches the line; the clock goes on except for a plain store, which the store buffer hides. */
static void transfer(struct lab_sim *sim, struct lab_cpu *me, struct lab_line *l, enum lab_op op)
{
	bool exclusive = op != LAB_OP_LOAD, far;
	bool cold = l->owner < 0 && !l->nr_sharers;
	uint32_t lat = cold ? sim->costs.memory_ps : latency(sim, me, l, exclusive, &far);
	uint32_t jitter = lat / 100 * sim->costs.jitter_percent;
	uint64_t start = me->now_ps > l->busy_until_ps ? me->now_ps : l->busy_until_ps;
	bool from_shared = l->owner < 0;

	/* Without it small numbers of CPUs fall into step with each other, as real ones do not. */
	lat = lat - jitter + lab_cpu__random(me, 2 * jitter + 1);
	if (!cold) {
		me->transfers++;
		me->far_transfers += far;
	}
	if (!from_shared)
		*grant_of(sim, l->owner, l) =
			(struct grant){ l, start + (uint64_t)lat * sim->costs.keep_percent / 100 };
	/* Copies of a shared line are handed out side by side; a change of owner is one at a time. */
	if (exclusive || !from_shared)
		l->busy_until_ps = start + (uint64_t)lat * sim->costs.service_percent / 100;
	if (exclusive)
		own(sim, me, l);
	else if (cold)
		l->owner = me->core;
	else
		share(me, l);
	if (op == LAB_OP_STORE) {
		if (start + lat > me->store_done_ps)
			me->store_done_ps = start + lat;
		return;
	}
	me->now_ps = start + lat;
	/* The old owner may write until it loses the line: what is read is what is there on arrival. */
	wait_turn(sim, me);
}

void lab_sim__slow(struct lab_cpu *me, struct lab_line *l, enum lab_op op)
{
	struct lab_sim *sim = me->sim;

	wait_turn(sim, me);
	/* An atomic operation begins when the stores before it have left the store buffer. */
	if (op == LAB_OP_ATOMIC && me->store_done_ps > me->now_ps)
		me->now_ps = me->store_done_ps;
	if (l->owner != (int)me->core && (op != LAB_OP_LOAD || !is_sharer(l, me->core)) && !still_here(sim, me, l))
		transfer(sim, me, l, op);
	else if (l->last_cpu != me->id && l->owner == (int)me->core)
		me->now_ps += lab_cpu__random(me, 2 * sim->costs.sibling_ps + 1);
	l->last_cpu = me->id;
	me->now_ps += me->hit_ps[op];
}

static void enqueue(struct lab_sim *sim, struct lab_line *l, struct lab_cpu *me)
{
	uint32_t *p = &l->waiters;

	while (*p)	/* at the end: first come, first woken */
		p = (uint32_t *)&sim->cpus[*p - 1].next_waiter;
	me->next_waiter = 0;
	*p = me->id + 1;
}

static struct lab_line *line_of(const struct lab_cpu *me, const struct lab_word *w)
{
	return &me->lines[((uintptr_t)w - me->base) / LAB_LINE_BYTES];
}

uint64_t lab_sim__await(struct lab_cpu *me, struct lab_word *w, const struct lab_cond *cond, bool asleep)
{
	struct lab_sim *sim = me->sim;
	struct lab_line *l = line_of(me, w);

	while (!lab_cond__holds(cond, w->v)) {
		me->waits_on = w;
		me->asleep = asleep;
		enqueue(sim, l, me);
		leave(sim);
		/* Back: the line was changed, or the sleeper woken; fetch it and look again. */
		me->ops[LAB_OP_LOAD]++;
		lab_sim__slow(me, l, LAB_OP_LOAD);
	}
	return w->v;
}

/* Puts the waiters of the line that are meant back into the queue of turns. */
static int release(struct lab_sim *sim, struct lab_cpu *me, struct lab_line *l, const struct lab_word *w, bool asleep,
		   int nr)
{
	uint32_t *p = &l->waiters;
	int woken = 0;

	while (*p && woken < nr) {
		struct lab_cpu *c = &sim->cpus[*p - 1];
		uint64_t at = me->now_ps;

		if (c->asleep != asleep || (w && c->waits_on != w)) {
			p = (uint32_t *)&c->next_waiter;
			continue;
		}
		*p = c->next_waiter;
		if (asleep) {
			me->now_ps += sim->costs.wake_ps;
			at = me->now_ps + sim->costs.wakeup_ps;
			if (at < c->now_ps + sim->costs.sleep_ps)
				at = c->now_ps + sim->costs.sleep_ps;
		}
		if (c->now_ps < at)
			c->now_ps = at;
		c->waits_on = NULL;
		lab_turns__add(&sim->turns, c->now_ps, c->id);
		woken++;
	}
	if (woken)
		set_horizon(sim);
	return woken;
}

void lab_sim__changed(struct lab_cpu *me, struct lab_line *l)
{
	release(me->sim, me, l, NULL, false, LAB_MAX_CPUS);
}

void lab_sim__wake(struct lab_cpu *me, struct lab_word *w, int nr)
{
	wait_turn(me->sim, me);
	release(me->sim, me, line_of(me, w), w, true, nr);
}

void lab_sim__pause(struct lab_cpu *me)
{
	me->now_ps += me->sim->costs.pause_ps;
	wait_turn(me->sim, me);
}

void lab_sim__violation(struct lab_cpu *me, const char *text)
{
	if (!me->sim->violation)
		me->sim->violation = text;
}

static void coro_main(void *arg)
{
	struct lab_cpu *me = arg;

	me->sim->thread(me);
	leave(me->sim);
	abort();	/* nobody switches to a CPU that has left */
}

static void place_cpus(struct lab_sim *sim, const struct lab_sim_config *c, struct lab_heap *heap, void **args)
{
	int nr_cores = c->topology.sockets * c->topology.cores;
	uint8_t busy[LAB_MAX_CPUS] = { 0 };

	for (int i = 0; i < nr_cores; i++)
		sim->socket_of_core[i] = i / c->topology.cores;
	for (int i = 0; i < c->nr_threads; i++)
		busy[lab_topology__place(&c->topology, i).core]++;
	for (int i = 0; i < c->nr_threads; i++) {
		struct lab_cpu *cpu = &sim->cpus[i];
		uint64_t mix = (c->seed + 1) * 0x9e3779b97f4a7c15ull + (uint64_t)i * 0xbf58476d1ce4e5b9ull;
		bool crowded;

		cpu->id = i;
		cpu->nr = c->nr_threads;
		cpu->arg = args ? args[i] : NULL;
		cpu->sim = sim;
		cpu->horizon_ps = &sim->horizon_ps;
		cpu->lines = sim->lines;
		cpu->base = (uintptr_t)heap->base;
		cpu->core = lab_topology__place(&c->topology, i).core;
		crowded = busy[cpu->core] > 1;
		cpu->hit_ps = sim->hit_ps[crowded];
		cpu->work_ps = crowded ? 10 * c->costs.smt_percent : 1000;
		cpu->end_ps = c->duration_ns * 1000;
		cpu->rng = (mix ^ mix >> 29) | 1;
		/* Nobody starts at the very same moment. */
		cpu->now_ps = lab_cpu__random(cpu, 100000);
		lab_coro__reset(&sim->coros, i, coro_main, cpu);
		lab_turns__add(&sim->turns, cpu->now_ps, i);
	}
	for (size_t i = 0; i < sim->nr_lines; i++) {
		sim->lines[i].owner = -1;
		sim->lines[i].last_cpu = -1;
		sim->lines[i].sharers = sim->sharers + i * sim->sharer_words;
	}
	for (int op = 0; op < LAB_NR_OPS; op++) {
		uint32_t ps = op == LAB_OP_LOAD ? c->costs.load_ps : op == LAB_OP_STORE ? c->costs.store_ps : c->costs.atomic_ps;

		sim->hit_ps[0][op] = ps;
		sim->hit_ps[1][op] = (uint64_t)ps * c->costs.smt_percent / 100;
	}
}

static int allocate(struct lab_sim *sim, const struct lab_sim_config *c, const struct lab_heap *heap)
{
	int nr_cores = c->topology.sockets * c->topology.cores;

	sim->nr_lines = heap->size / LAB_LINE_BYTES;
	sim->sharer_words = (nr_cores + 63) / 64;
	sim->cpus = calloc(c->nr_threads, sizeof(*sim->cpus));
	sim->lines = calloc(sim->nr_lines, sizeof(*sim->lines));
	sim->sharers = calloc(sim->nr_lines * sim->sharer_words, sizeof(*sim->sharers));
	sim->socket_of_core = calloc(nr_cores, sizeof(*sim->socket_of_core));
	sim->grants = calloc((size_t)nr_cores * NR_GRANTS, sizeof(*sim->grants));
	if (!sim->grants || !sim->cpus || !sim->lines || !sim->sharers || !sim->socket_of_core ||
	    lab_turns__init(&sim->turns, c->nr_threads))
		return -ENOMEM;
	return lab_coro_set__init(&sim->coros, c->nr_threads, STACK_BYTES);
}

static void collect(const struct lab_sim *sim, int nr, struct lab_sim_result *r)
{
	*r = (struct lab_sim_result){ .switches = sim->switches, .violation = sim->violation };
	for (int i = 0; i < nr; i++) {
		const struct lab_cpu *c = &sim->cpus[i];

		for (int op = 0; op < LAB_NR_OPS; op++)
			r->ops += c->ops[op];
		r->transfers += c->transfers;
		r->far_transfers += c->far_transfers;
		r->failed_cas += c->failed_cas;
		r->nr_stuck += c->waits_on != NULL;
		if (c->now_ps / 1000 > r->end_ns)
			r->end_ns = c->now_ps / 1000;
	}
}

int lab_sim__run(const struct lab_sim_config *config, struct lab_heap *heap, void (*thread)(struct lab_cpu *me),
		 void **args, struct lab_sim_result *result, struct pby_err *err)
{
	struct lab_sim sim = { .costs = config->costs, .thread = thread, .running = -1 };
	int rc;

	sim.fastest_ps = (uint64_t)sim.costs.core_ps * (100 - sim.costs.jitter_percent) / 100 * sim.costs.keep_percent / 100;
	if (config->nr_threads < 1 || config->nr_threads > lab_topology__cpus(&config->topology))
		return pby_err__set(err, EINVAL, "%d threads do not fit on %d CPUs", config->nr_threads,
				    lab_topology__cpus(&config->topology));
	rc = allocate(&sim, config, heap);
	if (!rc) {
		place_cpus(&sim, config, heap, args);
		leave(&sim);	/* runs until no CPU has a turn left */
		collect(&sim, config->nr_threads, result);
	} else {
		pby_err__set(err, -rc, "no memory to simulate %d CPUs", config->nr_threads);
	}
	lab_coro_set__free(&sim.coros);
	lab_turns__free(&sim.turns);
	free(sim.grants);
	free(sim.socket_of_core);
	free(sim.sharers);
	free(sim.lines);
	free(sim.cpus);
	return rc;
}
