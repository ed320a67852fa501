// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes_text.c: the attached probes as a table, grouped by who keeps them. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/paint.h"
#include "report/probes.h"

enum { KIND = 16, WHERE = 40, PROGRAM = 26, MARGIN = 2, SHORT_ID = 12, MAX_OWNERS = 3 };

static void add_process(const struct json_object *p, struct pby_buf *out)
{
	const char *container = pby_json__get_str(p, "container");
	const char *runtime = pby_json__get_str(p, "runtime");

	pby_buf__addf(out, "%s (pid %lld", pby_json__get_str(p, "comm"),
		      (long long)pby_json__get_int(p, "pid"));
	if (*container)
		pby_buf__addf(out, ", %s %.*s", *runtime ? runtime : "container", SHORT_ID, container);
	pby_buf__addc(out, ')');
}

void pby_probes__owner(const struct json_object *probe, struct pby_buf *out)
{
	const struct json_object *pids = pby_json__get(probe, "pids");
	const struct json_object *pins = pby_json__get(probe, "pinned");
	size_t nr = pby_json__len(pids);

	for (size_t i = 0; i < nr && i < MAX_OWNERS; i++) {
		pby_buf__adds(out, i ? ", " : "");
		add_process(pby_json__item(pids, i), out);
	}
	if (nr > MAX_OWNERS)
		pby_buf__addf(out, " and %zu more", nr - MAX_OWNERS);
	if (pby_json__len(pins))
		pby_buf__addf(out, "%spinned at %s", nr ? "; " : "",
			      json_object_get_string(pby_json__item(pins, 0)));
	else if (!nr && *pby_json__get_str(probe, "event"))
		pby_buf__addf(out, "tracefs (stays until it is removed)");
	else if (!nr)
		pby_buf__adds(out, "nobody seen");
}

static int compare(const void *a, const void *b)
{
	const struct pby_probe_row *x = a, *y = b;
	int d = strcmp(x->owner, y->owner);

	return d ? d : (x->index < y->index ? -1 : x->index > y->index);
}

static void cell(struct pby_buf *out, const char *text, size_t width)
{
	size_t n = strlen(text);

	pby_buf__adds(out, text);
	pby_buf__fill(out, ' ', n < width ? width - n : 1);
}

void pby_probes__notes(const struct json_object *p, struct pby_buf *out)
{
	static const char *const counts[] = { "missed", "recursion_misses", "hits", "run_cnt",
						 "runs_per_s", "ns_per_run" };
	const struct json_object *state = pby_json__get(p, "state");
	size_t start = out->len;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		int64_t n = pby_json__get_int(p, counts[i]);

		if (n)
			pby_buf__addf(out, "%s%s %lld", out->len > start ? ", " : "", counts[i],
				      (long long)n);
	}
	for (size_t i = 0; i < pby_json__len(state); i++)
		pby_buf__addf(out, "%s%s", out->len > start ? ", " : "",
			      json_object_get_string(pby_json__item(state, i)));
}

static void line(const struct json_object *p, struct pby_buf *out)
{
	PBY_AUTO_BUF program = { 0 };

	if (*pby_json__get_str(p, "prog_type"))
		pby_buf__addf(&program, "prog %lld %s", (long long)pby_json__get_int(p, "prog_id"),
			      pby_json__get_str(p, "prog_name"));
	else
		pby_buf__addf(&program, "%s%s", pby_json__get_str(p, "event"),
			      pby_json__get_str(p, "callback"));
	pby_buf__fill(out, ' ', MARGIN);
	cell(out, pby_json__get_str(p, "kind"), KIND);
	cell(out, pby_json__get_str(p, "where"), WHERE);
	cell(out, pby_buf__text(&program), PROGRAM);
	pby_probes__notes(p, out);
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	pby_buf__addc(out, '\n');
}

struct pby_probe_row *pby_probe_rows__make(const struct json_object *probes, size_t nr)
{
	struct pby_probe_row *rows = calloc(nr + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < nr; i++) {
		struct pby_buf owner = { 0 };

		pby_probes__owner(pby_json__item(probes, i), &owner);
		rows[i] = (struct pby_probe_row){ owner.data, pby_json__item(probes, i), i };
		if (!owner.data)
			return NULL;
	}
	if (rows)
		qsort(rows, nr, sizeof(*rows), compare);
	return rows;
}

void pby_probe_rows__free(struct pby_probe_row *rows, size_t nr)
{
	for (size_t i = 0; rows && i < nr; i++)
		free(rows[i].owner);
	free(rows);
}

/* Each count that is not known, why, and for how many probes. */
static void unknowns(const struct json_object *probes, const struct pby_style *style,
		     struct pby_buf *out)
{
	struct json_object *nr = json_object_new_object();

	for (size_t i = 0; i < pby_json__len(probes); i++) {
		struct json_object *why = pby_json__get(pby_json__item(probes, i), "unknown");

		if (!why)
			continue;
		json_object_object_foreach(why, key, reason) {
			PBY_AUTO_BUF text = { 0 };
			int64_t n;

			pby_buf__addf(&text, "%s: %s", key, json_object_get_string(reason));
			n = pby_json__get_int(nr, pby_buf__text(&text));
			pby_json__int(nr, pby_buf__text(&text), n + 1);
		}
	}
	json_object_object_foreach(nr, text, count) {
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s (%lld probe%s)", text, (long long)json_object_get_int64(count),
			      json_object_get_int64(count) == 1 ? "" : "s");
		pby_paint__add(out, style, PBY_DIM, "not known  ");
		pby_paint__wrap(out, style, 11, pby_buf__text(&line));
	}
	json_object_put(nr);
}

/* Lists that could not be read: what they would have shown is missing below. */
static void blind_spots(const struct json_object *result, const struct pby_style *style,
			struct pby_buf *out)
{
	const struct json_object *sources = pby_json__get(result, "sources");

	for (size_t i = 0; i < pby_json__len(sources); i++) {
		const struct json_object *s = pby_json__item(sources, i);
		PBY_AUTO_BUF text = { 0 };

		if (!pby_json__get_bool(s, "lists_probes") || pby_json__get_bool(s, "needless") ||
		    (!strcmp(pby_json__get_str(s, "read"), "yes") && !pby_json__get_bool(s, "partial")))
			continue;
		pby_buf__addf(&text, "%s: %s", pby_json__get_str(s, "name"), pby_json__get_str(s, "why"));
		pby_paint__add(out, style, PBY_YELLOW, "not listed  ");
		pby_paint__wrap(out, style, 12, pby_buf__text(&text));
	}
}

/* Lists that might show a probe, and those of them that were not read wholly. */
static void count_lists(const struct json_object *result, size_t *all, size_t *hidden)
{
	const struct json_object *sources = pby_json__get(result, "sources");

	*all = *hidden = 0;
	for (size_t i = 0; i < pby_json__len(sources); i++) {
		const struct json_object *s = pby_json__item(sources, i);

		if (!pby_json__get_bool(s, "lists_probes") || pby_json__get_bool(s, "needless"))
			continue;
		++*all;
		*hidden += strcmp(pby_json__get_str(s, "read"), "yes") || pby_json__get_bool(s, "partial");
	}
}

void pby_probes__headline(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *probes = pby_json__get(result, "probes");
	size_t nr = pby_json__len(probes), run = 0, all, hidden;
	bool first = true;

	count_lists(result, &all, &hidden);
	pby_buf__addf(out, "%zu probe%s %s", nr, nr == 1 ? "" : "s", hidden ? "seen" : "attached");
	/* They come sorted by kind. */
	for (size_t i = 0; i < nr; i++) {
		const char *kind = pby_json__get_str(pby_json__item(probes, i), "kind");

		run++;
		if (i + 1 < nr && !strcmp(pby_json__get_str(pby_json__item(probes, i + 1), "kind"), kind))
			continue;
		pby_buf__addf(out, "%s %zu %s", first ? ":" : ",", run, kind);
		first = false;
		run = 0;
	}
	if (hidden)
		pby_buf__addf(out, "; %zu of %zu lists of probes could not be read", hidden, all);
}

void pby_probes__text(const struct json_object *result, const struct pby_style *style,
		      struct pby_buf *out)
{
	const struct json_object *probes = pby_json__get(result, "probes");
	size_t nr = pby_json__len(probes), shown = 0;
	struct pby_probe_row *rows = pby_probe_rows__make(probes, nr);
	PBY_AUTO_BUF head = { 0 };
	int left = style->height - 3;

	pby_probes__headline(result, &head);
	pby_paint__add(out, style, PBY_BOLD, pby_buf__text(&head));
	pby_buf__addc(out, '\n');
	if (*pby_json__get_str(result, "sample_refused")) {
		pby_paint__add(out, style, PBY_YELLOW, "not sampled ");
		pby_paint__wrap(out, style, 12, pby_json__get_str(result, "sample_refused"));
	}
	blind_spots(result, style, out);
	for (; rows && shown < nr && (style->verbose || left > 0); shown++, left--) {
		if (!shown || strcmp(rows[shown].owner, rows[shown - 1].owner)) {
			pby_paint__add(out, style, PBY_CYAN, rows[shown].owner);
			pby_buf__addc(out, '\n');
			left--;
		}
		line(rows[shown].probe, out);
	}
	if (shown < nr)
		pby_buf__addf(out, "... and %zu more: -v shows all\n", nr - shown);
	if (style->verbose)
		unknowns(probes, style, out);
	pby_probe_rows__free(rows, nr);
}
