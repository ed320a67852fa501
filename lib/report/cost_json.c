// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost_json.c: builds the result of probity cost. */
#include "report/cost.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "model/cost/cost.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/sickness.h"
#include "report/probes.h"

/* Nanoseconds of CPU time as a part of one CPU. */
static double part(const struct pby_cost *cost, double ns)
{
	return cost->seconds > 0 ? ns / (cost->seconds * 1e9) : 0;
}

static void add_unknown(struct json_object *o, const char *key, const char *why)
{
	struct json_object *unknown = pby_json__get(o, "unknown");

	pby_json__null(o, key);
	if (!unknown)
		unknown = pby_json__obj(o, "unknown");
	pby_json__str(unknown, key, why && *why ? why : "not looked at");
}

static void add_amount(struct json_object *o, const char *key, const struct pby_amount *a, double scale)
{
	if (a->read == PBY_YES)
		pby_json__double(o, key, a->value * scale);
	else
		add_unknown(o, key, a->why);
}

static const char *why_not_sampled(const struct pby_cost_told *t)
{
	if (t->seen->clock == PBY_CLOCK_NONE)
		return t->seen->samples_why ? t->seen->samples_why : "no sampling clock";
	return "the symbol table shows no addresses (kernel.kptr_restrict): a sample says nothing";
}

static bool was_sampled(const struct pby_cost_told *t)
{
	return t->seen->clock != PBY_CLOCK_NONE && t->cost->has_addresses && t->cost->seconds > 0;
}

/* 95 of 100 times the truth is as near: ticks come by chance, so their number spreads as its root. */
static double error_of(const struct pby_cost *cost, const struct pby_sampled *s)
{
	return s->samples > 0 ? 1.96 * part(cost, s->ns) / sqrt(s->samples) : 0;
}

static void add_sampled(struct json_object *o, const struct pby_cost_told *t, const struct pby_sampled *s)
{
	const struct pby_cost *c = t->cost;

	if (!was_sampled(t)) {
		add_unknown(o, "sampled", why_not_sampled(t));
		return;
	}
	pby_json__double(o, "sampled", part(c, s->ns));
	pby_json__double(o, "error", error_of(c, s));
	pby_json__double(o, "body", part(c, s->body_ns));
	pby_json__double(o, "behind", part(c, s->behind_ns));
	pby_json__double(o, "shared", part(c, s->shared_ns));
	pby_json__double(o, "ticks", s->samples);
}

static void add_modelled(struct json_object *o, const struct pby_cost_told *t, const struct pby_cost_probe *p)
{
	add_amount(o, "hit_ns", &p->hit_ns, 1);
	if (p->model)
		pby_json__str(o, "model", p->model);
	if (p->hit_ns.read == PBY_YES && p->hits_per_s.read == PBY_YES)
		pby_json__double(o, "modelled", p->hit_ns.value * p->hits_per_s.value / 1e9);
	else
		add_unknown(o, "modelled", p->hit_ns.read == PBY_YES ? p->hits_per_s.why : p->hit_ns.why);
	if (p->hits_per_s.read == PBY_YES && p->run_ns.read == PBY_YES)
		/* As the kernel tells it: with what it takes to count. */
		pby_json__double(o, "by_statistics",
				 p->hits_per_s.value * (p->run_ns.value + t->seen->stats.empty_ns) / 1e9);
	if (p->advice)
		pby_json__str(o, "advice", p->advice);
	if (p->advice && p->saving_ns.read == PBY_YES)
		pby_json__double(o, "saving", p->saving_ns.value / 1e9);
}

/* How far the two ways are apart, as a part of the larger one. */
static void add_disagreement(struct json_object *o)
{
	double a = json_object_get_double(pby_json__get(o, "sampled"));
	double b = json_object_get_double(pby_json__get(o, "modelled")), most = a > b ? a : b;

	if (pby_json__get(o, "sampled") && pby_json__get(o, "modelled") && most > 0)
		pby_json__double(o, "disagreement", fabs(a - b) / most);
}

static void add_probes(struct json_object *root, const struct pby_cost_told *t)
{
	struct json_object *list;

	pby_probes__json(root, t->probes);
	list = pby_json__get(root, "probes");
	for (uint32_t i = 0; i < t->cost->probes.nr; i++) {
		const struct pby_cost_probe *p = &t->cost->probes.items[i];
		struct json_object *probe = pby_json__item(list, i), *o;

		pby_json__int(probe, "index", i);
		o = pby_json__obj(probe, "cost");
		add_sampled(o, t, &p->sampled);
		add_amount(o, "hits_per_s", &p->hits_per_s, 1);
		add_amount(o, "run_ns", &p->run_ns, 1);
		add_modelled(o, t, p);
		add_amount(o, "lost_per_s", &p->lost_per_s, 1);
		add_disagreement(o);
	}
}

static void add_process(struct json_object *list, const struct pby_cost_told *t, uint32_t n)
{
	const struct pby_cost_process *p = &t->cost->processes.items[n];
	struct json_object *o = pby_json__obj(list, NULL), *probes;

	pby_json__int(o, "pid", p->pid);
	if (p->comm)
		pby_json__str(o, "comm", p->comm);
	else
		pby_json__null(o, "comm");
	if (p->cgroup)
		pby_json__str(o, "cgroup", p->cgroup);
	if (p->container)
		pby_json__str(o, "container", p->container);
	if (p->runtime)
		pby_json__str(o, "runtime", p->runtime);
	pby_json__double(o, "busy", part(t->cost, p->busy_ns));
	pby_json__double(o, "in_probes", part(t->cost, p->probe_ns));
	pby_json__double(o, "share", p->busy_ns > 0 ? p->probe_ns / p->busy_ns : 0);
	pby_json__double(o, "ticks", p->samples);
	if (p->owner)
		pby_json__bool(o, "owner", true);
	if (p->own_ns.read == PBY_YES)
		pby_json__double(o, "own", part(t->cost, p->own_ns.value));
	probes = pby_json__arr(o, "probes");
	for (uint32_t i = 0; i < t->cost->pairs.nr; i++) {
		const struct pby_cost_pair *pair = &t->cost->pairs.items[i];
		struct json_object *in;

		if (pair->process != n || pair->ns <= 0)
			continue;
		in = pby_json__obj(probes, NULL);
		pby_json__int(in, "probe", pair->probe);
		pby_json__double(in, "sampled", part(t->cost, pair->ns));
	}
}

static void add_processes(struct json_object *root, const struct pby_cost_told *t)
{
	struct json_object *list = pby_json__arr(root, "processes");

	for (uint32_t i = 0; i < t->cost->processes.nr; i++) {
		const struct pby_cost_process *p = &t->cost->processes.items[i];

		/* Of the others there is nothing to say but how busy they were. */
		if (p->probe_ns > 0 || p->owner)
			add_process(list, t, i);
	}
}

/* Processes outside of containers are those of the container "". */
static void add_containers(struct json_object *root, const struct pby_cost_told *t)
{
	struct json_object *list = pby_json__arr(root, "containers");

	for (uint32_t i = 0; i < t->cost->processes.nr; i++) {
		const struct pby_cost_process *first = &t->cost->processes.items[i];
		double busy = 0, in_probes = 0;
		bool seen = false;
		struct json_object *o;

		for (uint32_t j = 0; j < t->cost->processes.nr; j++) {
			const struct pby_cost_process *p = &t->cost->processes.items[j];

			if (!first->container || !p->container || strcmp(p->container, first->container))
				continue;
			seen |= j < i;
			busy += p->busy_ns;
			in_probes += p->probe_ns;
		}
		if (!first->container || seen)
			continue;
		o = pby_json__obj(list, NULL);
		pby_json__str(o, "container", first->container);
		pby_json__str(o, "runtime", first->runtime ? first->runtime : "");
		pby_json__double(o, "busy", part(t->cost, busy));
		pby_json__double(o, "in_probes", part(t->cost, in_probes));
	}
}

static void add_cpus(struct json_object *root, const struct pby_cost_told *t)
{
	struct json_object *list = pby_json__arr(root, "cpus");

	for (uint32_t i = 0; i < t->cost->cpus.nr; i++) {
		struct json_object *o = pby_json__obj(list, NULL);

		pby_json__int(o, "cpu", i);
		pby_json__double(o, "busy", part(t->cost, t->cost->cpus.items[i].busy_ns));
		pby_json__double(o, "in_probes", part(t->cost, t->cost->cpus.items[i].probe_ns));
	}
}

static const char *clock_name(enum pby_cost_clock clock)
{
	static const char *const names[] = { "none", "cycles", "cpu-clock" };

	return names[clock];
}

static void add_clock(struct json_object *root, const struct pby_cost_told *t)
{
	const struct pby_cost_seen *s = t->seen;
	struct json_object *o = pby_json__obj(root, "sampling");

	pby_json__str(o, "clock", clock_name(s->clock));
	pby_json__int(o, "cpus", s->nr_cpus);
	if (s->tick_ns)
		pby_json__double(o, "hz", 1e9 / (double)s->tick_ns);
	pby_json__int(o, "ticks", t->cost->ticks);
	pby_json__int(o, "lost", (int64_t)s->lost);
	if (s->samples_why)
		pby_json__str(o, "why", s->samples_why);
	o = pby_json__obj(root, "statistics");
	pby_json__bool(o, "used", s->counted == PBY_YES);
	pby_json__int(o, "windows", s->nr_windows);
	pby_json__double(o, "seconds", s->window_s);
	if (s->stats.on_ns > 0)
		pby_json__double(o, "ns_per_run", s->stats.on_ns - s->stats.off_ns);
	if (s->counted != PBY_YES)
		pby_json__str(o, "why", s->counted_why ? s->counted_why : "not asked for");
}

/* What looking took: its processes, the ticks' interrupts, and each run that was counted. */
static void add_own(struct json_object *root, const struct pby_cost_told *t)
{
	const struct pby_cost_seen *s = t->seen;
	struct json_object *o = pby_json__obj(root, "own_cost");
	double runs = 0, all = part(t->cost, s->own_s * 1e9), ticks, stats;

	for (uint32_t i = 0; i < s->runs.nr; i++)
		runs += (double)s->runs.items[i].runs;
	ticks = part(t->cost, s->sample_ns * ((double)s->samples.nr + (double)s->lost));
	stats = part(t->cost, runs * (s->stats.on_ns > s->stats.off_ns ? s->stats.on_ns - s->stats.off_ns : 0));
	pby_json__double(o, "processes", all);
	if (s->sample_ns > 0)
		pby_json__double(o, "ticks", ticks);
	else
		add_unknown(o, "ticks", "what one takes could not be measured");
	if (s->stats.on_ns > 0)
		pby_json__double(o, "statistics", stats);
	else if (s->counted == PBY_YES)
		add_unknown(o, "statistics", "what counting a run takes could not be measured");
	else
		pby_json__double(o, "statistics", 0);
	pby_json__double(o, "total", all + ticks + stats);
	pby_json__double(o, "tick_ns", s->sample_ns);
}

static struct json_object *add_source(struct json_object *list, const char *name, bool read, const char *why)
{
	struct json_object *o = pby_json__obj(list, NULL);

	pby_json__str(o, "name", name);
	pby_json__str(o, "read", read ? "yes" : "no");
	if (!read || why)
		pby_json__str(o, "why", why ? why : "not looked at");
	return o;
}

/* probed-files tell Go and USDT, which cost nothing. */
static void add_lists(struct json_object *list, const struct pby_probes *probes)
{
	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++) {
		const struct pby_listing *l = &probes->lists[i];
		bool whole = l->read == PBY_YES && !l->partial;

		if (!l->needless && i != PBY_LIST_BINARIES)
			pby_json__bool(add_source(list, pby_probe_list__name((enum pby_probe_list)i), whole,
						  whole ? NULL : l->why), "lists_probes", true);
	}
}

static void add_sources(struct json_object *root, const struct pby_cost_told *t)
{
	struct json_object *list = pby_json__arr(root, "sources");
	const struct pby_kernel *k = t->kernel;

	add_source(list, "samples", was_sampled(t), was_sampled(t) ? t->seen->samples_why : why_not_sampled(t));
	add_source(list, "PMU", t->seen->clock == PBY_CLOCK_CYCLES,
		   t->seen->clock == PBY_CLOCK_CPU
		   ? "none here: cpu-clock instead, which cannot tick with interrupts off" : why_not_sampled(t));
	add_source(list, "run statistics", t->seen->counted == PBY_YES, t->seen->counted_why);
	add_source(list, "calibration", t->calibration, t->calibration_why);
	add_source(list, "kallsyms", k->symbols.read == PBY_YES, k->symbols.why);
	if (t->changed)
		add_source(list, "programs", true, "some came or went meanwhile: what those took may stand at others");
	add_lists(list, t->probes);
}

struct json_object *pby_cost__json(const struct pby_cost_told *t)
{
	struct json_object *root = json_object_new_object(), *o;

	pby_json__str(root, "schema", "probity.cost/1");
	pby_json__str(root, "probity", PBY_VERSION);
	o = pby_json__obj(root, "kernel");
	pby_json__str(o, "release", t->kernel->release);
	pby_json__str(o, "machine", t->kernel->machine);
	pby_json__str(root, "emulator", t->emulator ? t->emulator : "");
	pby_json__double(root, "seconds", t->cost->seconds);
	add_clock(root, t);
	if (t->calibration)
		pby_json__str(root, "calibration", t->calibration);
	if (was_sampled(t)) {
		pby_json__double(root, "busy", part(t->cost, t->cost->busy_ns));
		pby_json__double(root, "in_probes", part(t->cost, t->cost->probe_ns));
		pby_json__double(root, "in_unknown_probes", part(t->cost, t->cost->unknown_ns));
	} else {
		add_unknown(root, "in_probes", why_not_sampled(t));
	}
	add_own(root, t);
	add_probes(root, t);
	add_processes(root, t);
	add_containers(root, t);
	add_cpus(root, t);
	add_sources(root, t);
	return root;
}
