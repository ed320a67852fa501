// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: one row of bench net: runs without the probe and with it, turn by turn, over one veth pair. */
#include "source/bench/net.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "model/kernel.h"
#include "source/bench/net_probe.h"
#include "source/bench/filter.h"
#include "source/bench/iptables.h"
#include "source/bench/session.h"
#include "source/bench/tcp.h"
#include "source/bench/veth.h"

/* A row under way, in the child. */
struct run {
	const struct pby_net_job *job;
	struct pby_region *region;
	struct pby_net_measured *m;
	struct pby_veth veth;
	struct pby_net_probe probe;
};

static int refused(struct run *r, const struct pby_bench_refusal *why)
{
	return pby_bench_refused(&r->m->outcome, why);
}

static int no_run(struct run *r, const char *step, int rc)
{
	return refused(r, &(struct pby_bench_refusal){ step, -rc, rc ? NULL : "nothing came through" });
}

static int tcp(struct run *r, double ns[], uint64_t *made)
{
	struct pby_tcp_run stream, requests;
	int rc = pby_tcp__stream(r->job->run_ns, &stream);

	pby_region__step(r->region);
	if (rc || !stream.done)
		return no_run(r, "send a stream", rc);
	rc = pby_tcp__requests(r->job->run_ns, &requests);
	pby_region__step(r->region);
	if (rc || !requests.done)
		return no_run(r, "send requests", rc);
	ns[PBY_NET_STREAM] = stream.took_ns / (double)stream.done;
	ns[PBY_NET_REQUEST] = requests.took_ns / (double)requests.done;
	*made += requests.done;
	return 0;
}

static int filter(struct run *r, double ns[], struct pby_net_side *side, uint64_t *made)
{
	/* There is one run without the probe more than there are rounds. */
	uint32_t most = PBY_NET_MAX_PINGS / (r->job->rounds + 1);
	double *pings = side->pings_ns + side->nr_pings, sorted[PBY_NET_MAX_PINGS];
	struct pby_filter_run run;
	int rc = pby_filter__flood(&r->veth, r->job->near_cpu, r->job->run_ns, &run);

	pby_region__step(r->region);
	if (rc || !run.dropped)
		return no_run(r, "send packets", rc);
	rc = pby_filter__ping(r->job->run_ns, pings, most);
	pby_region__step(r->region);
	if (rc <= 0)
		return no_run(r, "ping", rc);
	memcpy(sorted, pings, (size_t)rc * sizeof(*pings));
	side->nr_pings += (uint32_t)rc;
	side->softirq_ticks += run.ticks.softirq;
	side->ticks += run.ticks.all;
	ns[PBY_NET_PACKET] = run.took_ns / (double)run.dropped;
	ns[PBY_NET_PING] = pby_bench__quantile(sorted, (uint32_t)rc, 0.5);
	*made += run.dropped;
	return 0;
}

/* Everything once: nanoseconds for each thing done. */
static int once(struct run *r, double ns[], struct pby_net_side *side, uint64_t *made)
{
	return pby_net_load__filters(r->job->row->load) ? filter(r, ns, side, made) : tcp(r, ns, made);
}

static int attach(struct run *r)
{
	struct pby_bench_refusal refusal;
	int rc;

	pby_region__doing(r->region, "attach the probe");
	rc = pby_net_probe__attach(&r->probe, &refusal);
	pby_region__doing(r->region, "measure");
	return rc ? refused(r, &refusal) : 0;
}

static int probed(struct run *r, double ns[])
{
	uint64_t before, after;
	int rc_before, rc_after, rc = attach(r);

	if (rc)
		return rc;
	before = pby_bench_maps__count(&r->probe.maps, &rc_before);
	rc = once(r, ns, &r->m->sides[1], &r->m->made);
	after = pby_bench_maps__count(&r->probe.maps, &rc_after);
	pby_region__doing(r->region, "detach the probe");
	pby_net_probe__detach(&r->probe);
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

		if (!pby_net_load__has(r->job->row->load, (enum pby_net_metric)i))
			continue;
		p->base_ns[p->nr] = (before[i] + after[i]) / 2;
		p->probed_ns[p->nr] = with[i];
		p->nr++;
	}
}

static int rounds(struct run *r)
{
	double before[PBY_NR_NET_METRICS] = { 0 }, with[PBY_NR_NET_METRICS] = { 0 }, after[PBY_NR_NET_METRICS] = { 0 };
	bool filters = pby_net_load__filters(r->job->row->load);
	struct pby_net_side *without = &r->m->sides[0];
	uint64_t ignored = 0;

	if (once(r, before, without, &ignored))
		return -1;
	for (uint32_t i = 0; i < r->job->rounds; i++) {
		if (probed(r, with) || once(r, after, without, &ignored))
			return -1;
		add_pair(r, before, with, after);
		memcpy(before, after, sizeof(before));
	}
	if (!r->job->row->nr_hooks || r->m->counted)
		return 0;
	r->m->outcome.state = PBY_BENCH_SILENT;
	snprintf(r->m->outcome.why, sizeof(r->m->outcome.why), "attached, but of %llu %s it counted nothing",
		 (unsigned long long)r->m->made, filters ? "packets" : "requests");
	return -1;
}

/* The table before the probe: making it is what loads the module that is to be probed. */
static int make_net(struct run *r)
{
	bool filters = pby_net_load__filters(r->job->row->load);
	struct pby_bench_refusal refusal;
	uint32_t far_cpu = r->job->far_cpu;

	pby_region__doing(r->region, "make network namespaces");
	if (pby_veth__open(&r->veth, filters ? pby_filter__live : pby_tcp__serve, &far_cpu, &refusal))
		return refused(r, &refusal);
	if (!filters)
		return 0;
	if (r->job->row->load == PBY_NET_IPTABLES ? pby_iptables__install(&r->veth, &refusal)
						  : pby_filter__install(&r->veth, &refusal))
		return refused(r, &refusal);
	return 0;
}

/* Whether the probe can be had is seen before anything is measured. */
static int try_probe(struct run *r)
{
	struct pby_bench_refusal refusal;
	int rc = pby_net_probe__open(&r->probe, r->job->row, r->job->kernel, &refusal) ? refused(r, &refusal) : attach(r);

	pby_net_probe__detach(&r->probe);
	return rc;
}

static void measure(struct pby_region *region, void *arg)
{
	const struct pby_net_job *job = arg;
	struct run r = { .job = job, .region = region, .veth = { -1 } };

	pby_net_probe__none(&r.probe);
	r.m = pby_bench_session__begin(region, sizeof(*r.m));
	if (!r.m)
		return;
	pby_bench_session__pin(job->near_cpu);
	if (!make_net(&r) && !try_probe(&r) && !rounds(&r))
		r.m->outcome.state = PBY_BENCH_DONE;
	pby_region__doing(region, "end");
	pby_net_probe__detach(&r.probe);
	pby_veth__close(&r.veth);
}

int pby_source__bench_net(const struct pby_net_job *job, const struct pby_bench_watch *watch,
			  struct pby_net_measured *m, struct pby_err *err)
{
	struct pby_net_job copy = *job;

	return pby_bench_session__measure(&(struct pby_bench_measuring){ .work = measure, .job = &copy, .watch = watch,
			.measured = m, .size = sizeof(*m), .outcome = &m->outcome }, err);
}
