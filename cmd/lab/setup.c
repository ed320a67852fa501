// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* setup.c: what the options of probity lab mean together. */
#include "cmd/lab/lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "cmd/threads.h"
#include "lab/report/arrivals.h"
#include "lab/report/check.h"
#include "lab/report/lab.h"

/* raw|kretprobe[,hold=NS][,think=NS][,bulk=N] */
static int parse_mix(const char *text, struct lab_pool_mix *mix, struct pby_err *err)
{
	struct pby_text t = pby_text__str(text);
	uint64_t n;

	*mix = (struct lab_pool_mix){ .bulk = 1 };
	if (pby_text__eat(&t, "kretprobe"))
		mix->kretprobe = true;
	else if (!pby_text__eat(&t, "raw"))
		return pby_err__set(err, EINVAL, "'%s': a mix begins with raw or kretprobe", text);
	while (pby_text__eat(&t, ",")) {
		uint32_t *to = pby_text__eat(&t, "hold=") ? &mix->hold_ns
			     : pby_text__eat(&t, "think=") ? &mix->think_ns
			     : pby_text__eat(&t, "bulk=") ? &mix->bulk : NULL;

		if (!to || !pby_text__u64(&t, &n) || n > 1000000000 || (to == &mix->bulk && (n < 1 || n > 16)))
			return pby_err__set(err, EINVAL, "'%s': hold=NS, think=NS, bulk=1..16", text);
		*to = (uint32_t)n;
	}
	return pby_text__empty(&t) ? 0 : pby_err__set(err, EINVAL, "'%s': hold=NS, think=NS, bulk=1..16", text);
}

static void doubling(struct lab_setup *s, int most)
{
	for (int n = 1; n < most; n *= 2)
		s->threads[s->nr_threads++] = n;
	s->threads[s->nr_threads++] = most;
}

int lab_setup__from(struct lab_setup *s, const struct lab_values *v, struct pby_err *err)
{
	int rc, most;

	*s = (struct lab_setup){ .duration_ns = (uint64_t)(v->duration_ms * 1e6) };
	if (v->engine && strcmp(v->engine, "sim") && strcmp(v->engine, "native"))
		return pby_err__set(err, EINVAL, "--engine is sim or native here, not '%s'", v->engine);
	s->native = v->engine && !strcmp(v->engine, "native");
	if (s->native && (v->machine || v->topology))
		return pby_err__set(err, EINVAL, "--machine and --topology are for the simulator");
	rc = lab_machine__find(v->machine ? v->machine : "xeon-8260", &s->machine, err);
	if (!rc && v->topology) {
		rc = lab_topology__parse(&s->machine.topology, v->topology, err);
		snprintf(s->machine_title, sizeof(s->machine_title), "latencies of %s", s->machine.name);
		s->machine.title = s->machine_title;
		s->machine.name = "own";
	}
	if (!rc)
		rc = parse_mix(v->mix ? v->mix : "raw", &s->mix, err);
	if (rc)
		return rc;
	if (!s->duration_ns)
		s->duration_ns = s->native ? 500000000 : 0;
	most = s->native ? (int)sysconf(_SC_NPROCESSORS_ONLN) : lab_topology__cpus(&s->machine.topology);
	if (v->threads)
		rc = pby_threads__parse(v->threads, LAB_MAX_CPUS, s->threads, LAB_MAX_POINTS, &s->nr_threads, err);
	else if (v->cpus < 0 || v->cpus > LAB_MAX_CPUS)
		return pby_err__set(err, EINVAL, "--cpus is from 1 to %d", LAB_MAX_CPUS);
	else
		doubling(s, v->cpus >= 1 ? (int)v->cpus : most);
	for (int i = 0; !rc && !s->native && i < s->nr_threads; i++)
		if (s->threads[i] > most)
			rc = pby_err__set(err, EINVAL, "%d threads on a machine of %d CPUs: choose --topology",
					  s->threads[i], most);
	return rc;
}

static const struct pby_quantity *quantity(const char *name)
{
	for (size_t i = 0; i < lab_nr_quantities; i++)
		if (!name || !strcmp(lab_quantities[i].member, name))
			return &lab_quantities[i];
	return NULL;
}

static int write_svg(const struct json_object *result, const struct lab_values *v)
{
	const struct pby_quantity *q = quantity(v->quantity);
	PBY_AUTO_BUF svg = { 0 };
	bool bad;
	FILE *f;

	if (!q)
		return lab_fail(PBY_EXIT_USAGE, "--quantity: no such quantity; see 'probity help lab'");
	pby_chart__svg(pby_json__get(result, "curves"), q, &svg);
	f = fopen(v->svg, "we");
	if (!f)
		return lab_fail(PBY_EXIT_BLIND, "--svg: the file cannot be written");
	bad = fwrite(svg.data, 1, svg.len, f) != svg.len;
	return fclose(f) || bad ? lab_fail(PBY_EXIT_BLIND, "--svg: the file could not be written") : PBY_EXIT_CLEAN;
}

/* Something that must not happen did: the exit code says so. */
static bool went_wrong(const struct json_object *result)
{
	return lab_result__has(result, "lost") || lab_result__has(result, "stuck") || lab_arrivals__stuck(result) ||
	       !lab_check__as_expected(result);
}

int lab_show(struct json_object *result, const struct lab_values *v)
{
	int code = went_wrong(result) ? PBY_EXIT_FOUND : PBY_EXIT_CLEAN;
	struct pby_err err;

	if (v->csv) {
		PBY_AUTO_BUF csv = { 0 };

		lab_result__csv(result, &csv);
		fputs(pby_buf__text(&csv), stdout);
	} else if (pby_output__show(result, &v->output, &err)) {
		code = lab_fail(PBY_EXIT_BLIND, err.text);
	}
	if (v->svg && code != PBY_EXIT_BLIND) {
		int rc = write_svg(result, v);

		code = rc ? rc : code;
	}
	json_object_put(result);
	return code;
}
