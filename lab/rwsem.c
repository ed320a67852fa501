// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rwsem.c: runs loads on a semaphore and sums them up by kind. */
#include "lab/rwsem.h"

#include <stdlib.h>

#include "lab/engine/native.h"

int lab_rwsem__run(const struct lab_rw_run *run, const struct lab_machine *machine, double *seconds,
		   struct lab_sim_result *sim, struct pby_err *err)
{
	const struct lab_rw_alg *alg = machine ? (run->sim ? run->sim : &lab_rwsem__sim)
						: (run->native ? run->native : &lab_rwsem__native);
	void **args = calloc(run->threads, sizeof(*args)), *state;
	struct lab_heap heap = { 0 };
	int rc;

	*sim = (struct lab_sim_result){ 0 };
	if (!args || lab_heap__init(&heap, alg->bytes(run->threads))) {
		free(args);
		return pby_err__set(err, ENOMEM, "no memory for %d threads", run->threads);
	}
	state = alg->create(&heap, run->threads, run->spin);
	for (int i = 0; i < run->threads; i++) {
		run->loads[i].state = state;
		args[i] = &run->loads[i];
	}
	if (machine) {
		struct lab_sim_config config = {
			.topology = machine->topology, .costs = machine->costs, .nr_threads = run->threads,
			.duration_ns = run->duration_ns, .seed = run->seed,
		};

		rc = lab_sim__run(&config, &heap, alg->run, args, sim, err);
		*seconds = sim->end_ns / 1e9;
	} else {
		struct lab_native_config config = {
			.nr_threads = run->threads, .duration_ns = run->duration_ns, .seed = run->seed,
		};
		struct lab_native_result native;

		rc = lab_native__run(&config, alg->run, args, &native, err);
		*seconds = native.wall_ns / 1e9;
	}
	lab_heap__free(&heap);
	free(args);
	return rc;
}

void lab_rwsem__point(const struct lab_rw_run *run, int kind, double seconds, struct lab_pool_point *p)
{
	uint64_t buckets[LAB_NR_BUCKETS] = { 0 }, rounds = 0;

	*p = (struct lab_pool_point){ .threads = run->threads };
	for (int i = 0; i < run->threads; i++) {
		if (run->loads[i].kind != kind)
			continue;
		rounds += run->loads[i].rounds;
		for (int b = 0; b < LAB_NR_BUCKETS; b++)
			buckets[b] += run->loads[i].buckets[b];
	}
	p->per_s = seconds > 0 ? rounds / seconds : 0;
	p->p50_ns = lab_buckets__percentile(buckets, 0.5);
	p->p99_ns = lab_buckets__percentile(buckets, 0.99);
	p->max_ns = lab_buckets__percentile(buckets, 1);
}
