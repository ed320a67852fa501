// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sim.c: sets a simulation up, runs it, and adds up what its CPUs counted. */
#include "lab/engine/sim.h"

#include <stdlib.h>

#include "lab/engine/sim_state.h"

#define LAB_ENGINE 2
#include "lab/mem.h"

enum { STACK_BYTES = 32 << 10 };

static void coro_main(void *arg)
{
	struct lab_cpu *me = arg;

	me->sim->thread(me);
	lab_sim__leave(me->sim);
	abort();	/* nobody switches to a CPU that has left */
}

static void place_cpus(struct lab_sim *sim, const struct lab_sim_config *c, struct lab_heap *heap, void **args)
{
	int nr_cores = c->topology.sockets * c->topology.cores;
	uint8_t busy[LAB_MAX_CPUS] = { 0 };

	for (int i = 0; i < nr_cores; i++) {
		int socket = i / c->topology.cores;

		sim->socket_of_core[i] = socket;
		sim->socket_cores[socket * sim->sharer_words + i / 64] |= 1ull << (i % 64);
	}
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
		lab_turns__set(&sim->turns, i, cpu->now_ps);
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
	sim->socket_cores = calloc(c->topology.sockets * sim->sharer_words, sizeof(*sim->socket_cores));
	sim->grants = calloc((size_t)nr_cores * LAB_NR_GRANTS, sizeof(*sim->grants));
	if (!sim->grants || !sim->cpus || !sim->lines || !sim->sharers || !sim->socket_of_core || !sim->socket_cores ||
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
		if (c->waits_on && r->nr_stuck < LAB_MAX_STUCK)
			r->stuck[r->nr_stuck] = (struct lab_stuck){ i, c->why ? c->why->what : "", c->why ? c->why->whom : 0 };
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
		lab_sim__leave(&sim);	/* runs until no CPU has a turn left */
		collect(&sim, config->nr_threads, result);
	} else {
		pby_err__set(err, -rc, "no memory to simulate %d CPUs", config->nr_threads);
	}
	lab_coro_set__free(&sim.coros);
	lab_turns__free(&sim.turns);
	free(sim.grants);
	free(sim.socket_of_core);
	free(sim.socket_cores);
	free(sim.sharers);
	free(sim.lines);
	free(sim.cpus);
	return rc;
}
