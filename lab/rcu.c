// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu.c: runs grace periods under an engine. */
#include "lab/rcu.h"

#include <stdlib.h>
#include <string.h>

#include "lab/engine/native.h"
#include "lab/engine/sim.h"

struct lab_rcu_mix lab_rcu_mix__default(void)
{
	return (struct lab_rcu_mix){
		.switch_ns = 1000000, .busy_one_in = 64, .busy_ns = 50000000, .exits_one_in = 16, .life_ns = 20000000,
		.exit_ns = 5000000, .scan_ns = 100000000, .rcu_ns = 20000000, .pause_ns = 100000000, .jiffy_ns = 4000000,
	};
}

static int simulate(struct lab_rcu_run *run, const struct lab_machine *machine, struct lab_heap *heap, void **args, struct pby_err *err)
{
	struct lab_sim_config config = {
		.topology = machine->topology, .costs = machine->costs, .nr_threads = run->threads,
		.duration_ns = run->duration_ns, .seed = run->seed,
	};
	struct lab_sim_result r;
	int rc = lab_sim__run(&config, heap, lab_rcu__sim.run, args, &r, err);

	if (rc)
		return rc;
	run->nr_stuck = r.nr_stuck;
	memcpy(run->stuck, r.stuck, sizeof(run->stuck));
	run->violation = r.violation;
	return 0;
}

static int on_threads(struct lab_rcu_run *run, void **args, struct pby_err *err)
{
	struct lab_native_config config = {
		.nr_threads = run->threads, .duration_ns = run->scenario ? 1000000 : run->duration_ns, .seed = run->seed,
		.release_stuck = true,
	};
	struct lab_native_result r;
	int rc;

	rc = lab_native__run(&config, lab_rcu__native.run, args, &r, err);
	if (rc)
		return rc;
	run->nr_stuck = r.nr_stuck;
	memcpy(run->stuck, r.stuck, sizeof(run->stuck));
	run->violation = r.violation;
	if (r.nr_stuck)
		run->ended_ns = 0;	/* it went on only because it was released */
	return 0;
}

int lab_rcu__run(struct lab_rcu_run *run, const struct lab_machine *machine, struct pby_err *err)
{
	const struct lab_rcu_alg *alg = machine ? &lab_rcu__sim : &lab_rcu__native;
	void **args = calloc(run->threads, sizeof(*args)), *state;
	struct lab_heap heap = { 0 };
	int rc;

	if (!args || lab_heap__init(&heap, alg->bytes(run))) {
		free(args);
		return pby_err__set(err, ENOMEM, "no memory for %d threads", run->threads);
	}
	state = alg->create(&heap, run);
	for (int i = 0; i < run->threads; i++)
		args[i] = state;
	rc = machine ? simulate(run, machine, &heap, args, err) : on_threads(run, args, err);
	lab_heap__free(&heap);
	free(args);
	return rc;
}
