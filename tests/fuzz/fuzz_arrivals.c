// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_arrivals.c: any bytes as a script of arrivals; short ones are played. */
#include <stdint.h>
#include <stdlib.h>

#include "lab/arrivals.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct lab_machine machine = {
		.topology = { .sockets = 1, .cores = 33, .threads = 1 },
		.costs = { .load_ps = 500, .store_ps = 500, .atomic_ps = 6000, .core_ps = 120000, .memory_ps = 90000, .pause_ps = 40000,
			   .smt_percent = 100, .service_percent = 40, .sleep_ps = 1500000, .wake_ps = 500000, .wakeup_ps = 3000000 },
	};
	static struct lab_script script;
	static struct lab_arrivals a;
	struct pby_err err;

	if (!size || lab_script__parse(&script, pby_text__of((const char *)data + 1, size - 1), &err))
		return 0;
	if (script.nr_parties > 32 || script.nr_steps > 64)
		return 0;
	a = (struct lab_arrivals){ .script = &script, .rules = (enum lab_arrivals_rules)(data[0] % 3) };
	if (lab_arrivals__run(&a, &machine, &err) || a.sim.nr_stuck)
		abort();	/* somebody is never let in */
	for (int i = 0; i < script.nr_parties; i++)
		if (!a.turn[i])
			abort();
	return 0;
}
