// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points_words.c: says in words what the result tells about attach points. */
#include "report/points_words.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

static bool is(const struct json_object *o, const char *key, const char *value)
{
	return !strcmp(pby_json__get_str(o, key), value);
}

void pby_points__title(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *points = pby_json__get(result, "attach_points");
	const char *release = pby_json__get_str(pby_json__get(result, "kernel"), "release");
	size_t yes = 0, no = 0, nr = pby_json__len(points);

	for (size_t i = 0; i < nr; i++) {
		yes += is(pby_json__item(points, i), "works", "yes");
		no += is(pby_json__item(points, i), "works", "no");
	}
	pby_buf__addf(out, "%s: of %zu ways to attach %zu work", *release ? release : "this kernel", nr, yes);
	if (no)
		pby_buf__addf(out, ", %zu do%s not", no, no == 1 ? "es" : "");
	if (nr > yes + no)
		pby_buf__addf(out, ", %zu not known", nr - yes - no);
}

void pby_points__works(const struct json_object *point, struct pby_buf *out)
{
	const struct json_object *probe = pby_json__get(point, "probe");
	const char *error = pby_json__get_str(probe, "error");

	pby_buf__adds(out, pby_json__get_str(point, "works"));
	if (is(probe, "result", "works") || is(probe, "result", "silent"))
		pby_buf__adds(out, ", probed");
	else if (is(probe, "result", "late") || is(probe, "result", "stuck"))
		pby_buf__adds(out, "; probe hangs");
	else if (is(probe, "result", "failed"))
		pby_buf__addf(out, "; probe: %s", *error ? error : "not possible");
	else if (is(probe, "result", "refused"))
		pby_buf__adds(out, "; not probed");
}

const char *pby_points__shares(const struct json_object *point)
{
	static const struct { const char *scaling, *words; } rows[] = {
		{ "free", "nothing" }, { "process", "mmap_lock" }, { "line", "one line" },
		{ "lock", "one lock" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is(point, "scaling", rows[i].scaling))
			return rows[i].words;
	return is(point, "works", "no") ? "-" : "not known";
}

void pby_points__loss(const struct json_object *loss, struct pby_buf *out)
{
	const char *at = pby_json__get_str(loss, "read_at");

	pby_buf__adds(out, pby_json__get_str(loss, "what"));
	if (!strcmp(at, "not known"))
		pby_buf__adds(out, "; not known whether this kernel counts them");
	else if (*at)
		pby_buf__addf(out, "; see %s", at);
	else
		pby_buf__adds(out, "; this kernel counts them nowhere");
}

static void failure(const struct json_object *probe, struct pby_buf *out)
{
	const char *words[] = { pby_json__get_str(probe, "step"), pby_json__get_str(probe, "error"),
				pby_json__get_str(probe, "why") };

	pby_buf__adds(out, "could not be probed");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (*words[i])
			pby_buf__addf(out, ": %s", words[i]);
}

void pby_points__trial(const struct json_object *probe, struct pby_buf *out)
{
	const char *step = pby_json__get_str(probe, "step");

	if (is(probe, "result", "works") || is(probe, "result", "silent"))
		pby_buf__addf(out, "%lld calls made, %lld counted; attaching took %.1f ms, detaching %.1f ms",
			      (long long)pby_json__get_int(probe, "triggered"),
			      (long long)pby_json__get_int(probe, "fired"),
			      (double)pby_json__get_int(probe, "attach_us") / 1000,
			      (double)pby_json__get_int(probe, "detach_us") / 1000);
	else if (is(probe, "result", "failed"))
		failure(probe, out);
	else if (is(probe, "result", "late"))
		pby_buf__addf(out, "did not answer in time and was ended: %s", step);
	else if (is(probe, "result", "stuck"))
		pby_buf__addf(out, "never answered and cannot be ended: %s; process %lld is left behind",
			      step, (long long)pby_json__get_int(probe, "left_behind_pid"));
}

void pby_points__hangs(const struct json_object *point, struct pby_buf *out)
{
	const struct json_object *hangs = pby_json__get(point, "hangs");

	for (size_t i = 0; i < pby_json__len(hangs); i++)
		pby_buf__addf(out, "%s%s", i ? ", " : "",
			      json_object_get_string(pby_json__item(hangs, i)));
}

const char *pby_points__refusal(const struct json_object *result)
{
	/* All are refused for one reason, or those behind the one that never ended. */
	const struct json_object *points = pby_json__get(result, "attach_points");
	const struct json_object *last = pby_json__item(points, pby_json__len(points) - 1);
	const struct json_object *probe = pby_json__get(last, "probe");

	return is(probe, "result", "refused") ? pby_json__get_str(probe, "why") : "";
}
