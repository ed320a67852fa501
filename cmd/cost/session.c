// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* session.c: gathers, looks, shows; again where that was asked for, until a signal ends it. */
#define _GNU_SOURCE
#include "cmd/cost/session.h"

#include <errno.h>
#include <string.h>

#include "base/json.h"
#include "base/root.h"
#include "cmd/command.h"
#include "cmd/cost/screen.h"
#include "cmd/saved.h"
#include "gather.h"
#include "model/attach_point.h"
#include "model/cost/modelled.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/rule.h"
#include "model/sickness.h"
#include "rules/cost/alternative.h"
#include "source/cost/meter.h"

/* What is known of the machine, from one look to the next. */
struct known {
	struct pby_kernel kernel;
	struct pby_probes probes;
	struct pby_sickness sickness;
	struct pby_verdict verdict;
	struct pby_attach_points points;
	bool gathered;
	double sample_ns;
};

static void forget(struct known *k)
{
	pby_attach_points__free(&k->points);
	pby_verdict__free(&k->verdict);
	pby_sickness__free(&k->sickness);
	pby_probes__free(&k->probes);
	pby_kernel__free(&k->kernel);
	*k = (struct known){ .sample_ns = k->sample_ns };
}

static int gather(struct known *k, struct pby_err *err)
{
	struct pby_subject subject = { .kernel = &k->kernel, .sickness = &k->sickness, .probes = &k->probes };
	struct pby_gather here = { 0 };
	int rc;

	if (k->gathered)
		return 0;
	forget(k);
	rc = pby_gather__machine(&here, &k->kernel, &k->probes, &k->sickness, err);
	if (!rc && pby_rules__judge(&subject, &k->verdict))
		rc = pby_err__set(err, ENOMEM, "no memory");
	if (!rc)
		pby_attach_points__judge(&k->kernel, &k->verdict, &k->points);
	k->gathered = !rc;
	return rc;
}

/* Did programs come or go? Then the probes and their addresses are others. */
static bool changed(const struct known *k, const struct pby_cost_seen *seen)
{
	uint32_t same = 0;

	for (uint32_t i = 0; i < seen->runs.nr; i++)
		for (uint32_t p = 0; p < k->probes.programs.nr; p++)
			same += k->probes.programs.items[p].id == seen->runs.items[i].prog;
	return same != k->probes.programs.nr || same != seen->runs.nr;
}

static struct pby_meter_request request_of(const struct pby_cost_session *s, struct known *k)
{
	struct pby_meter_request r = { .seconds = s->interval_s, .hz = s->hz, .stats = s->stats,
				       .probes = &k->probes, .sample_ns = k->sample_ns,
				       .no_stats = "not asked for (--no-stats)" };
	const char *hangs = pby_sickness__hangs(&k->sickness, &k->kernel.arena);

	if (!hangs && k->probes.stuck)
		hangs = "not switched on: a list of probes did not answer, something here is stuck";
	if (hangs) {
		r.stats = false;
		r.no_stats = hangs;
	}
	return r;
}

/* Did any probe take a hundredth of a CPU, or lose anything? */
static bool found(const struct pby_cost *cost)
{
	for (uint32_t i = 0; i < cost->probes.nr; i++) {
		const struct pby_cost_probe *p = &cost->probes.items[i];

		if (p->sampled.ns > cost->seconds * 1e7 || (p->lost_per_s.read == PBY_YES && p->lost_per_s.value > 0) ||
		    (p->hit_ns.read == PBY_YES && p->hits_per_s.read == PBY_YES &&
		     p->hit_ns.value * p->hits_per_s.value > 1e7))
			return true;
	}
	return false;
}

static int code_of(const struct pby_cost_seen *seen, const struct pby_cost *cost)
{
	if (found(cost))
		return PBY_EXIT_FOUND;
	return (seen->clock != PBY_CLOCK_NONE && cost->has_addresses) || seen->counted == PBY_YES ? PBY_EXIT_CLEAN
												 : PBY_EXIT_BLIND;
}

static struct json_object *tell(const struct pby_cost_session *s, const struct known *k,
				const struct pby_cost_seen *seen, const struct pby_cost *cost)
{
	struct pby_cost_told told = { .kernel = &k->kernel, .sickness = &k->sickness, .probes = &k->probes,
				      .seen = seen, .cost = cost, .emulator = s->prices->machine.emulator,
				      .calibration = s->prices->why ? NULL : s->prices->name,
				      .calibration_why = s->prices->why, .changed = changed(k, seen) };
	struct json_object *result = pby_cost__json(&told);

	pby_cost__sort(result, s->order);
	if (s->baseline)
		pby_cost__compare(result, s->baseline);
	return result;
}

/* One look, shown. Returns the exit code; *going_on: no signal came. */
static int look(struct pby_cost_session *s, struct known *k, struct pby_cost_screen *screen, bool *going_on,
		struct pby_err *err)
{
	struct pby_meter_request request = request_of(s, k);
	struct pby_meter meter = { 0 };
	struct pby_cost_seen seen;
	struct pby_cost cost = { 0 };
	int code = PBY_EXIT_BLIND, rc;

	rc = pby_meter__start(&meter, &request, err);
	if (!rc) {
		*going_on = pby_cost_screen__wait(screen, &meter, s->interval_s);
		pby_meter__finish(&meter, &seen);
		k->sample_ns = seen.sample_ns;
		rc = pby_cost__build(&cost, &seen, &k->probes, &k->kernel);
		if (rc)
			pby_err__set(err, -rc, "no memory for the samples");
	}
	if (!rc) {
		pby_cost__model(&cost, &seen, &k->probes, &s->prices->list, s->prices->why);
		pby_cost__advise(&cost, &k->probes, &s->prices->list, &k->points, &k->kernel);
		code = code_of(&seen, &cost);
		rc = pby_cost_screen__show(screen, tell(s, k, &seen, &cost), err);
		/* Those that came are on the lists next time. */
		k->gathered = !changed(k, &seen);
	}
	pby_cost__free(&cost);
	pby_meter__free(&meter);
	return rc ? PBY_EXIT_BLIND : code;
}

int pby_cost_session__read_baseline(struct pby_cost_session *s, const char *path, struct pby_err *err)
{
	s->baseline = pby_saved__load(path, err);
	if (!s->baseline)
		return -EBADMSG;
	if (!strcmp(pby_json__get_str(s->baseline, "schema"), "probity.cost/1"))
		return 0;
	return pby_err__set(err, EBADMSG, "%s: not a result of probity cost", path);
}

int pby_cost_session__run(struct pby_cost_session *s, struct pby_err *err)
{
	uint64_t times = s->times ? s->times : s->top ? UINT64_MAX : 1;
	struct known known = { 0 };
	struct pby_cost_screen screen;
	int code = PBY_EXIT_CLEAN;
	bool going_on = true;

	if (s->interval_s <= 0)
		s->interval_s = s->top ? 3 : 10;
	if (pby_cost_screen__open(&screen, s, err))
		return PBY_EXIT_BLIND;
	for (uint64_t i = 0; i < times && going_on && !*err->text; i++) {
		int now = PBY_EXIT_BLIND;

		if (!gather(&known, err))
			now = look(s, &known, &screen, &going_on, err);
		code = now > code ? now : code;
	}
	pby_cost_screen__close(&screen);
	forget(&known);
	return code;
}
