// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check_html.c: the result of probity check as one page: verdict, findings, what could not be decided or read. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/check.h"
#include "report/html.h"
#include "report/points.h"
#include "report/probes.h"

static bool is(const struct json_object *o, const char *key, const char *value)
{
	return !strcmp(pby_json__get_str(o, key), value);
}

static void chips(const struct json_object *result, struct pby_buf *out)
{
	static const struct { const char *key, *colour, *words; } rows[] = {
		{ "critical", "critical", "critical" }, { "high", "high", "high" },
		{ "medium", "medium", "medium" }, { "low", "low", "low" }, { "info", "info", "info" },
		{ "unknown", "unknown", "not decided" }, { "ignored", "unknown", "ignored" },
	};
	const struct json_object *summary = pby_json__get(result, "summary");

	pby_html__open(out, "p", "chips");
	if (!pby_json__len(pby_json__get(result, "findings")))
		pby_html__badge(out, "good", pby_json__get_int(summary, "unknown")
				? "nothing found by the rules that could decide" : "nothing found");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t n = pby_json__get_int(summary, rows[i].key);
		PBY_AUTO_BUF text = { 0 };

		if (!n)
			continue;
		pby_buf__addf(&text, "%lld %s", (long long)n, rows[i].words);
		pby_html__badge(out, rows[i].colour, pby_buf__text(&text));
	}
	pby_html__close(out, "p");
}

static void verdict(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *kernel = pby_json__get(result, "kernel");
	const char *release = pby_json__get_str(kernel, "release");
	int64_t cpus = pby_json__get_int(kernel, "possible_cpus");
	const char *const words[] = {
		pby_json__get_str(kernel, "machine"), pby_json__get_str(kernel, "version"),
		pby_json__get_bool(kernel, "running") ? "" : "not running",
	};
	PBY_AUTO_BUF lede = { 0 };

	pby_html__add(out, "p", "kicker", "What can the probes on this machine break?");
	pby_html__add(out, "h1", NULL, *release ? release : "A kernel without a release");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (*words[i])
			pby_buf__addf(&lede, "%s%s", lede.len ? ", " : "", words[i]);
	if (cpus)
		pby_buf__addf(&lede, ", %lld possible CPU%s", (long long)cpus, cpus == 1 ? "" : "s");
	pby_html__add(out, "p", "lede", pby_buf__text(&lede));
	chips(result, out);
}

static void evidence(const struct json_object *o, struct pby_buf *out)
{
	static const char *const head[] = { "Seen", "Where", "Strength" };
	const struct json_object *list = pby_json__get(o, "evidence");

	if (!pby_json__len(list))
		return;
	pby_html__table(out, NULL, head, 3);
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *e = pby_json__item(list, i);
		const char *const cells[] = { pby_json__get_str(e, "text"), pby_json__get_str(e, "where"),
					      is(e, "value", "unknown") ? "unknown"
									: pby_json__get_str(e, "strength") };

		pby_html__row(out, cells, 3);
	}
	pby_html__table_end(out);
}

static void commits(const struct json_object *f, const char *key, const char *verb,
		    struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(f, key);

	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *c = pby_json__item(list, i);

		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "%s (\"%s\"), in %s", pby_json__get_str(c, "id"),
			      pby_json__get_str(c, "subject"), pby_json__get_str(c, "release"));
		pby_html__labelled(out, verb, pby_buf__text(&text));
	}
}

static void finding(const struct json_object *f, struct pby_buf *out)
{
	const char *severity = pby_json__get_str(f, "severity");
	PBY_AUTO_BUF class = { 0 };

	pby_buf__adds(&class, "card ");
	pby_html__text(&class, severity);
	pby_html__open(out, "article", pby_buf__text(&class));
	pby_html__severity(out, severity);
	pby_html__add(out, "span", "id", pby_json__get_str(f, "id"));
	pby_html__add(out, "h3", NULL, pby_json__get_str(f, "title"));
	pby_html__labelled(out, "here", pby_json__get_str(f, "detail"));
	pby_html__labelled(out, "do", pby_json__get_str(f, "advice"));
	pby_html__fold(out, "Why, evidence and fixes");
	pby_html__labelled(out, "means", pby_json__get_str(f, "why"));
	evidence(f, out);
	commits(f, "broken_by", "broken by", out);
	commits(f, "fixed_by", "fixed by", out);
	pby_html__unfold(out);
	pby_html__close(out, "article");
}

static void findings(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(result, "findings");

	if (pby_json__len(list))
		pby_html__add(out, "h2", NULL, "Findings");
	for (size_t i = 0; i < pby_json__len(list); i++)
		finding(pby_json__item(list, i), out);
}

static void undecided(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *rules = pby_json__get(result, "rules");

	if (!pby_json__get_int(pby_json__get(result, "summary"), "unknown"))
		return;
	pby_html__add(out, "h2", NULL, "Not decided");
	for (size_t i = 0; i < pby_json__len(rules); i++) {
		const struct json_object *r = pby_json__item(rules, i);

		if (!is(r, "answer", "unknown"))
			continue;
		pby_html__open(out, "article", "card unknown");
		pby_html__badge(out, "unknown", "unknown");
		pby_html__add(out, "span", "id", pby_json__get_str(r, "id"));
		pby_html__add(out, "h3", NULL, pby_json__get_str(r, "title"));
		pby_html__labelled(out, "needs", pby_json__get_str(r, "missing"));
		if (pby_json__len(pby_json__get(r, "evidence"))) {
			pby_html__fold(out, "What was looked at");
			evidence(r, out);
			pby_html__unfold(out);
		}
		pby_html__close(out, "article");
	}
}

static void rules(const struct json_object *result, struct pby_buf *out)
{
	static const char *const head[] = { "Rule", "Answer", "What it is about" };
	const struct json_object *list = pby_json__get(result, "rules");

	pby_html__fold(out, "Every rule with its answer");
	pby_html__table(out, "names", head, 3);
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *r = pby_json__item(list, i);
		const char *const cells[] = { pby_json__get_str(r, "id"),
					      pby_json__get_bool(r, "ignored") ? "found, ignored"
							: pby_json__get_str(r, "answer"),
					      pby_json__get_str(r, "title") };

		pby_html__row(out, cells, 3);
	}
	pby_html__table_end(out);
	pby_html__unfold(out);
}

static void sources(const struct json_object *result, const char *read, const char *title,
		    const char *column, bool fold, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(result, "sources");
	const char *const head[] = { "Source", column };
	bool any = false;

	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *s = pby_json__item(list, i);
		const char *const cells[] = { pby_json__get_str(s, "name"),
					      pby_json__get_str(s, fold ? "where" : "why") };

		if (is(s, "read", "yes") != !strcmp(read, "yes"))
			continue;
		if (!any && fold)
			pby_html__fold(out, title);
		else if (!any)
			pby_html__add(out, "h2", NULL, title);
		if (!any)
			pby_html__table(out, "names", head, 2);
		any = true;
		pby_html__row(out, cells, 2);
	}
	if (any)
		pby_html__table_end(out);
	if (any && fold)
		pby_html__unfold(out);
}

void pby_check__html(const struct json_object *result, struct pby_buf *out)
{
	const char *release = pby_json__get_str(pby_json__get(result, "kernel"), "release");
	PBY_AUTO_BUF title = { 0 }, footer = { 0 };

	pby_buf__addf(&title, "probity check: %s", *release ? release : "a kernel");
	pby_buf__addf(&footer, "probity %s, %s", pby_json__get_str(result, "probity"),
		      pby_json__get_str(result, "schema"));
	pby_html__begin(out, pby_buf__text(&title));
	verdict(result, out);
	findings(result, out);
	undecided(result, out);
	pby_probes__html(result, out);
	pby_points__html(result, out);
	sources(result, "no", "Not looked at", "Why", false, out);
	rules(result, out);
	sources(result, "yes", "What was read, and where", "Where", true, out);
	pby_html__end(out, pby_buf__text(&footer));
}
