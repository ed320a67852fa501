// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rules.c: every rule against its fixtures, tests/rules/ID.facts: each rule must fire, stay
 * silent (clear, or not applicable) and admit ignorance.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/root.h"
#include "base/buf.h"
#include "model/rule.h"
#include "support/facts.h"

static int nr_tests;

static int report(bool ok, const char *rule, const char *title, const char *got)
{
	printf("%sok %d - %s: %s%s%s\n", ok ? "" : "not ", ++nr_tests, rule, title,
	       ok ? "" : ", but it said ", ok ? "" : got);
	return !ok;
}

static bool holds(const char *part, const char *whole)
{
	return !*part || (whole && strstr(whole, part));
}

/* What is wrong with a judgement, or NULL. */
static const char *mismatch(const struct pby_judgement *j, const struct facts_case *c)
{
	if (strcmp(pby_answer__name(j->answer), c->expected))
		return pby_answer__name(j->answer);
	if (*c->severity && strcmp(pby_severity__name(j->severity), c->severity))
		return pby_severity__name(j->severity);
	if (*c->strength && strcmp(pby_strength__name(j->strength), c->strength))
		return pby_strength__name(j->strength);
	if (!holds(c->detail, j->detail))
		return j->detail ? j->detail : "no detail";
	if (!holds(c->missing, j->missing))
		return j->missing ? j->missing : "nothing missing";
	return NULL;
}

static int run_case(const struct pby_rule *rule, struct facts_case *c)
{
	struct pby_subject subject = { .kernel = &c->kernel, .sickness = &c->sickness,
				       .probes = c->has_probes ? &c->probes : NULL };
	struct pby_verdict v;
	const char *wrong = "nothing";
	int bad;

	if (pby_rules__judge(&subject, &v))
		return report(false, rule->id, c->title, "out of memory");
	for (uint32_t i = 0; i < v.judgements.nr; i++)
		if (v.judgements.items[i].rule == rule)
			wrong = mismatch(&v.judgements.items[i], c);
	bad = report(!wrong, rule->id, c->title, wrong);
	pby_verdict__free(&v);
	return bad;
}

enum { FIRES, IS_SILENT, ADMITS, NR_MUST };

static const char *const must[NR_MUST] = { "fires", "is silent", "admits ignorance" };

static void note(bool *seen, const char *answer)
{
	static const struct { const char *answer; int shows; } rows[] = {
		{ "found", FIRES }, { "clear", IS_SILENT }, { "not applicable", IS_SILENT },
		{ "unknown", ADMITS },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].answer, answer))
			seen[rows[i].shows] = true;
}

/* A rule that never fires, never is silent or never admits ignorance is not a rule. */
static int check_coverage(const struct pby_rule *rule, const bool *seen)
{
	int bad = 0;

	for (int i = 0; i < NR_MUST; i++)
		if (!seen[i])
			bad += report(false, rule->id, must[i], "no fixture for it");
	return bad;
}

static int run_rule(const struct pby_rule *rule)
{
	bool seen[NR_MUST] = { 0 };
	struct facts_case c;
	struct pby_err err = { "" };
	PBY_AUTO_BUF text = { 0 };
	struct pby_root root;
	char path[256];
	struct pby_text t;
	int bad = 0, rc;

	snprintf(path, sizeof(path), "%s.facts", rule->id);
	if (pby_root__open(&root, "tests/rules", &err))
		return report(false, rule->id, "tests/rules", err.text);
	rc = pby_root__read(&root, path, 1 << 20, &text, &err);
	pby_root__close(&root);
	if (rc)
		return report(false, rule->id, "has fixtures", err.text);
	t = pby_text__of(text.data, text.len);
	while ((rc = facts__next(&t, &c, &err)) > 0) {
		note(seen, c.expected);
		bad += run_case(rule, &c);
		facts__free(&c);
	}
	facts__free(&c);
	if (rc < 0)
		bad += report(false, rule->id, path, err.text);
	return bad + check_coverage(rule, seen);
}

int main(void)
{
	int bad = 0;

	for (size_t i = 0; i < pby_nr_rules; i++)
		bad += run_rule(pby_rules[i]);
	return bad != 0;
}
