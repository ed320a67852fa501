// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* arrivals.c: reads a script of arrivals and plays it on simulated CPUs. */
#include "lab/arrivals.h"

#include <stdlib.h>

/* One kind of step, n times; false: no room. */
static bool add_steps(struct lab_script *s, char step, uint64_t n)
{
	int room = step == '.' ? LAB_MAX_STEPS - s->nr_steps : LAB_MAX_PARTIES - s->nr_parties;

	if (n > (uint64_t)room || n > (uint64_t)(LAB_MAX_STEPS - s->nr_steps))
		return false;
	for (uint64_t i = 0; i < n; i++)
		s->steps[s->nr_steps++] = step;
	s->nr_parties += step == '.' ? 0 : (int)n;
	return true;
}

int lab_script__parse(struct lab_script *s, struct pby_text text, struct pby_err *err)
{
	struct pby_text t = text;

	s->nr_steps = s->nr_parties = 0;
	while (!pby_text__empty(&t)) {
		uint64_t n = 1;
		char step = pby_text__eat(&t, "r") || pby_text__eat(&t, "R") ? 'r'
			  : pby_text__eat(&t, "w") || pby_text__eat(&t, "W") ? 'w' : pby_text__eat(&t, ".") ? '.' : 0;

		if (!step)
			return pby_err__set(err, EINVAL, "'%.*s': arrivals are r, w, numbers of them as in r300, and dots",
					    (int)(pby_text__len(&text) < 60 ? pby_text__len(&text) : 60), text.p);
		if (step != '.' && !pby_text__empty(&t) && *t.p >= '0' && *t.p <= '9' && (!pby_text__u64(&t, &n) || !n))
			return pby_err__set(err, EINVAL, "how many of them: from 1 to %d", LAB_MAX_PARTIES);
		if (!add_steps(s, step, n))
			return pby_err__set(err, EINVAL, "at most %d can come, and %d things happen", LAB_MAX_PARTIES, LAB_MAX_STEPS);
	}
	return s->nr_parties ? 0 : pby_err__set(err, EINVAL, "nobody comes: arrivals are r, w, r300 and dots, as in WrwrrW");
}

int lab_arrivals__run(struct lab_arrivals *a, const struct lab_machine *machine, struct pby_err *err)
{
	struct lab_sim_config config = {
		.topology = machine->topology, .costs = machine->costs, .nr_threads = a->script->nr_parties + 1,
	};
	void **args = calloc(config.nr_threads, sizeof(*args)), *state;
	struct lab_heap heap = { 0 };
	int rc;

	if (!args || lab_heap__init(&heap, lab_arrivals__sim.bytes(a->script->nr_parties))) {
		free(args);
		return pby_err__set(err, ENOMEM, "no memory for %d threads", config.nr_threads);
	}
	state = lab_arrivals__sim.create(&heap, a);
	for (int i = 0; i < config.nr_threads; i++)
		args[i] = state;
	rc = lab_sim__run(&config, &heap, lab_arrivals__sim.run, args, &a->sim, err);
	for (int i = 0, nr = 0; !rc && i < a->script->nr_steps; i++)
		if (a->script->steps[i] != '.')
			a->turns[a->turn[nr++]].write |= a->script->steps[i] == 'w';
	/* The script's reader is CPU 0. */
	for (int i = 0; i < a->nr_woken; i++)
		a->woken[i]--;
	lab_heap__free(&heap);
	free(args);
	return rc;
}
