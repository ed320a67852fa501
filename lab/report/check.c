// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check.c: verdicts, who waits for whom, traces. */
#include "lab/report/check.h"

#include <string.h>

#include "base/json.h"
#include "lab/report/lab.h"

struct json_object *lab_check__new(const char *title)
{
	struct json_object *root = lab_result__new("check", "check", title, "states", NULL);

	pby_json__arr(root, "scenes");
	return root;
}

static void add_waits(struct json_object *o, const struct lab_scene *scene, const struct lab_check_result *r)
{
	struct json_object *waits = pby_json__arr(o, "waits");

	for (uint32_t i = 0; i < r->waits.nr; i++) {
		const struct lab_trace_wait *w = &r->waits.items[i];
		struct json_object *item = pby_json__obj(waits, NULL), *whom;

		pby_json__str(item, "thread", w->thread);
		pby_json__str(item, "what", w->what);
		whom = pby_json__arr(item, "for");
		for (int t = 0; t < scene->nr_threads; t++)
			if (w->whom >> t & 1)
				pby_json__str(whom, NULL, scene->threads[t] ? scene->threads[t] : "another thread");
	}
}

static void add_trace(struct json_object *o, const struct lab_check_result *r)
{
	struct json_object *trace = pby_json__arr(o, "trace");

	for (uint32_t i = 0; i < r->trace.nr; i++) {
		struct json_object *item = pby_json__obj(trace, NULL);

		pby_json__str(item, "thread", r->trace.items[i].thread);
		pby_json__str(item, "does", r->trace.items[i].text);
	}
}

void lab_check__add(struct json_object *result, const char *group, const struct lab_scene *scene,
		    const struct lab_check_result *r)
{
	struct json_object *o = pby_json__obj(pby_json__get(result, "scenes"), NULL);

	pby_json__str(o, "group", group);
	pby_json__str(o, "name", scene->name);
	pby_json__str(o, "title", scene->title);
	if (scene->source)
		pby_json__str(o, "source", scene->source);
	pby_json__str(o, "verdict", lab_verdict__name(r->verdict));
	pby_json__str(o, "expected", lab_verdict__name(scene->expected));
	pby_json__bool(o, "planted", scene->planted);
	pby_json__str(o, "memory", scene->sc ? "sc" : "c11");
	pby_json__int(o, "threads", scene->nr_threads);
	pby_json__int(o, "states", r->states);
	pby_json__int(o, "transitions", r->transitions);
	pby_json__int(o, "pruned", r->pruned);
	pby_json__int(o, "depth", r->depth);
	pby_json__bool(o, "cut", r->cut);
	if (scene->preemptions)
		pby_json__int(o, "preemption_bound", scene->preemptions);
	if (r->what)
		pby_json__str(o, "violated", r->what);
	if (r->waits.nr)
		add_waits(o, scene, r);
	if (r->trace.nr)
		add_trace(o, r);
}

static bool as_expected(const struct json_object *scene)
{
	const char *verdict = pby_json__get_str(scene, "verdict"), *expected = pby_json__get_str(scene, "expected");

	return !strcmp(verdict, expected) ||
	       (!strcmp(expected, lab_verdict__name(LAB_CLEAN)) && !strcmp(verdict, lab_verdict__name(LAB_BOUNDED)));
}

bool lab_check__as_expected(const struct json_object *result)
{
	struct json_object *scenes = pby_json__get(result, "scenes");

	for (size_t i = 0; i < pby_json__len(scenes); i++)
		if (!as_expected(pby_json__item(scenes, i)))
			return false;
	return true;
}

static void waits_text(const struct json_object *scene, struct pby_buf *out)
{
	struct json_object *waits = pby_json__get(scene, "waits");

	for (size_t i = 0; i < pby_json__len(waits); i++) {
		struct json_object *w = pby_json__item(waits, i), *whom = pby_json__get(w, "for");

		pby_buf__addf(out, "    %s waits in %s", pby_json__get_str(w, "thread"), pby_json__get_str(w, "what"));
		for (size_t k = 0; k < pby_json__len(whom); k++)
			pby_buf__addf(out, "%s%s", k ? ", " : " => ", json_object_get_string(pby_json__item(whom, k)));
		pby_buf__addc(out, '\n');
	}
}

enum { SHORT_TRACE = 6 };

static void trace_text(const struct json_object *scene, bool verbose, struct pby_buf *out)
{
	struct json_object *trace = pby_json__get(scene, "trace");
	size_t nr = pby_json__len(trace);

	if (!nr)
		return;
	if (!verbose && nr > SHORT_TRACE) {
		pby_buf__addf(out, "    a shortest trace has %zu steps (-v prints it)\n", nr);
		return;
	}
	for (size_t i = 0; i < nr; i++) {
		struct json_object *line = pby_json__item(trace, i);

		pby_buf__addf(out, "    %3zu  %-18s %s\n", i + 1, pby_json__get_str(line, "thread"), pby_json__get_str(line, "does"));
	}
}

/* The time is that of a whole suite: it is only there when all was asked for. */
static void totals(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *scenes = pby_json__get(result, "scenes"), *cpu_s = pby_json__get(result, "cpu_seconds");
	long long states = 0, steps = 0;

	for (size_t i = 0; i < pby_json__len(scenes); i++) {
		states += pby_json__get_int(pby_json__item(scenes, i), "states");
		steps += pby_json__get_int(pby_json__item(scenes, i), "transitions");
	}
	pby_buf__addf(out, "%zu scenario%s, %lld states, %lld steps", pby_json__len(scenes),
		      pby_json__len(scenes) == 1 ? "" : "s", states, steps);
	if (cpu_s)
		pby_buf__addf(out, ", in %.1f s of one core", json_object_get_double(cpu_s));
	pby_buf__addc(out, '\n');
}

void lab_check__text(const struct json_object *result, bool verbose, struct pby_buf *out)
{
	struct json_object *scenes = pby_json__get(result, "scenes");

	pby_buf__addf(out, "%s\n", pby_json__get_str(result, "title"));
	for (size_t i = 0; i < pby_json__len(scenes); i++) {
		struct json_object *s = pby_json__item(scenes, i);

		pby_buf__addf(out, "%-22s %-19s %7lld states, %7lld steps, %7lld left out; %s\n", pby_json__get_str(s, "name"),
			      pby_json__get_str(s, "verdict"), (long long)pby_json__get_int(s, "states"),
			      (long long)pby_json__get_int(s, "transitions"), (long long)pby_json__get_int(s, "pruned"),
			      pby_json__get_str(s, "title"));
		if (!as_expected(s))
			pby_buf__addf(out, "    UNEXPECTED: it should be: %s\n", pby_json__get_str(s, "expected"));
		if (pby_json__get(s, "violated") && (verbose || !as_expected(s)))
			pby_buf__addf(out, "    %s\n", pby_json__get_str(s, "violated"));
		if (verbose || !pby_json__get_bool(s, "planted"))
			waits_text(s, out);
		if (verbose || !as_expected(s))
			trace_text(s, verbose, out);
	}
	totals(result, out);
}
