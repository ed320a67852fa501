// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rules_markdown.c: the rules as a document, doc/rules.md. */
#include "base/buf.h"
#include "model/rule.h"
#include "report/rules.h"

static void table(struct pby_buf *out)
{
	pby_buf__adds(out, "| rule | severity | |\n|---|---|---|\n");
	for (size_t i = 0; i < pby_nr_rules; i++)
		pby_buf__addf(out, "| [%s](#%s) | %s | %s |\n", pby_rules[i]->id, pby_rules[i]->id,
			      pby_severity__name(pby_rules[i]->severity), pby_rules[i]->title);
}

static void commits(const char *label, const struct pby_commit *c, size_t nr, struct pby_buf *out)
{
	for (size_t i = 0; i < nr && c[i].id; i++)
		pby_buf__addf(out, "- %s `%s` (\"%s\"), %s\n", label, c[i].id, c[i].subject, c[i].release);
}

static void section(const struct pby_rule *r, struct pby_buf *out)
{
	pby_buf__addf(out, "\n## %s\n\n**%s.** Severity: %s.\n\n%s\n\n", r->id, r->title,
		      pby_severity__name(r->severity), r->why);
	pby_buf__addf(out, "What to do: %s\n\nDecided by: %s.\n", r->advice, r->needs);
	if (r->broken_by[0].id || r->fixed_by[0].id || r->links[0])
		pby_buf__addc(out, '\n');
	commits("broken by", r->broken_by, sizeof(r->broken_by) / sizeof(r->broken_by[0]), out);
	commits("fixed by", r->fixed_by, sizeof(r->fixed_by) / sizeof(r->fixed_by[0]), out);
	for (size_t i = 0; i < sizeof(r->links) / sizeof(r->links[0]) && r->links[i]; i++)
		pby_buf__addf(out, "- see <%s>\n", r->links[i]);
}

void pby_rules__markdown(struct pby_buf *out)
{
	pby_buf__adds(out, "<!-- SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only -->\n"
		      "<!-- Written by `probity rules --markdown`; `make docs` renews it. -->\n"
		      "# The rules of probity check\n\n"
		      "Severity is that of the usual case; what probity finds on a machine (its CPUs, its settings) can "
		      "raise or lower it.\nReleases are the first that have the commit; stable releases that took it follow.\n\n");
	table(out);
	for (size_t i = 0; i < pby_nr_rules; i++)
		section(pby_rules[i], out);
}
