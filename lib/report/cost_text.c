// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost_text.c: what probes take, on one screen: the sum, the probes, who pays, who owns. All shares in % of one CPU. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/cost.h"
#include "report/paint.h"
#include "report/probes.h"

enum { KIND = 16, WHERE = 34, NUMBER = 9, SHARE = 12, SHORT_ID = 12, MAX_IN = 3 };

static double number(const struct json_object *o, const char *key)
{
	return json_object_get_double(pby_json__get(o, key));
}

static double percent(const struct json_object *o, const char *key)
{
	return 100 * number(o, key);
}

static void pad_left(struct pby_buf *out, const char *text, size_t width)
{
	size_t n = strlen(text), more = 0;

	/* A plus-minus sign is two bytes and one column. */
	for (const char *p = text; *p; p++)
		more += (*p & 0xc0) == 0x80;
	n -= more;
	pby_buf__fill(out, ' ', n < width ? width - n : 1);
	pby_buf__adds(out, text);
}

/* "1.2M", "410k", "17", "0.3"; "-" when it is not known. */
static void add_rate(struct pby_buf *out, const struct json_object *o, const char *key, size_t width)
{
	double v = number(o, key);
	PBY_AUTO_BUF text = { 0 };

	if (!pby_json__get(o, key))
		pby_buf__adds(&text, "?");
	else if (v >= 999500)
		pby_buf__addf(&text, "%.*fM", v < 9.95e6, v / 1e6);
	else if (v >= 9995)
		pby_buf__addf(&text, "%.0fk", v / 1e3);
	else if (v >= 9.95 || !v)
		pby_buf__addf(&text, "%.0f", v);
	else
		pby_buf__addf(&text, "%.1f", v);
	pad_left(out, pby_buf__text(&text), width);
}

static void add_share(struct pby_buf *out, const struct json_object *o, const char *key, const char *error, size_t width)
{
	PBY_AUTO_BUF text = { 0 };

	if (!pby_json__get(o, key))
		pby_buf__adds(&text, "?");
	else if (error && number(o, error) > 0)
		pby_buf__addf(&text, "%.1f \302\261%.1f", percent(o, key), percent(o, error));
	else
		pby_buf__addf(&text, "%.1f", percent(o, key));
	pad_left(out, pby_buf__text(&text), width);
}

/* Text cut to fit, at its start: the end of a path says more. */
static void cell(struct pby_buf *out, const char *text, size_t width)
{
	size_t n = strlen(text);

	if (n >= width) {
		pby_buf__adds(out, "..");
		pby_buf__adds(out, text + n - (width - 3));
		pby_buf__addc(out, ' ');
		return;
	}
	pby_buf__adds(out, text);
	pby_buf__fill(out, ' ', width - n);
}

static void headline(const struct json_object *r, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *sampling = pby_json__get(r, "sampling"), *stats = pby_json__get(r, "statistics");
	size_t nr = pby_json__len(pby_json__get(r, "probes"));
	PBY_AUTO_BUF head = { 0 }, look = { 0 };

	if (pby_json__get(r, "in_probes"))
		pby_buf__addf(&head, "probes take %.1f %% of one CPU; all CPUs together are %.1f %% busy", percent(r, "in_probes"),
			      percent(r, "busy"));
	else
		pby_buf__adds(&head, "what probes take could not be sampled");
	/* Where none was found some may hide in lists that could not be read. */
	pby_buf__addf(&head, "; %zu probe%s %s", nr, nr == 1 ? "" : "s", nr ? "attached" : "seen");
	pby_paint__add(out, style, PBY_BOLD, pby_buf__text(&head));
	pby_buf__addf(&look, "\n%s: %.1f s of %s on %lld CPUs", pby_json__get_str(pby_json__get(r, "kernel"), "release"),
		      number(r, "seconds"), pby_json__get_str(sampling, "clock"),
		      (long long)pby_json__get_int(sampling, "cpus"));
	if (number(sampling, "hz") > 0)
		pby_buf__addf(&look, " at %.0f Hz", number(sampling, "hz"));
	if (pby_json__get_int(sampling, "lost"))
		pby_buf__addf(&look, ", %lld ticks lost", (long long)pby_json__get_int(sampling, "lost"));
	if (pby_json__get_bool(stats, "used"))
		pby_buf__addf(&look, ", statistics on for %.2f s", number(stats, "seconds"));
	pby_buf__addf(&look, "; looking took %.2f %% of one CPU\n", percent(pby_json__get(r, "own_cost"), "total"));
	pby_paint__add(out, style, PBY_DIM, pby_buf__text(&look));
}

static int note(struct pby_buf *out, const struct pby_style *style, const char *word, const char *text)
{
	pby_paint__add(out, style, PBY_YELLOW, word);
	pby_buf__adds(out, "  ");
	return pby_paint__wrap(out, style, (int)strlen(word) + 2, text);
}

/* What was not there, so that no figure is taken for more than it is. Returns lines. */
static int notes(const struct json_object *r, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *sources = pby_json__get(r, "sources"), *first = NULL;
	size_t hidden = 0;
	int lines = 0;

	if (*pby_json__get_str(r, "emulator")) {
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "this is %s: ratios between figures mean something, times do not",
			      pby_json__get_str(r, "emulator"));
		lines += note(out, style, "emulated", pby_buf__text(&text));
	}
	for (size_t i = 0; i < pby_json__len(sources); i++) {
		const struct json_object *s = pby_json__item(sources, i);
		PBY_AUTO_BUF text = { 0 };

		if (!*pby_json__get_str(s, "why"))
			continue;
		if (pby_json__get_bool(s, "lists_probes") && !style->verbose) {
			first = hidden++ ? first : s;
			continue;
		}
		pby_buf__addf(&text, "%s: %s", pby_json__get_str(s, "name"), pby_json__get_str(s, "why"));
		lines += note(out, style, strcmp(pby_json__get_str(s, "read"), "yes") ? "not there" : "not all",
			      pby_buf__text(&text));
	}
	if (first) {
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "%zu list%s of probes, the first because of %s", hidden, hidden == 1 ? "" : "s",
			      pby_json__get_str(first, "why"));
		lines += note(out, style, "not there", pby_buf__text(&text));
	}
	if (percent(r, "in_unknown_probes") >= 0.05) {
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "%.1f %% went into probes that no list showed", percent(r, "in_unknown_probes"));
		lines += note(out, style, "not known", pby_buf__text(&text));
	}
	return lines;
}

static int probe_line(const struct json_object *p, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *cost = pby_json__get(p, "cost");
	const char *advice = pby_json__get_str(cost, "advice");
	PBY_AUTO_BUF owner = { 0 };
	int lines = 2;

	cell(out, pby_json__get_str(p, "kind"), KIND);
	cell(out, pby_json__get_str(p, "where"), WHERE);
	add_rate(out, cost, "hits_per_s", NUMBER);
	add_rate(out, cost, "run_ns", NUMBER);
	add_share(out, cost, "sampled", "error", SHARE);
	add_share(out, cost, "modelled", NULL, NUMBER);
	add_rate(out, cost, "lost_per_s", NUMBER);
	pby_buf__addc(out, '\n');
	pby_probes__owner(p, &owner);
	pby_buf__addf(&owner, "%s%s", *pby_json__get_str(p, "prog_name") ? ": " : "", pby_json__get_str(p, "prog_name"));
	if (pby_json__get(cost, "was"))
		pby_buf__addf(&owner, "; was %.1f", percent(cost, "was"));
	if (number(cost, "disagreement") > 0.25 && number(cost, "sampled") > 0.005)
		pby_buf__addf(&owner, "; the two ways differ by %.0f %%", percent(cost, "disagreement"));
	pby_buf__fill(out, ' ', 2);
	pby_paint__add(out, style, PBY_DIM, pby_buf__text(&owner));
	pby_buf__addc(out, '\n');
	if (*advice) {
		pby_buf__adds(out, "  ");
		pby_paint__add(out, style, PBY_GREEN, "-> ");
		lines += pby_paint__wrap(out, style, 5, advice);
	}
	return lines;
}

static void add_who(const struct json_object *p, struct pby_buf *out)
{
	const char *comm = pby_json__get_str(p, "comm"), *container = pby_json__get_str(p, "container");
	const char *runtime = pby_json__get_str(p, "runtime");
	long long pid = (long long)pby_json__get_int(p, "pid");

	pby_buf__addf(out, "%s (pid %lld", *comm ? comm : pid ? "ended" : "elsewhere", pid);
	if (*container)
		pby_buf__addf(out, ", %s %.*s", *runtime ? runtime : "container", SHORT_ID, container);
	pby_buf__addc(out, ')');
}

/* A probe by the number that a process names it by. */
static const struct json_object *probe_of(const struct json_object *r, int64_t index)
{
	const struct json_object *probes = pby_json__get(r, "probes");

	for (size_t i = 0; i < pby_json__len(probes); i++)
		if (pby_json__get_int(pby_json__item(probes, i), "index") == index)
			return pby_json__item(probes, i);
	return NULL;
}

static int by_paid(const void *a, const void *b)
{
	double x = number(*(struct json_object *const *)a, "in_probes");
	double y = number(*(struct json_object *const *)b, "in_probes");

	return x > y ? -1 : x < y;
}

static int by_sampled(const void *a, const void *b)
{
	double x = number(*(struct json_object *const *)a, "sampled");
	double y = number(*(struct json_object *const *)b, "sampled");

	return x > y ? -1 : x < y;
}

static struct json_object **sorted(const struct json_object *list, int (*compare)(const void *, const void *))
{
	size_t nr = pby_json__len(list);
	struct json_object **items = calloc(nr + 1, sizeof(*items));

	for (size_t i = 0; items && i < nr; i++)
		items[i] = pby_json__item(list, i);
	if (items)
		qsort(items, nr, sizeof(*items), compare);
	return items;
}

static void pays_line(const struct json_object *r, const struct json_object *p, const struct pby_style *style,
		      struct pby_buf *out)
{
	const struct json_object *in = pby_json__get(p, "probes");
	struct json_object **items = sorted(in, by_sampled);
	PBY_AUTO_BUF line = { 0 };

	add_who(p, &line);
	pby_buf__addf(&line, " spends %.1f of its %.1f (%.0f %%)", percent(p, "in_probes"), percent(p, "busy"),
		      percent(p, "share"));
	if (pby_json__get(p, "was"))
		pby_buf__addf(&line, ", was %.1f", percent(p, "was"));
	for (size_t i = 0; items && i < pby_json__len(in) && i < MAX_IN; i++) {
		const struct json_object *probe = probe_of(r, pby_json__get_int(items[i], "probe"));

		pby_buf__addf(&line, "%s%s %s %.1f", i ? ", " : ": ", pby_json__get_str(probe, "kind"),
			      pby_json__get_str(probe, "where"), percent(items[i], "sampled"));
	}
	free(items);
	pby_buf__adds(out, "  ");
	pby_paint__wrap(out, style, 4, pby_buf__text(&line));
}

static double owned(const struct json_object *r, int64_t pid)
{
	const struct json_object *probes = pby_json__get(r, "probes");
	double sum = 0;

	for (size_t i = 0; i < pby_json__len(probes); i++) {
		const struct json_object *p = pby_json__item(probes, i), *pids = pby_json__get(p, "pids");

		for (size_t j = 0; j < pby_json__len(pids); j++)
			if (pby_json__get_int(pby_json__item(pids, j), "pid") == pid)
				sum += number(pby_json__get(p, "cost"), "sampled");
	}
	return sum;
}

static void payers(const struct json_object *r, const struct pby_style *style, int left, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(r, "processes");
	struct json_object **items = sorted(list, by_paid);
	bool first = true;

	for (size_t i = 0; items && i < pby_json__len(list); i++) {
		if (number(items[i], "in_probes") <= 0 || (left-- <= 0 && !style->verbose))
			break;
		if (first)
			pby_paint__add(out, style, PBY_CYAN, "who pays\n");
		first = false;
		pays_line(r, items[i], style, out);
	}
	first = true;
	for (size_t i = 0; items && i < pby_json__len(list); i++) {
		PBY_AUTO_BUF line = { 0 };

		if (!pby_json__get_bool(items[i], "owner") || !pby_json__get(items[i], "own"))
			continue;
		if (left-- <= 0 && !style->verbose)
			break;
		if (first)
			pby_paint__add(out, style, PBY_CYAN, "who owns\n");
		first = false;
		add_who(items[i], &line);
		pby_buf__addf(&line, " is charged with %.1f itself; its probes take %.1f", percent(items[i], "own"),
			      100 * owned(r, pby_json__get_int(items[i], "pid")));
		pby_buf__addf(out, "  %s\n", pby_buf__text(&line));
	}
	free(items);
}

void pby_cost__text(const struct json_object *r, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *probes = pby_json__get(r, "probes");
	size_t nr = pby_json__len(probes), shown = 0;
	int left = style->height - 6;

	headline(r, style, out);
	left -= notes(r, style, out);
	if (nr) {
		PBY_AUTO_BUF head = { 0 };

		cell(&head, "probe", KIND);
		cell(&head, "where", WHERE);
		pad_left(&head, "hits/s", NUMBER);
		pad_left(&head, "body ns", NUMBER);
		pad_left(&head, "sampled %", SHARE);
		pad_left(&head, "modelled", NUMBER);
		pad_left(&head, "lost/s", NUMBER);
		pby_buf__addc(&head, '\n');
		pby_paint__add(out, style, PBY_CYAN, pby_buf__text(&head));
		left--;
	}
	for (; shown < nr && (style->verbose || left > 4); shown++)
		left -= probe_line(pby_json__item(probes, shown), style, out);
	if (shown < nr)
		pby_buf__addf(out, "... and %zu more: -v shows all\n", nr - shown);
	payers(r, style, left > 2 ? left : 2, out);
}
