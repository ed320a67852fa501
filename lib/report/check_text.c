// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * check_text.c: the result of probity check for a tired person: verdict first, one screen.
 *
 *	6.1.0-56-cloud-amd64: 1 critical, 2 medium; 3 rules could not decide
 *
 *	critical  Killing PID 1 of a container can hang all tracing for ever ...
 *	          rcu-tasks-exit-deadlock, observed: symbol tasks_rcu_exit_srcu
 */
#include <string.h>

#include "base/json.h"
#include "report/check.h"
#include "report/paint.h"
#include "report/points.h"
#include "report/probes.h"

enum { MARGIN = 10 };

static void verdict(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out)
{
	static const char *const levels[] = { "critical", "high", "medium", "low", "info" };
	const struct json_object *kernel = pby_json__get(result, "kernel");
	const struct json_object *summary = pby_json__get(result, "summary");
	const char *release = pby_json__get_str(kernel, "release");
	int64_t unknown = pby_json__get_int(summary, "unknown");
	int64_t ignored = pby_json__get_int(summary, "ignored");
	bool any = false;

	pby_paint__add(out, style, PBY_BOLD, *release ? release : "this kernel");
	pby_buf__adds(out, ": ");
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		int64_t n = pby_json__get_int(summary, levels[i]);
		PBY_AUTO_BUF word = { 0 };

		if (!n)
			continue;
		pby_buf__addf(&word, "%lld %s", (long long)n, levels[i]);
		pby_buf__adds(out, any ? ", " : "");
		pby_paint__add(out, style, pby_paint__severity(levels[i]), pby_buf__text(&word));
		any = true;
	}
	if (!any)
		pby_buf__adds(out, unknown ? "nothing found by the rules that could decide"
					   : "nothing found");
	if (unknown)
		pby_buf__addf(out, "; %lld rule%s could not decide", (long long)unknown,
			      unknown == 1 ? "" : "s");
	if (ignored)
		pby_buf__addf(out, "; %lld silenced", (long long)ignored);
	pby_buf__addc(out, '\n');
}

/* The evidence that spoke: the last one cited is the one that decided. */
static const char *decisive(const struct json_object *finding)
{
	const struct json_object *evidence = pby_json__get(finding, "evidence");

	return pby_json__get_str(pby_json__item(evidence, pby_json__len(evidence) - 1), "text");
}

static int finding_head(const struct json_object *f, const struct pby_style *style,
			struct pby_buf *out)
{
	const char *severity = pby_json__get_str(f, "severity");
	int lines;

	pby_paint__add(out, style, pby_paint__severity(severity), severity);
	pby_buf__fill(out, ' ', MARGIN - strlen(severity));
	lines = pby_paint__wrap(out, style, MARGIN, pby_json__get_str(f, "title"));
	pby_buf__fill(out, ' ', MARGIN);
	pby_paint__add(out, style, PBY_DIM, pby_json__get_str(f, "id"));
	pby_buf__addf(out, ", %s: ", pby_json__get_str(f, "strength"));
	return lines + pby_paint__wrap(out, style, MARGIN, decisive(f));
}

static void labelled(const char *label, const char *text, const struct pby_style *style,
		     struct pby_buf *out)
{
	if (!*text)
		return;
	pby_buf__fill(out, ' ', MARGIN);
	pby_paint__add(out, style, PBY_DIM, label);
	pby_paint__wrap(out, style, MARGIN, text);
}

static void finding_body(const struct json_object *f, const struct pby_style *style,
			 struct pby_buf *out)
{
	const struct json_object *evidence = pby_json__get(f, "evidence");
	const struct json_object *fixed = pby_json__get(f, "fixed_by");

	labelled("here: ", pby_json__get_str(f, "detail"), style, out);
	labelled("means: ", pby_json__get_str(f, "why"), style, out);
	labelled("do: ", pby_json__get_str(f, "advice"), style, out);
	for (size_t i = 0; i < pby_json__len(evidence); i++) {
		const struct json_object *e = pby_json__item(evidence, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s (%s, %s)", pby_json__get_str(e, "text"),
			      pby_json__get_str(e, "where"), pby_json__get_str(e, "strength"));
		labelled("seen: ", pby_buf__text(&line), style, out);
	}
	for (size_t i = 0; i < pby_json__len(fixed); i++) {
		const struct json_object *c = pby_json__item(fixed, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s (\"%s\"), in %s", pby_json__get_str(c, "id"),
			      pby_json__get_str(c, "subject"), pby_json__get_str(c, "release"));
		labelled("fixed by: ", pby_buf__text(&line), style, out);
	}
	pby_buf__addc(out, '\n');
}

static void undecided(const struct json_object *result, const struct pby_style *style,
		      struct pby_buf *out)
{
	const struct json_object *rules = pby_json__get(result, "rules");

	for (size_t i = 0; i < pby_json__len(rules); i++) {
		const struct json_object *r = pby_json__item(rules, i);
		PBY_AUTO_BUF line = { 0 };

		if (strcmp(pby_json__get_str(r, "answer"), "unknown"))
			continue;
		pby_buf__addf(&line, "%s needs %s", pby_json__get_str(r, "id"),
			      pby_json__get_str(r, "missing"));
		pby_buf__adds(out, "unknown   ");
		pby_paint__wrap(out, style, MARGIN, pby_buf__text(&line));
	}
}

static void blind_spots(const struct json_object *result, const struct pby_style *style,
			struct pby_buf *out)
{
	const struct json_object *sources = pby_json__get(result, "sources");

	for (size_t i = 0; i < pby_json__len(sources); i++) {
		const struct json_object *s = pby_json__item(sources, i);
		PBY_AUTO_BUF line = { 0 };

		if (!strcmp(pby_json__get_str(s, "read"), "yes") || pby_json__get_bool(s, "lists_probes"))
			continue;
		pby_buf__addf(&line, "%s: %s", pby_json__get_str(s, "name"),
			      pby_json__get_str(s, "why"));
		pby_buf__adds(out, "not read  ");
		pby_paint__wrap(out, style, MARGIN, pby_buf__text(&line));
	}
}

/* One line: what is attached, or that it could not be seen. */
static void attached(const struct json_object *result, const struct pby_style *style,
		     struct pby_buf *out)
{
	PBY_AUTO_BUF text = { 0 };

	if (!pby_json__get(result, "probes"))
		return;
	pby_probes__headline(result, &text);
	pby_buf__addf(&text, " (--attached)");
	pby_paint__wrap(out, style, 2, pby_buf__text(&text));
}

static int lines_of(const struct pby_buf *text)
{
	int lines = 0;

	for (size_t i = 0; i < text->len; i++)
		lines += text->data[i] == '\n';
	return lines;
}

/* One screen: what has room between what stands above, a line for the others, the hint, and the shell's prompt. */
static void worst_findings(const struct json_object *findings, const struct pby_style *style, struct pby_buf *out)
{
	size_t nr = pby_json__len(findings), shown = 0;
	PBY_AUTO_BUF hint = { 0 };
	int left;

	pby_paint__wrap(&hint, style, 0,
			"probity check -v shows why, the evidence and the fixes; probity rules ID explains one.");
	left = style->height - lines_of(out) - 1 - lines_of(&hint) - 2;
	for (; shown < nr; shown++) {
		PBY_AUTO_BUF one = { 0 };
		int lines = finding_head(pby_json__item(findings, shown), style, &one);

		if (shown && lines > left)
			break;
		left -= lines;
		pby_buf__add(out, one.data, one.len);
	}
	if (shown < nr)
		pby_buf__addf(out, "... and %zu more, less severe\n", nr - shown);
	pby_buf__addc(out, '\n');
	pby_buf__add(out, hint.data, hint.len);
}

static void everything(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *findings = pby_json__get(result, "findings");

	for (size_t i = 0; i < pby_json__len(findings); i++) {
		finding_head(pby_json__item(findings, i), style, out);
		finding_body(pby_json__item(findings, i), style, out);
	}
	undecided(result, style, out);
	blind_spots(result, style, out);
	pby_buf__addc(out, '\n');
	pby_points__text(result, style, out);
	pby_buf__addc(out, '\n');
	pby_probes__text(result, style, out);
}

void pby_check__text(const struct json_object *result, const struct pby_style *style,
		     struct pby_buf *out)
{
	if (style->points) {
		pby_points__text(result, style, out);
		return;
	}
	if (style->probes) {
		pby_probes__text(result, style, out);
		return;
	}
	verdict(result, style, out);
	attached(result, style, out);
	pby_buf__addc(out, '\n');
	if (style->verbose)
		everything(result, style, out);
	else
		worst_findings(pby_json__get(result, "findings"), style, out);
}
