// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_html.c: the result of probity hang as one page: verdict, graph, diagnoses, waits, stacks, what is missing. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/hang_views.h"
#include "report/html.h"

static const char *str(const struct json_object *o, const char *key)
{
	return pby_json__get_str(o, key);
}

/* "repro 2014" */
static void add_who(struct pby_buf *out, const struct json_object *who)
{
	const char *comm = str(who, "comm");

	pby_buf__adds(out, *comm ? comm : "?");
	if (json_object_is_type(pby_json__get(who, "pid"), json_type_int))
		pby_buf__addf(out, " %lld", (long long)pby_json__get_int(who, "pid"));
}

static void badge_number(struct pby_buf *out, const char *colour, const char *one, const char *many,
			 int64_t n)
{
	PBY_AUTO_BUF text = { 0 };

	if (n <= 0)
		return;
	pby_buf__addf(&text, "%lld %s", (long long)n, n == 1 ? one : many);
	pby_html__badge(out, colour, pby_buf__text(&text));
}

static void head(const struct json_object *result, struct pby_buf *out)
{
	static const struct { const char *cycle, *colour, *words; } cycles[] = {
		{ "complete", "critical", "complete cycle: a deadlock" },
		{ "near", "high", "nearly a cycle: one edge is missing" },
		{ "none", "good", "no cycle" },
		{ "unknown", "unknown", "cycle: not decided" },
	};
	const char *kernel = str(result, "kernel");

	pby_html__add(out, "p", "kicker", "Who waits for whom?");
	pby_html__add(out, "h1", NULL, str(result, "verdict"));
	pby_html__add(out, "p", "lede", kernel);
	pby_html__open(out, "p", "chips");
	for (size_t i = 0; i < sizeof(cycles) / sizeof(cycles[0]); i++)
		if (!strcmp(str(result, "cycle"), cycles[i].cycle))
			pby_html__badge(out, cycles[i].colour, cycles[i].words);
	badge_number(out, "medium", "task blocked", "tasks blocked", pby_json__get_int(result, "blocked"));
	badge_number(out, "medium", "behind the root", "behind the root", pby_json__get_int(result, "blast_radius"));
	pby_html__close(out, "p");
}

static void graph(const struct json_object *result, struct pby_buf *out)
{
	PBY_AUTO_BUF svg = { 0 };

	pby_hang__svg(result, &svg);
	if (!svg.len)
		return;
	pby_html__add(out, "h2", NULL, "The graph");
	pby_html__open(out, "div", "wide");
	pby_buf__add(out, svg.data, svg.len);
	pby_html__close(out, "div");
	pby_html__add(out, "p", "dim", "An arrow points at whom a task waits for. Solid: stated by the kernel; "
		      "dashed: derived from stacks; dotted: guessed. Red: part of a cycle.");
}

static void texts(const struct json_object *list, const char *label, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_json__len(list); i++)
		pby_html__labelled(out, i ? "" : label, json_object_get_string(pby_json__item(list, i)));
}

static void missing(const struct json_object *list, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *m = pby_json__item(list, i);
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "%s%s%s", str(m, "what"), *str(m, "how") ? " \342\200\224 " : "", str(m, "how"));
		pby_html__labelled(out, "missing", pby_buf__text(&text));
	}
}

static void diagnosis(const struct json_object *d, bool first, struct pby_buf *out)
{
	pby_html__open(out, "article", first ? "card high" : "card info");
	pby_html__add(out, "span", "id", str(d, "id"));
	pby_html__add(out, "h3", NULL, str(d, "title"));
	pby_html__labelled(out, "here", str(d, "summary"));
	pby_html__labelled(out, "do", str(d, "advice"));
	pby_html__labelled(out, "fix", str(d, "fix"));
	pby_html__fold(out, "Why, evidence, and what is missing");
	pby_html__labelled(out, "means", str(d, "why"));
	texts(pby_json__get(d, "evidence"), "seen", out);
	missing(pby_json__get(d, "missing"), out);
	pby_html__unfold(out);
	pby_html__close(out, "article");
}

static void diagnoses(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(result, "diagnoses");

	if (!pby_json__len(list))
		return;
	pby_html__add(out, "h2", NULL, "Diagnosis");
	for (size_t i = 0; i < pby_json__len(list); i++)
		diagnosis(pby_json__item(list, i), i == 0, out);
}

static void add_targets(struct pby_buf *cell, const struct json_object *wait)
{
	const struct json_object *on = pby_json__get(wait, "on");

	for (size_t i = 0; i < pby_json__len(on); i++) {
		const struct json_object *o = pby_json__item(on, i);
		const char *kind = str(o, "kind");

		pby_buf__adds(cell, i ? ", " : "");
		if (!strcmp(kind, "task") || !strcmp(kind, "kthread"))
			add_who(cell, o);
		else
			pby_buf__addf(cell, "%s%s%s", kind, *str(o, "comm") ? ": " : "", str(o, "comm"));
	}
}

static void waits(const struct json_object *result, struct pby_buf *out)
{
	static const char *const columns[] = { "Task", "Waits for", "Class", "Held by", "Evidence" };
	const struct json_object *list = pby_json__get(result, "waits");

	if (!pby_json__len(list))
		return;
	pby_html__add(out, "h2", NULL, "Waits");
	pby_html__table(out, NULL, columns, 5);
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *w = pby_json__item(list, i);
		PBY_AUTO_BUF who = { 0 }, whom = { 0 };

		add_who(&who, pby_json__get(w, "waiter"));
		add_targets(&whom, w);
		pby_html__row(out, (const char *const[]){ pby_buf__text(&who), str(w, "what"), str(w, "class"),
							 pby_buf__text(&whom), str(w, "evidence") }, 5);
	}
	pby_html__table_end(out);
}

static void stacks(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(result, "waits");

	if (!pby_json__len(list))
		return;
	pby_html__add(out, "h2", NULL, "Stacks");
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *w = pby_json__item(list, i), *frames = pby_json__get(w, "frames");
		PBY_AUTO_BUF who = { 0 };

		if (!pby_json__len(frames))
			continue;
		add_who(&who, pby_json__get(w, "waiter"));
		pby_html__fold(out, pby_buf__text(&who));
		pby_html__open(out, "pre", "mono");
		for (size_t k = 0; k < pby_json__len(frames); k++) {
			pby_html__text(out, json_object_get_string(pby_json__item(frames, k)));
			pby_buf__addc(out, '\n');
		}
		pby_html__close(out, "pre");
		pby_html__unfold(out);
	}
}

static void notes(const struct json_object *result, struct pby_buf *out)
{
	static const char *const columns[] = { "Kind", "Line", "Text" };
	const struct json_object *list = pby_json__get(result, "notes");

	if (!pby_json__len(list))
		return;
	pby_html__add(out, "h2", NULL, "What else the text says");
	pby_html__table(out, "names", columns, 3);
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *n = pby_json__item(list, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%lld", (long long)pby_json__get_int(n, "line"));
		pby_html__row(out, (const char *const[]){ str(n, "kind"), pby_buf__text(&line), str(n, "text") }, 3);
	}
	pby_html__table_end(out);
}

static void not_shown(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(result, "missing");

	if (!pby_json__len(list))
		return;
	pby_html__add(out, "h2", NULL, "Missing, and how to get it");
	missing(list, out);
}

void pby_hang__html(const struct json_object *result, struct pby_buf *out)
{
	PBY_AUTO_BUF title = { 0 }, footer = { 0 };

	pby_buf__addf(&title, "hang: %s", str(result, "cycle"));
	pby_html__begin(out, pby_buf__text(&title));
	head(result, out);
	graph(result, out);
	diagnoses(result, out);
	not_shown(result, out);
	waits(result, out);
	stacks(result, out);
	notes(result, out);
	pby_buf__addf(&footer, "probity %s, %s", str(result, "version"), str(result, "schema"));
	pby_html__end(out, pby_buf__text(&footer));
}
