// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cache.c: what a simulated cache line costs: hits, transfers, queueing for a line. */
#include "lab/engine/sim_state.h"

static bool is_sharer(const struct lab_line *l, uint32_t core)
{
	return l->sharers[core / 64] >> (core % 64) & 1;
}

/* The latency of getting the line into this core's cache: from its owner, or past its sharers. */
static uint32_t latency(struct lab_sim *sim, const struct lab_cpu *me, const struct lab_line *l, bool exclusive, bool *far)
{
	int here = sim->socket_of_core[me->core];
	const uint64_t *socket = sim->socket_cores + here * sim->sharer_words;
	uint64_t near_ones = 0, far_ones = 0;

	if (l->owner >= 0) {
		*far = sim->socket_of_core[l->owner] != here;
		return *far ? sim->costs.socket_ps : sim->costs.core_ps;
	}
	for (size_t w = 0; w < sim->sharer_words; w++) {
		near_ones |= l->sharers[w] & socket[w] & ~(w == me->core / 64 ? 1ull << (me->core % 64) : 0);
		far_ones |= l->sharers[w] & ~socket[w];
	}
	/* A reader takes the nearest copy, a writer waits for the farthest invalidation. */
	*far = far_ones && (exclusive || !near_ones);
	return *far ? sim->costs.socket_ps : near_ones ? sim->costs.core_ps : 0;
}

static struct lab_grant *grant_of(struct lab_sim *sim, uint32_t core, const struct lab_line *l)
{
	return &sim->grants[core * LAB_NR_GRANTS + (l - sim->lines) % LAB_NR_GRANTS];
}

static bool still_here(struct lab_sim *sim, const struct lab_cpu *me, const struct lab_line *l)
{
	const struct lab_grant *g = grant_of(sim, me->core, l);

	return g->line == l && me->now_ps < g->until_ps;
}

static void own(struct lab_sim *sim, struct lab_cpu *me, struct lab_line *l)
{
	for (size_t w = 0; l->nr_sharers && w < sim->sharer_words; w++)
		l->sharers[w] = 0;
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

/* Fetches the line. */
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
			(struct lab_grant){ l, start + (uint64_t)lat * sim->costs.keep_percent / 100 };
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
	/* The old owner may write until it loses the line: what is read is what is there on arrival. */
	me->now_ps = start + lat;
}

void lab_cache__request(struct lab_sim *sim, struct lab_cpu *me, struct lab_line *l, enum lab_op op)
{
	/* An atomic operation begins when the stores before it have left the store buffer. */
	if (op == LAB_OP_ATOMIC && me->store_done_ps > me->now_ps)
		me->now_ps = me->store_done_ps;
	if (l->owner != (int)me->core && (op != LAB_OP_LOAD || !is_sharer(l, me->core)) && !still_here(sim, me, l))
		transfer(sim, me, l, op);
	else if (l->last_cpu != me->id && l->owner == (int)me->core)
		me->now_ps += lab_cpu__random(me, 2 * sim->costs.sibling_ps + 1);
}
