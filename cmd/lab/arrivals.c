// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* arrivals.c: probity lab rwsem --arrivals: in which order a semaphore lets in those who come in a given order. */
#include "cmd/lab/lab.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "lab/report/arrivals.h"
#include "lab/report/lab.h"

static const struct rules {
	const char *name, *source;
	enum lab_arrivals_rules rules;
} rules[] = {
	{ "5.3 to 5.10", "kernel/locking/rwsem.c: rwsem_mark_wake, rwsem_try_read_lock_unqueued (5.10)", LAB_ARRIVALS_5_3 },
	{ "5.11 to 5.18", "kernel/locking/rwsem.c: rwsem_mark_wake, rwsem_down_read_slowpath (5.11)", LAB_ARRIVALS_5_11 },
	{ "5.19 and later", "kernel/locking/rwsem.c: rwsem_mark_wake, rwsem_cond_wake_waiter (6.1)", LAB_ARRIVALS_5_19 },
};

static int play(struct json_object *result, const struct lab_script *script, const struct lab_machine *machine, struct pby_err *err)
{
	struct lab_arrivals *a = malloc(sizeof(*a));
	int rc = a ? 0 : pby_err__set(err, ENOMEM, "no memory for a script of %d steps", script->nr_steps);

	for (size_t i = 0; !rc && i < sizeof(rules) / sizeof(rules[0]); i++) {
		*a = (struct lab_arrivals){ .script = script, .rules = rules[i].rules };
		rc = lab_arrivals__run(a, machine, err);
		if (!rc)
			lab_arrivals__add(result, rules[i].name, rules[i].source, a);
	}
	free(a);
	return rc;
}

int lab_arrivals(const struct lab_values *v)
{
	struct lab_values own = *v;
	struct json_object *result;
	struct lab_script script;
	struct lab_setup s;
	struct pby_err err;

	if (v->engine && strcmp(v->engine, "sim"))
		return lab_fail(PBY_EXIT_USAGE, "--arrivals is for the simulator: on threads the order would depend on the scheduler");
	if (v->mix || v->threads || v->cpus || v->svg)
		return lab_fail(PBY_EXIT_USAGE, "--arrivals says who comes; it has no --mix, --threads, --cpus or --svg");
	if (lab_setup__from(&s, &own, &err) || lab_script__parse(&script, pby_text__str(v->arrivals), &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	/* The order is the same on any machine that has a CPU for each; where none was asked for it gets them. */
	if (!v->topology && !v->machine)
		s.machine.topology = (struct lab_topology){ .sockets = 1, .cores = script.nr_parties + 1, .threads = 1 };
	if (script.nr_parties + 1 > lab_topology__cpus(&s.machine.topology))
		return lab_fail(PBY_EXIT_USAGE, "more come than the machine has CPUs, one being the script's: choose --topology, or none");
	result = lab_result__new("arrivals", "sim", "In which order a rw_semaphore lets them in", "turns",
				 v->topology || v->machine ? &s.machine : NULL);
	pby_json__str(result, "script", v->arrivals);
	pby_json__arr(result, "rules");
	if (play(result, &script, &s.machine, &err)) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}
