// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_tasks.c: probity lab rcu-tasks: checked, simulated, or on threads. */
#include "cmd/lab/lab.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "lab/rcu.h"
#include "lab/report/lab.h"
#include "lab/report/rcu.h"

static const struct scenario {
	const char *kernels, *title;
	enum lab_rcu_kernel kernel;
	bool last_wait;
} scenarios[] = {
	{ "to 6.8", "PID 1 in kernel_wait4()", LAB_RCU_TO_6_8, false },
	{ "to 6.2", "PID 1 in zap's last loop", LAB_RCU_TO_6_8, true },
	{ "6.3 to 6.8", "PID 1 in zap's last loop", LAB_RCU_FIX_6_3, true },
	{ "6.9 and later", "PID 1 in kernel_wait4()", LAB_RCU_FROM_6_9, false },
	{ "6.9 and later", "PID 1 in zap's last loop", LAB_RCU_FROM_6_9, true },
};

/* slow: tasks that exit sleep a hundred times as long in it. */
static const struct design {
	const char *name, *title, *kernels;
	enum lab_rcu_kernel kernel;
	int slow;
} designs[] = {
	{ "srcu", "exiting tasks are waited for", "to 6.8", LAB_RCU_TO_6_8, 1 },
	{ "list", "exiting tasks that run are waited for", "6.9 and later", LAB_RCU_FROM_6_9, 1 },
	{ "srcu, slow", "exits take 100 times as long", "to 6.8", LAB_RCU_TO_6_8, 100 },
	{ "list, slow", "exits take 100 times as long", "6.9 and later", LAB_RCU_FROM_6_9, 100 },
};

enum { NR_SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]), NR_DESIGNS = sizeof(designs) / sizeof(designs[0]) };

static const char source[] = "kernel/rcu/tasks.h: rcu_tasks_wait_gp, rcu_tasks_postscan, check_holdout_task (6.1, 6.12)";

static int parse_mix(const char *text, struct lab_rcu_mix *mix, struct pby_err *err)
{
	const struct {
		const char *name;
		uint64_t *ns;
		uint32_t *one_in;
	} members[] = {
		{ "switch=", &mix->switch_ns, NULL }, { "busy=1/", NULL, &mix->busy_one_in }, { "compute=", &mix->busy_ns, NULL },
		{ "exits=1/", NULL, &mix->exits_one_in }, { "life=", &mix->life_ns, NULL }, { "exit=", &mix->exit_ns, NULL },
		{ "scan=", &mix->scan_ns, NULL }, { "rcu=", &mix->rcu_ns, NULL }, { "pause=", &mix->pause_ns, NULL },
	};
	struct pby_text t = pby_text__str(text ? text : "");
	const size_t nr = sizeof(members) / sizeof(members[0]);

	*mix = lab_rcu_mix__default();
	while (!pby_text__empty(&t)) {
		uint64_t n;
		size_t i;

		for (i = 0; i < nr && !pby_text__eat(&t, members[i].name); i++)
			;
		if (i == nr || !pby_text__u64(&t, &n) || n > 10000000000 || (!pby_text__empty(&t) && !pby_text__eat(&t, ",")))
			return pby_err__set(err, EINVAL, "'%s': switch=, compute=, life=, exit=, scan=, rcu=, pause=NS, busy=1/N, exits=1/N, "
					    "with commas between", text);
		if (members[i].ns)
			*members[i].ns = n;
		else
			*members[i].one_in = (uint32_t)n;
	}
	/* Tasks that never sleep nor compute, and looks without a wait between, would go round without time passing. */
	if (!mix->switch_ns || !mix->scan_ns)
		return pby_err__set(err, EINVAL, "'%s': switch= and scan= must be more than 0", text);
	return 0;
}

static int add_scenarios(struct json_object *result, const struct lab_setup *s, const struct lab_rcu_mix *mix, uint64_t seed,
			 struct pby_err *err)
{
	for (int i = 0; i < NR_SCENARIOS; i++) {
		struct lab_rcu_run run = {
			.kernel = scenarios[i].kernel, .scenario = true, .last_wait = scenarios[i].last_wait,
			.threads = LAB_RCU_LEAST_THREADS, .mix = *mix, .duration_ns = 1000000000, .seed = seed,
		};
		int rc = lab_rcu__run(&run, s->native ? NULL : &s->machine, err);

		if (rc)
			return rc;
		lab_rcu__add_scenario(result, scenarios[i].kernels, scenarios[i].title, &run);
	}
	return 0;
}

static int add_curves(struct json_object *result, const struct lab_setup *s, const struct lab_rcu_mix *mix, uint64_t seed,
		      struct pby_err *err)
{
	for (int d = 0; d < NR_DESIGNS; d++) {
		struct json_object *curve = lab_result__curve(result, designs[d].name, designs[d].title, designs[d].kernels, source);

		for (int i = 0; i < s->nr_threads; i++) {
			struct lab_rcu_run run = {
				.kernel = designs[d].kernel, .threads = s->threads[i], .mix = *mix, .duration_ns = s->duration_ns, .seed = seed,
			};
			int rc;

			run.mix.exit_ns *= designs[d].slow;
			rc = lab_rcu__run(&run, s->native ? NULL : &s->machine, err);
			if (rc)
				return rc;
			lab_rcu__add_point(curve, &run);
		}
	}
	return 0;
}

/* Of the numbers that were not asked for, those that are enough. */
static void drop_small(struct lab_setup *s)
{
	int nr = 0;

	for (int i = 0; i < s->nr_threads; i++)
		if (s->threads[i] >= LAB_RCU_LEAST_THREADS)
			s->threads[nr++] = s->threads[i];
	s->nr_threads = nr;
}

int lab_rcu_tasks(const struct lab_values *v, char **args, int nr_args)
{
	struct lab_values own = *v;
	struct json_object *result;
	struct lab_rcu_mix mix;
	struct lab_setup s;
	struct pby_err err;

	(void)args;
	(void)nr_args;
	if (!v->engine || !strcmp(v->engine, "check"))
		return lab_check_rcu_tasks(v);
	own.mix = NULL;
	if (!v->duration_ms)
		own.duration_ms = !strcmp(v->engine, "native") ? 2000 : 10000;
	if (!v->threads && !strcmp(v->engine, "native"))
		own.threads = "4,8";
	if (lab_setup__from(&s, &own, &err) || parse_mix(v->mix, &mix, &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	if (!v->threads)
		drop_small(&s);
	for (int i = 0; i < s.nr_threads || !s.nr_threads; i++)
		if (!s.nr_threads || s.threads[i] < LAB_RCU_LEAST_THREADS)
			return lab_fail(PBY_EXIT_USAGE, "rcu-tasks has four threads at least: who detaches, rcu_tasks_kthread, and two tasks");
	result = lab_result__new("rcu-tasks", s.native ? "native" : "sim", "RCU-tasks grace periods among tasks that run, compute and exit",
				 "grace periods per second", s.native ? NULL : &s.machine);
	lab_rcu__add_mix(result, &mix);
	if (add_scenarios(result, &s, &mix, (uint64_t)v->seed, &err) || add_curves(result, &s, &mix, (uint64_t)v->seed, &err)) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}
