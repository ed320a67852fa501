// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* counts.c: what the kernel counted, for each probe. */
#include "model/cost/counts.h"

#include <string.h>

/* Fewer ticks do not tell how a program's runs divide among its probes. */
enum { ENOUGH = 30 };

static struct pby_amount known(double value)
{
	return (struct pby_amount){ PBY_YES, value, NULL };
}

static struct pby_amount unknown(const char *why)
{
	return (struct pby_amount){ PBY_MAYBE, 0, why };
}

static const struct pby_cost_runs *runs_of(const struct pby_cost_seen *seen, uint32_t id)
{
	for (uint32_t i = 0; i < seen->runs.nr; i++)
		if (seen->runs.items[i].prog == id)
			return &seen->runs.items[i];
	return NULL;
}

static const struct pby_cost_counted *event_of(const struct pby_cost_seen *seen, const struct pby_probe *p)
{
	/* "kprobes/name": the profile prints no group. */
	const char *slash = p->event ? strrchr(p->event, '/') : NULL, *name = slash ? slash + 1 : p->event;
	bool user = pby_probe_kind__family(p->kind) == PBY_FAMILY_UPROBE;

	for (uint32_t i = 0; name && i < seen->events.nr; i++) {
		const struct pby_cost_counted *c = &seen->events.items[i];

		if (c->event && c->user == user && !strcmp(c->event, name))
			return c;
	}
	return NULL;
}

static const struct pby_cost_counted *link_of(const struct pby_cost_seen *seen, const struct pby_probe *p)
{
	for (uint32_t i = 0; p->link_id && i < seen->links.nr; i++)
		if (seen->links.items[i].link == p->link_id)
			return &seen->links.items[i];
	return NULL;
}

/* How much of a program's time this probe has, or below 0 when that cannot be told. */
static double part_of(const struct pby_cost *cost, const struct pby_probes *probes, uint32_t probe)
{
	const struct pby_sampled *own = &cost->probes.items[probe].sampled;
	struct pby_sampled all = { 0 };

	for (uint32_t i = 0; i < probes->probes.nr; i++) {
		if (probes->probes.items[i].prog != probes->probes.items[probe].prog)
			continue;
		all.ns += cost->probes.items[i].sampled.ns;
		all.shared_ns += cost->probes.items[i].sampled.shared_ns;
		all.samples += cost->probes.items[i].sampled.samples;
	}
	return all.samples < ENOUGH || all.shared_ns > all.ns / 2 ? -1 : own->ns / all.ns;
}

static void take_runs(struct pby_cost *cost, const struct pby_cost_seen *seen, const struct pby_probes *probes,
		      uint32_t i)
{
	const struct pby_program *prog = pby_probes__program(probes, &probes->probes.items[i]);
	const struct pby_cost_runs *runs = prog ? runs_of(seen, prog->id) : NULL;
	struct pby_cost_probe *p = &cost->probes.items[i];
	double part = 1;

	if (!runs || seen->counted != PBY_YES || seen->window_s <= 0) {
		const char *why = seen->counted == PBY_YES ? "its program came or went meanwhile" : seen->counted_why;

		p->hits_per_s = p->run_ns = unknown(why);
		return;
	}
	if (runs->runs) {
		double ns = (double)runs->run_ns / (double)runs->runs - seen->stats.empty_ns;

		p->run_ns = known(ns > 0 ? ns : 0);
	} else {
		p->run_ns = unknown("it did not run while statistics were on");
	}
	if (runs->runs && prog->nr_probes > 1)
		part = part_of(cost, probes, i);
	p->hits_per_s = part >= 0 ? known(part * (double)runs->runs / seen->window_s)
				  : unknown("its program runs at other probes too, and is counted as one");
}

static void take_losses(struct pby_cost_probe *p, const struct pby_cost_seen *seen, const struct pby_probes *probes,
			const struct pby_probe *probe)
{
	const struct pby_program *prog = pby_probes__program(probes, probe);
	const struct pby_cost_runs *runs = prog ? runs_of(seen, prog->id) : NULL;
	const struct pby_cost_counted *c = probe->event ? event_of(seen, probe) : link_of(seen, probe);
	double lost = 0;
	bool any = false;

	if (c && (probe->event || probe->missed.read == PBY_YES)) {
		lost += (double)c->missed;
		any = true;
	}
	if (runs && runs->has_misses && prog->nr_probes == 1) {
		lost += (double)runs->misses;
		any = true;
	}
	if (any && seen->seconds > 0)
		p->lost_per_s = known(lost / seen->seconds);
	else
		p->lost_per_s = unknown(probe->missed.why ? probe->missed.why : "no list counts them");
}

void pby_cost__take_counts(struct pby_cost *cost, const struct pby_cost_seen *seen,
			   const struct pby_probes *probes)
{
	for (uint32_t i = 0; i < probes->probes.nr; i++) {
		const struct pby_probe *probe = &probes->probes.items[i];
		struct pby_cost_probe *p = &cost->probes.items[i];
		const struct pby_cost_counted *event = event_of(seen, probe);

		take_losses(p, seen, probes, probe);
		p->hit_ns = unknown("not modelled");
		p->saving_ns = unknown("not modelled");
		if (pby_probes__program(probes, probe)) {
			take_runs(cost, seen, probes, i);
			continue;
		}
		p->run_ns = unknown("no BPF program");
		if (event && seen->seconds > 0)
			p->hits_per_s = known((double)event->hits / seen->seconds);
		else
			p->hits_per_s = unknown("nobody counts its hits");
	}
}
