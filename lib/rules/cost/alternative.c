// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* alternative.c: walks the alternatives of each probe that costs something. */
#include "rules/cost/alternative.h"

#include <string.h>

#include "model/kernel.h"

/* A kprobe on a function's entry lands behind its endbr64. */
enum { ENDBR = 4, FEW = 8 };
static const double worth_ns = 1e6;	/* of CPU time a second */

static bool on_function(struct pby_kernel *k, const struct pby_probe *p)
{
	return p->target && !p->module && p->offset <= ENDBR &&
	       pby_fact__yes(pby_kernel__btf_function(k, p->target));
}

/* One trampoline a function: attaching to thousands takes minutes. */
static bool on_few_functions(struct pby_kernel *k, const struct pby_probe *p)
{
	return p->nr_places <= FEW && (p->nr_places > 1 || on_function(k, p));
}

/* Events of system calls are made of two raw ones: a raw program would have to look for its own. */
static bool on_event(struct pby_kernel *k, const struct pby_probe *p)
{
	(void)k;
	return p->target && strncmp(p->target, "syscalls:", 9);
}

static const struct {
	enum pby_probe_kind kind;
	enum pby_hook hook;
	bool (*condition)(struct pby_kernel *k, const struct pby_probe *p);
} rows[] = {
#define ALTERNATIVE(kind, hook, condition) { PBY_KIND_##kind, PBY_HOOK_##hook, condition },
#include "rules/cost/alternative.def"
#undef ALTERNATIVE
};

/* What the probe takes of each second: sampled, else modelled. */
static double taken(const struct pby_cost *cost, const struct pby_cost_probe *p)
{
	if (p->sampled.ns > 0 && cost->seconds > 0)
		return p->sampled.ns / cost->seconds;
	return p->hit_ns.read == PBY_YES && p->hits_per_s.read == PBY_YES ? p->hit_ns.value * p->hits_per_s.value : 0;
}

static bool loses(const struct pby_cost_probe *p)
{
	return p->lost_per_s.read == PBY_YES && p->lost_per_s.value > 0;
}

static void by_price(struct pby_cost *cost, struct pby_cost_probe *p, enum pby_hook hook, double now, double then)
{
	double takes = taken(cost, p), would = takes * then / now;

	p->advice = pby_arena__printf(&cost->arena, "%s on this kernel: about %.1f %% instead of %.1f %%%s",
				      pby_hook__name(hook), would / 1e7, takes / 1e7,
				      loses(p) ? ", and what is lost now would not be" : "");
	p->saving_ns = (struct pby_amount){ PBY_YES, takes - would, NULL };
}

/* A hit now, with its program's body; and by the other hook. Only when both are on the list. */
static bool cheaper(const struct pby_cost_probe *p, const struct pby_calibration *prices, enum pby_hook hook,
		    double *now, double *then)
{
	const struct pby_price *other = pby_calibration__price(prices, hook, "", PBY_BENCH_EMPTY);
	double body = p->run_ns.read == PBY_YES ? p->run_ns.value : 0;

	if (!other || p->hit_ns.read != PBY_YES || p->hit_ns.value <= 0)
		return false;
	*now = p->hit_ns.value;
	*then = (other->net_ns > 0 ? other->net_ns : 0) + body;
	return *then < 0.8 * *now;
}

static void advise(struct pby_cost *cost, struct pby_cost_probe *p, const struct pby_probe *probe,
		   const struct pby_calibration *prices, const struct pby_attach_points *points,
		   struct pby_kernel *kernel)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && !p->advice; i++) {
		const struct pby_attach_point *point = &points->items[rows[i].hook];
		double now, then;

		if (rows[i].kind != probe->kind || point->works != PBY_YES || point->hangs[0] ||
		    !rows[i].condition(kernel, probe))
			continue;
		if (cheaper(p, prices, rows[i].hook, &now, &then))
			by_price(cost, p, rows[i].hook, now, then);
		else if (!prices->rows.nr && loses(p) && pby_probe_kind__returns(probe->kind))
			p->advice = pby_arena__printf(&cost->arena, "%s on this kernel loses nothing; what it saves is "
						      "not known without a price list", pby_hook__name(rows[i].hook));
	}
}

void pby_cost__advise(struct pby_cost *cost, const struct pby_probes *probes, const struct pby_calibration *prices,
		      const struct pby_attach_points *points, struct pby_kernel *kernel)
{
	for (uint32_t i = 0; i < cost->probes.nr; i++) {
		struct pby_cost_probe *p = &cost->probes.items[i];

		if (taken(cost, p) >= worth_ns || loses(p))
			advise(cost, p, &probes->probes.items[i], prices, points, kernel);
	}
}
