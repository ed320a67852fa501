// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* curve.c: measured curves, as lines or as a result of bench scale. */
#include "lab/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "lab/topology.h"

static int add(struct lab_curve *c, int64_t threads, double count, const char *path, struct pby_err *err)
{
	if (c->nr == LAB_CURVE_MAX)
		return pby_err__set(err, EINVAL, "%s: more than %d points", path, LAB_CURVE_MAX);
	for (size_t i = 0; i < c->nr; i++)
		if (c->points[i].threads == threads)
			return pby_err__set(err, EINVAL, "%s: two points with %d threads", path, (int)threads);
	c->points[c->nr++] = (struct lab_curve_point){ (int)threads, count };
	return 0;
}

static bool sane(int64_t threads, double count)
{
	return threads >= 1 && threads <= LAB_MAX_CPUS && count > 0 && count < 1e15;
}

static int parse_line(struct pby_text line, struct lab_curve *c, const char *path, int nr, struct pby_err *err)
{
	char number[64], *end;
	uint64_t threads;
	double count = 0;

	line = pby_text__trim(line);
	if (pby_text__empty(&line) || pby_text__starts(line, "#"))
		return 0;
	if (pby_text__u64(&line, &threads) && threads <= LAB_MAX_CPUS) {
		if (!pby_text__eat(&line, ","))
			pby_text__skip_blanks(&line);
		pby_text__copy(pby_text__trim(line), number, sizeof(number));
		count = strtod(number, &end);
		if (end == number || *end)
			count = 0;
		if (sane((int64_t)threads, count))
			return add(c, (int64_t)threads, count, path, err);
	}
	return pby_err__set(err, EINVAL, "%s:%d: not THREADS,COUNT", path, nr);
}

/* Simulated pools are return probes; the row of the one that takes an instance for each call. */
static struct json_object *probe_row(const struct json_object *result)
{
	struct json_object *rows = pby_json__get(result, "rows");

	for (size_t i = 0; i < pby_json__len(rows); i++)
		if (!strcmp(pby_json__get_str(pby_json__item(rows, i), "hook"), "kretprobe"))
			return pby_json__item(rows, i);
	return NULL;
}

static int take_result(const struct json_object *result, struct lab_curve *c, const char *path, struct pby_err *err)
{
	struct json_object *points;

	if (strcmp(pby_json__get_str(result, "schema"), "probity.bench/1") || strcmp(pby_json__get_str(result, "what"), "scale"))
		return pby_err__set(err, EINVAL, "%s: not a result of probity bench scale --json", path);
	points = pby_json__get(probe_row(result), "points");
	if (!pby_json__len(points))
		return pby_err__set(err, EINVAL, "%s: no row of kretprobe in it", path);
	for (size_t i = 0; i < pby_json__len(points); i++) {
		struct json_object *p = pby_json__item(points, i);
		int64_t threads = pby_json__get_int(p, "threads");
		double per_s = pby_json__get_double(p, "per_s");
		int rc;

		if (!pby_json__get_bool(p, "usable"))
			continue;
		if (!sane(threads, per_s))
			return pby_err__set(err, EINVAL, "%s: a point of kretprobe without threads or per_s", path);
		rc = add(c, threads, per_s, path, err);
		if (rc)
			return rc;
	}
	c->kretprobe = true;
	return c->nr ? 0 : pby_err__set(err, EINVAL, "%s: no point of kretprobe is usable: its runs differed too much; "
				       "measure again on an idle machine", path);
}

static int parse_json(struct pby_text text, struct lab_curve *c, const char *path, struct pby_err *err)
{
	struct json_tokener *tok = json_tokener_new_ex(32);
	struct json_object *result = tok ? json_tokener_parse_ex(tok, text.p, (int)pby_text__len(&text)) : NULL;
	int rc;

	if (result)
		rc = take_result(result, c, path, err);
	else
		rc = pby_err__set(err, EINVAL, "%s: bad JSON behind byte %zu", path, tok ? json_tokener_get_parse_end(tok) : 0);
	json_object_put(result);
	if (tok)
		json_tokener_free(tok);
	return rc;
}

int lab_curve__parse(struct lab_curve *c, struct pby_text text, const char *path, struct pby_err *err)
{
	struct pby_text line;
	int rc = 0;

	if (pby_text__starts(pby_text__trim(text), "{"))
		return parse_json(text, c, path, err);
	for (int nr = 1; !rc && pby_text__line(&text, &line); nr++)
		rc = parse_line(line, c, path, nr, err);
	return rc || c->nr ? rc : pby_err__set(err, EINVAL, "%s: no points", path);
}
