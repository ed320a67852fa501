// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu.c: which designs end, and how long grace periods take. */
#include "lab/report/rcu.h"

#include "base/json.h"
#include "lab/report/lab.h"

static const char *const roles[] = { "ns init (PID 1)", "fentry holder", "rcu_tasks_kthread", "bystander" };

enum { NR_ROLES = sizeof(roles) / sizeof(roles[0]) };

void lab_rcu__add_mix(struct json_object *result, const struct lab_rcu_mix *mix)
{
	struct json_object *o = pby_json__obj(result, "timers_ns");

	pby_json__u64(o, "scan", mix->scan_ns);
	pby_json__u64(o, "rcu", mix->rcu_ns);
	pby_json__u64(o, "pause", mix->pause_ns);
	pby_json__u64(o, "jiffy", mix->jiffy_ns);
	o = pby_json__obj(result, "tasks");
	pby_json__u64(o, "switch_ns", mix->switch_ns);
	pby_json__int(o, "busy_one_in", mix->busy_one_in);
	pby_json__u64(o, "busy_ns", mix->busy_ns);
	pby_json__int(o, "exits_one_in", mix->exits_one_in);
	pby_json__u64(o, "life_ns", mix->life_ns);
	pby_json__u64(o, "exit_ns", mix->exit_ns);
	pby_json__arr(result, "scenarios");
}

void lab_rcu__add_scenario(struct json_object *result, const char *kernels, const char *title, const struct lab_rcu_run *run)
{
	struct json_object *o = pby_json__obj(pby_json__get(result, "scenarios"), NULL), *waits;

	pby_json__str(o, "kernels", kernels);
	pby_json__str(o, "title", title);
	pby_json__bool(o, "ends", !run->nr_stuck);
	if (!run->nr_stuck)
		pby_json__u64(o, "ended_ns", run->ended_ns);
	if (run->violation)
		pby_json__str(o, "violation", run->violation);
	waits = pby_json__arr(o, "waits");
	for (int i = 0; i < run->nr_stuck && i < LAB_MAX_STUCK; i++) {
		const struct lab_stuck *s = &run->stuck[i];
		struct json_object *w = pby_json__obj(waits, NULL), *whom;

		pby_json__str(w, "thread", s->cpu < NR_ROLES ? roles[s->cpu] : "a task");
		pby_json__str(w, "what", s->what);
		whom = pby_json__arr(w, "for");
		for (int t = 0; t < NR_ROLES; t++)
			if (s->whom >> t & 1)
				pby_json__str(whom, NULL, roles[t]);
	}
}

void lab_rcu__add_point(struct json_object *curve, const struct lab_rcu_run *run)
{
	struct lab_pool_point p = {
		.threads = run->threads, .per_s = run->periods * 1e9 / run->duration_ns, .nr_stuck = run->nr_stuck, .violation = run->violation,
		.p50_ns = lab_buckets__percentile(run->buckets, 0.5), .p99_ns = lab_buckets__percentile(run->buckets, 0.99),
		.max_ns = run->max_ns,
	};
	struct json_object *points = pby_json__get(curve, "points"), *o;

	lab_curve__add_lock_point(curve, &p);
	o = pby_json__item(points, pby_json__len(points) - 1);
	json_object_object_del(o, "efficiency");	/* of nothing: one grace period serves all */
	pby_json__u64(o, "periods", run->periods);
	pby_json__u64(o, "mean_ns", run->periods ? run->total_ns / run->periods : 0);
	pby_json__double(o, "exits_per_s", run->exits * 1e9 / run->duration_ns);
}

void lab_rcu__text(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *scenarios = pby_json__get(result, "scenarios"), *timers = pby_json__get(result, "timers_ns");

	pby_buf__addf(out, "timers: holdouts are looked at each %.0f ms, synchronize_rcu() takes %.0f ms, %.0f ms between grace periods\n\n",
		      pby_json__get_double(timers, "scan") / 1e6, pby_json__get_double(timers, "rcu") / 1e6,
		      pby_json__get_double(timers, "pause") / 1e6);
	pby_buf__adds(out, "PID 1 of a pid namespace exits while a member detaches an fentry program in its own exit:\n");
	for (size_t i = 0; i < pby_json__len(scenarios); i++) {
		struct json_object *s = pby_json__item(scenarios, i), *waits = pby_json__get(s, "waits");

		pby_buf__addf(out, "  %-14s %-34s ", pby_json__get_str(s, "kernels"), pby_json__get_str(s, "title"));
		if (pby_json__get_bool(s, "ends"))
			pby_buf__addf(out, "ends after %.0f ms\n", pby_json__get_double(s, "ended_ns") / 1e6);
		else
			pby_buf__adds(out, "never ends: a deadlock\n");
		if (pby_json__get(s, "violation"))
			pby_buf__addf(out, "    WRONG: %s\n", pby_json__get_str(s, "violation"));
		for (size_t k = 0; k < pby_json__len(waits) && i == 0; k++) {
			struct json_object *w = pby_json__item(waits, k), *whom = pby_json__get(w, "for");

			pby_buf__addf(out, "    %s waits in %s", pby_json__get_str(w, "thread"), pby_json__get_str(w, "what"));
			for (size_t t = 0; t < pby_json__len(whom); t++)
				pby_buf__addf(out, "%s%s", t ? ", " : " => ", json_object_get_string(pby_json__item(whom, t)));
			pby_buf__addc(out, '\n');
		}
	}
	pby_buf__addc(out, '\n');
}
