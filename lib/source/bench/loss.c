// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* loss.c: sleepers and recursion under each return hook. */
#include "source/bench/loss.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "source/bench/session.h"
#include "source/bench/sleepers.h"
#include "source/bench/tracefs_probe.h"
#include "source/child.h"
#include "source/perf_event.h"

struct run {
	struct pby_bench_session session;
	const struct pby_loss_job *job;
	struct pby_lossy *row;
};

bool pby_source__bench_loss_offers(enum pby_bench_hook row)
{
	return row == PBY_BENCH_KRETPROBE || row == PBY_BENCH_KRETPROBE_MULTI || row == PBY_BENCH_KPROBE_SESSION ||
	       row == PBY_BENCH_FEXIT || row == PBY_BENCH_URETPROBE_PUSH || row == PBY_BENCH_UPROBE_SESSION;
}

static bool in_program(enum pby_bench_hook row)
{
	return row == PBY_BENCH_URETPROBE_PUSH || row == PBY_BENCH_UPROBE_SESSION;
}

/* Where the row's hook is put for each way; false: it has no such way. */
static bool way_of(const struct run *r, enum pby_loss_way how, struct pby_bench_way *way)
{
	*way = (struct pby_bench_way){ .trigger = PBY_TRIGGER_GETPPID };
	if (in_program(r->job->row))
		way->at.place = how == PBY_LOSS_SLEEP ? (const void *)pby_sleepers__sleep
						      : (const void *)pby_recursion__level;
	else
		way->at.function = pby_sleepers__kernel_function(r->job->kernel);
	return how == PBY_LOSS_SLEEP || in_program(r->job->row);
}

static int refuse(struct run *r, const char *step, int rc, const char *why)
{
	return pby_bench_session__refused(&r->session, &(struct pby_bench_refusal){ step, -rc, why });
}

static int sleep_all(struct run *r, struct pby_loss_raw *raw)
{
	int rc = pby_sleepers__run(r->job->threads, &raw->at_once);

	return rc ? refuse(r, "put all threads to sleep", rc, NULL) : 0;
}

/* With the hook on: makes the calls, and counts what it sees. */
static int count(struct run *r, enum pby_loss_way how, struct pby_loss_raw *raw)
{
	struct pby_bench_probe *probe = &r->session.probe;
	uint64_t before;
	int rc, rc_after;

	before = pby_bench_maps__count(&probe->maps, &rc);
	if (how == PBY_LOSS_RECURSE) {
		raw->at_once = r->job->depth;
		pby_recursion__run(r->job->depth);
	} else if (sleep_all(r, raw)) {
		return -1;
	}
	raw->seen = pby_bench_maps__count(&probe->maps, &rc_after) - before;
	raw->expected = (uint64_t)raw->at_once * r->row->runs_per_call;
	if (rc || rc_after)
		return refuse(r, "read the counter", rc ? rc : rc_after, NULL);
	raw->tried = true;
	return 0;
}

static int measure_way(struct run *r, enum pby_loss_way how, const struct pby_bench_way *way)
{
	struct pby_bench_probe *probe = &r->session.probe;
	struct pby_bench_refusal refusal;
	int rc = -1;

	pby_region__doing(r->session.region, "load the program");
	if (pby_bench_probe__open(probe, r->job->row, way, r->job->kernel, &refusal))
		return pby_bench_session__refused(&r->session, &refusal);
	r->row->runs_per_call = pby_bench_probe__runs_per_call(probe);
	r->row->runs_per_loss = r->job->row == PBY_BENCH_UPROBE_SESSION ? 1 : r->row->runs_per_call;
	pby_region__doing(r->session.region, "attach");
	if (pby_bench_probe__attach(probe, PBY_BENCH_COUNTER, &refusal)) {
		pby_bench_session__refused(&r->session, &refusal);
	} else {
		pby_region__doing(r->session.region, "count");
		rc = count(r, how, &r->row->ways[how]);
	}
	pby_region__doing(r->session.region, "detach");
	return rc;
}

/* The same sleepers under a kretprobe that has the room which was missing. */
static void verify(struct run *r, const struct pby_bench_way *way, uint32_t maxactive)
{
	struct pby_lossy *row = r->row;
	struct pby_bench_probe *probe = &r->session.probe;
	struct pby_tracefs_probe event;
	struct pby_err err;
	const char *step = "";

	pby_region__doing(r->session.region, "define a kretprobe through tracefs");
	if (pby_tracefs_probe__define(&event, way->at.function, maxactive, &err)) {
		snprintf(row->verify_why, sizeof(row->verify_why), "%.95s", err.text);
		return;
	}
	probe->prog_fd = pby_bench_body__load(PBY_BENCH_COUNTER, &probe->kind, &probe->maps);
	probe->fd = probe->prog_fd < 0 ? probe->prog_fd : pby_perf__tracepoint(probe->prog_fd, event.name, &step);
	if (probe->fd < 0)
		snprintf(row->verify_why, sizeof(row->verify_why), "%s: %s", step, pby_err__name(-probe->fd));
	else
		count(r, PBY_LOSS_SLEEP, &row->verified);
	pby_bench_probe__detach(probe);
	pby_tracefs_probe__remove(&event);
}

static void all_ways(struct run *r)
{
	struct pby_bench_outcome *o = r->session.outcome;
	struct pby_loss_verdict v = { 0 };
	struct pby_bench_way way;

	for (int how = 0; how < PBY_NR_LOSS_WAYS; how++) {
		int rc;

		if (!way_of(r, (enum pby_loss_way)how, &way))
			continue;
		snprintf(o->at, sizeof(o->at), "%s", way.at.place ? "functions of probity" : way.at.function);
		o->trigger = "threads that sleep in rt_sigtimedwait until all do";
		rc = measure_way(r, (enum pby_loss_way)how, &way);
		if (!rc && how == PBY_LOSS_SLEEP) {
			v = pby_loss__judge(&r->row->ways[how], r->row->runs_per_loss);
			pby_bench_probe__detach(&r->session.probe);
			if (v.enough && r->job->verify && r->job->row == PBY_BENCH_KRETPROBE)
				verify(r, &way, v.enough);
		}
		pby_bench_probe__close(&r->session.probe);
		if (rc)
			return;
	}
	o->state = PBY_BENCH_DONE;
}

/* Nothing was seen of anything: it is not a limit that was met. */
static void check_silence(struct pby_lossy *row)
{
	const struct pby_loss_raw *raw = &row->ways[PBY_LOSS_SLEEP];

	if (row->outcome.state != PBY_BENCH_DONE || raw->seen)
		return;
	row->outcome.state = PBY_BENCH_SILENT;
	snprintf(row->outcome.why, sizeof(row->outcome.why), "attached, but of %llu runs it counted none",
		 (unsigned long long)raw->expected);
}

static void measure(struct pby_region *region, void *arg)
{
	const struct pby_loss_job *job = arg;
	struct run r = { .job = job, .row = pby_bench_session__begin(region, sizeof(*r.row)) };

	if (!r.row)
		return;
	r.session = (struct pby_bench_session){ .row = job->row, .kernel = job->kernel, .region = region,
						 .outcome = &r.row->outcome };
	all_ways(&r);
	check_silence(r.row);
}

int pby_source__bench_loss(const struct pby_loss_job *job, const struct pby_bench_watch *watch, struct pby_lossy *row,
			   struct pby_err *err)
{
	struct pby_loss_job copy = *job;

	return pby_bench_session__measure(&(struct pby_bench_measuring){ .work = measure, .job = &copy, .watch = watch,
			.measured = row, .size = sizeof(*row), .outcome = &row->outcome }, err);
}
