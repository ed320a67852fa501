// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: one row of bench net: runs without the probe and with it, turn by turn, over one veth pair. */
#include "source/bench/net.h"

#include <stdio.h>
#include <unistd.h>

#include "base/err.h"
#include "source/bench/body.h"
#include "source/bench/probe.h"
#include "source/bench/session.h"
#include "source/bench/tcp.h"
#include "source/bench/veth.h"
#include "source/bench/watch.h"
#include "source/trial/recipe.h"

enum { REGION = 256 << 10 };

static int (*const runs[PBY_NR_NET_METRICS])(double run_ns, struct pby_tcp_run *run) = {
	[PBY_NET_STREAM] = pby_tcp__stream,
	[PBY_NET_REQUEST] = pby_tcp__requests,
};

/* A row under way, in the child. */
struct run {
	const struct pby_net_job *job;
	struct pby_region *region;
	struct pby_net_measured *m;
	struct pby_recipe_at at;
	struct pby_bench_maps maps;
	struct pby_bpf_kind kind;
	int prog_fd, fd;
};

static int refused(struct run *r, const struct pby_bench_refusal *why)
{
	struct pby_bench_outcome *o = &r->m->outcome;

	o->state = PBY_BENCH_REFUSED;
	o->error = why->error;
	snprintf(o->step, sizeof(o->step), "%s", why->step);
	snprintf(o->why, sizeof(o->why), "%s", why->why ? why->why : "");
	return -1;
}

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void detach(struct run *r)
{
	close_if_open(&r->fd);
	close_if_open(&r->prog_fd);
}

/* The program is loaded anew each time: up to 5.10 one of fentry or fexit can be attached once. */
static int attach(struct run *r)
{
	const struct pby_recipe *recipe = &pby_recipes[r->job->row->hook];
	const char *step = "attach";

	if (!r->job->row->probed)
		return 0;
	pby_region__doing(r->region, "attach the probe");
	r->prog_fd = pby_bench_body__load(PBY_BENCH_COUNTER, &r->kind, &r->maps);
	if (r->prog_fd < 0)
		return refused(r, &(struct pby_bench_refusal){ "load the program", -r->prog_fd, NULL });
	r->fd = recipe->attach(recipe, &r->at, r->prog_fd, &step);
	if (r->fd < 0)
		return refused(r, &(struct pby_bench_refusal){ step, -r->fd, NULL });
	pby_region__doing(r->region, "measure");
	return 0;
}

/* Each of the metrics once: nanoseconds for each thing done. */
static int once(struct run *r, double ns[PBY_NR_NET_METRICS], uint64_t *requests)
{
	for (int i = 0; i < PBY_NR_NET_METRICS; i++) {
		struct pby_tcp_run run;
		int rc = runs[i](r->job->run_ns, &run);

		pby_region__step(r->region);
		if (rc || !run.done)
			return refused(r, &(struct pby_bench_refusal){ "send and receive", -rc, NULL });
		ns[i] = run.took_ns / (double)run.done;
		if (i == PBY_NET_REQUEST)
			*requests += run.done;
	}
	return 0;
}

static int probed(struct run *r, double ns[PBY_NR_NET_METRICS])
{
	uint64_t before, after;
	int rc_before, rc_after, rc = attach(r);

	if (rc)
		return rc;
	before = pby_bench_maps__count(&r->maps, &rc_before);
	rc = once(r, ns, &r->m->requests);
	after = pby_bench_maps__count(&r->maps, &rc_after);
	pby_region__doing(r->region, "detach the probe");
	detach(r);
	pby_region__step(r->region);
	if (!rc && (rc_before || rc_after))
		rc = refused(r, &(struct pby_bench_refusal){ "read the counter", rc_before ? -rc_before : -rc_after, NULL });
	r->m->counted += after - before;
	return rc;
}

static void add_pair(struct run *r, const double before[], const double with[], const double after[])
{
	for (int i = 0; i < PBY_NR_NET_METRICS; i++) {
		struct pby_bench_pairs *p = &r->m->pairs[i];

		p->base_ns[p->nr] = (before[i] + after[i]) / 2;
		p->probed_ns[p->nr] = with[i];
		p->nr++;
	}
}

static int rounds(struct run *r)
{
	double before[PBY_NR_NET_METRICS], with[PBY_NR_NET_METRICS], after[PBY_NR_NET_METRICS];
	uint64_t ignored = 0;

	if (once(r, before, &ignored))
		return -1;
	for (uint32_t i = 0; i < r->job->rounds; i++) {
		if (probed(r, with) || once(r, after, &ignored))
			return -1;
		add_pair(r, before, with, after);
		for (int k = 0; k < PBY_NR_NET_METRICS; k++)
			before[k] = after[k];
	}
	if (!r->job->row->probed || r->m->counted)
		return 0;
	r->m->outcome.state = PBY_BENCH_SILENT;
	snprintf(r->m->outcome.why, sizeof(r->m->outcome.why), "attached, but of %llu requests it counted nothing",
		 (unsigned long long)r->m->requests);
	return -1;
}

/* What can be told before any namespace is made. */
static int prepare(struct run *r)
{
	const struct pby_net_row *row = r->job->row;
	const char *why;
	int rc = pby_bench_maps__open(&r->maps);

	if (rc)
		return refused(r, &(struct pby_bench_refusal){ "make maps", -rc, NULL });
	r->at = (struct pby_recipe_at){ .function = row->at, .event = row->at, .tracepoint = row->tracepoint,
					.tracepoint_type = row->tracepoint_type };
	if (row->probed && pby_recipe__kind(&pby_recipes[row->hook], &r->at, r->job->kernel, &r->kind, &why))
		return refused(r, &(struct pby_bench_refusal){ "find the target in BTF", 0, why });
	if (attach(r))
		return -1;
	detach(r);
	return 0;
}

static void measure(struct pby_region *region, void *arg)
{
	struct run *r = pby_arena__alloc(&region->arena, sizeof(*r));
	struct pby_net_job *job = arg;
	struct pby_bench_refusal refusal;
	struct pby_veth veth = { -1 };

	if (!r)
		return;
	*r = (struct run){ .job = job, .region = region, .prog_fd = -1, .fd = -1 };
	r->m = pby_arena__alloc(&region->arena, sizeof(*r->m));
	region->result = r->m;
	if (!r->m)
		return;
	pby_bench_session__prepare();
	pby_bench_session__pin(job->near_cpu);
	if (prepare(r))
		return;
	pby_region__doing(region, "make network namespaces");
	if (pby_veth__open(&veth, pby_tcp__serve, &job->far_cpu, &refusal))
		refused(r, &refusal);
	else if (!rounds(r))
		r->m->outcome.state = PBY_BENCH_DONE;
	pby_region__doing(region, "end");
	detach(r);
	pby_veth__close(&veth);
}

static bool look(void *arg, const struct pby_region *region)
{
	const struct pby_net_watch *watch = arg;

	return watch->look(watch->arg, region->result);
}

int pby_source__bench_net(const struct pby_net_job *job, const struct pby_net_watch *watch,
			  struct pby_net_measured *m, struct pby_err *err)
{
	struct pby_net_watch w = *watch;
	struct pby_net_job copy = *job;
	struct pby_child child;
	enum pby_child_end end;
	int rc;

	*m = (struct pby_net_measured){ .outcome.state = PBY_BENCH_NOT_RUN };
	rc = pby_child__start(&child, REGION, measure, &copy, err);
	if (rc)
		return rc;
	end = pby_bench_watch__wait(&child, look, &w);
	if (child.region->result)
		*m = *(const struct pby_net_measured *)child.region->result;
	pby_bench_session__end(&child, end, &m->outcome);
	return 0;
}
