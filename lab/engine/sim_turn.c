// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sim_turn.c: whose turn it is: the CPU with the earliest clock, and what it waits for. */
#include "lab/engine/sim_state.h"

#define LAB_ENGINE 2
#include "lab/mem.h"

static void look_ahead(struct lab_sim *sim)
{
	sim->next_ps = lab_turns__next_ps(&sim->turns, sim->running);
	sim->horizon_ps = sim->next_ps + sim->fastest_ps;
}

static struct lab_line *line_of(const struct lab_cpu *me, const struct lab_word *w)
{
	return &me->lines[((uintptr_t)w - me->base) / LAB_LINE_BYTES];
}

static void enqueue(struct lab_sim *sim, struct lab_line *l, struct lab_cpu *me)
{
	uint32_t *p = &l->waiters;

	while (*p)	/* at the end: first come, first woken */
		p = (uint32_t *)&sim->cpus[*p - 1].next_waiter;
	me->next_waiter = 0;
	*p = me->id + 1;
}

/* The line that a spinning CPU fetched is here. It goes on, or waits for the next change. */
static bool content(struct lab_sim *sim, struct lab_cpu *c)
{
	struct lab_line *l = line_of(c, c->waits_on);

	l->last_cpu = c->id;
	c->now_ps += c->hit_ps[LAB_OP_LOAD];
	if (lab_cond__holds(c->until, c->waits_on->v)) {
		c->waits_on = NULL;
		return true;
	}
	enqueue(sim, l, c);
	return false;
}

/*
 * Lets the earliest CPU go on. What a CPU has asked for, and whether what came is what it waits
 * for, is seen to here for all of them: a stack is only switched to when its code goes on.
 */
static inline __attribute__((always_inline)) void run_earliest(struct lab_sim *sim)
{
	int from = sim->running, to;

	while ((to = lab_turns__first(&sim->turns)) >= 0) {
		struct lab_cpu *c = &sim->cpus[to];

		if (c->wants) {
			uint64_t asked_ps = c->now_ps;

			lab_cache__request(sim, c, c->wants, c->wants_op);
			c->wants = NULL;
			if (c->now_ps != asked_ps)
				lab_turns__set(&sim->turns, to, c->now_ps);
		} else if (c->waits_on && !content(sim, c)) {
			lab_turns__drop(&sim->turns, to);
		} else {
			break;
		}
	}
	sim->running = to;
	if (to >= 0)
		look_ahead(sim);
	if (to == from)
		return;
	sim->switches++;
	lab_coro__switch(&sim->coros, from, to);
}

void lab_sim__leave(struct lab_sim *sim)
{
	if (sim->running >= 0)
		lab_turns__drop(&sim->turns, sim->running);
	run_earliest(sim);
}

/* Lets every CPU with an earlier clock run first. */
static void wait_turn(struct lab_cpu *me)
{
	if (me->sim->next_ps >= me->now_ps)
		return;
	lab_turns__set(&me->sim->turns, me->id, me->now_ps);
	run_earliest(me->sim);
}

void lab_sim__slow(struct lab_cpu *me, struct lab_line *l, enum lab_op op)
{
	struct lab_sim *sim = me->sim;

	if (sim->next_ps < me->now_ps) {
		me->wants = l;
		me->wants_op = op;
	} else {
		lab_cache__request(sim, me, l, op);
	}
	if (sim->next_ps < me->now_ps) {
		lab_turns__set(&sim->turns, me->id, me->now_ps);
		run_earliest(sim);
	}
	l->last_cpu = me->id;
	me->now_ps += me->hit_ps[op];
}

uint64_t lab_sim__await(struct lab_cpu *me, struct lab_word *w, const struct lab_cond *cond, bool asleep)
{
	me->waits_on = w;
	me->until = cond;
	me->asleep = asleep;
	enqueue(me->sim, line_of(me, w), me);
	lab_sim__leave(me->sim);
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
		/* It fetches the line and looks again. */
		c->wants = l;
		c->wants_op = LAB_OP_LOAD;
		c->ops[LAB_OP_LOAD]++;
		lab_turns__set(&sim->turns, c->id, c->now_ps);
		woken++;
	}
	if (woken)
		look_ahead(sim);
	return woken;
}

void lab_sim__changed(struct lab_cpu *me, struct lab_line *l)
{
	release(me->sim, me, l, NULL, false, LAB_MAX_CPUS);
}

void lab_sim__wake(struct lab_cpu *me, struct lab_word *w, int nr)
{
	wait_turn(me);
	release(me->sim, me, line_of(me, w), w, true, nr);
}

void lab_sim__pause(struct lab_cpu *me)
{
	me->now_ps += me->sim->costs.pause_ps;
	wait_turn(me);
}

void lab_sim__violation(struct lab_cpu *me, const char *text)
{
	if (!me->sim->violation)
		me->sim->violation = text;
}

