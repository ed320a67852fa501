// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rules_text.c: the rules for a reader at a terminal.
 *
 *	critical  rcu-tasks-exit-deadlock
 *	          Killing PID 1 of a container can hang all tracing for ever when ...
 */
#include <string.h>

#include "model/rule.h"
#include "report/paint.h"
#include "report/rules.h"

enum { MARGIN = 10 };

void pby_rules__list(const struct pby_style *style, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_nr_rules; i++) {
		const char *severity = pby_severity__name(pby_rules[i]->severity);

		pby_paint__add(out, style, pby_paint__severity(severity), severity);
		pby_buf__fill(out, ' ', MARGIN - strlen(severity));
		pby_paint__add(out, style, PBY_BOLD, pby_rules[i]->id);
		pby_buf__addc(out, '\n');
		pby_buf__fill(out, ' ', MARGIN);
		pby_paint__wrap(out, style, MARGIN, pby_rules[i]->title);
	}
}

static void paragraph(const char *label, const char *text, const struct pby_style *style,
		      struct pby_buf *out)
{
	pby_buf__addc(out, '\n');
	pby_paint__add(out, style, PBY_DIM, label);
	pby_paint__wrap(out, style, 0, text);
}

static void commits(const char *label, const struct pby_commit *c, size_t nr,
		    const struct pby_style *style, struct pby_buf *out)
{
	for (size_t i = 0; i < nr && c[i].id; i++) {
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s (\"%s\"), in %s", c[i].id, c[i].subject, c[i].release);
		pby_paint__add(out, style, PBY_DIM, label);
		pby_paint__wrap(out, style, (int)strlen(label), pby_buf__text(&line));
	}
}

void pby_rule__text(const struct pby_rule *r, const struct pby_style *style, struct pby_buf *out)
{
	const char *severity = pby_severity__name(r->severity);

	pby_paint__add(out, style, PBY_BOLD, r->id);
	pby_buf__adds(out, ", ");
	pby_paint__add(out, style, pby_paint__severity(severity), severity);
	pby_buf__addc(out, '\n');
	pby_paint__wrap(out, style, 0, r->title);
	paragraph("means: ", r->why, style, out);
	paragraph("do: ", r->advice, style, out);
	paragraph("decided by: ", r->needs, style, out);
	if (r->broken_by[0].id || r->fixed_by[0].id || r->links[0])
		pby_buf__addc(out, '\n');
	commits("broken by: ", r->broken_by, sizeof(r->broken_by) / sizeof(r->broken_by[0]), style, out);
	commits("fixed by: ", r->fixed_by, sizeof(r->fixed_by) / sizeof(r->fixed_by[0]), style, out);
	for (size_t i = 0; i < sizeof(r->links) / sizeof(r->links[0]) && r->links[i]; i++)
		pby_buf__addf(out, "see: %s\n", r->links[i]);
}
