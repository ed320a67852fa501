// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rules.c: every rule against its fixtures, tests/rules/ID.facts: each rule must fire, stay
 * silent and admit ignorance; and two findings must not hide each other.
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

static int run_case(const struct pby_rule *rule, struct facts_case *c)
{
	struct pby_subject subject = { .kernel = &c->kernel };
	struct pby_verdict v;
	const char *got = "nothing";
	int bad;

	if (pby_rules__judge(&subject, &v))
		return report(false, rule->id, c->title, "out of memory");
	for (uint32_t i = 0; i < v.judgements.nr; i++)
		if (v.judgements.items[i].rule == rule)
			got = pby_answer__name(v.judgements.items[i].answer);
	bad = report(!strcmp(got, c->expected), rule->id, c->title, got);
	pby_verdict__free(&v);
	return bad;
}

/* A rule that never fires, never is silent or never admits ignorance is not a rule. */
static int check_coverage(const struct pby_rule *rule, const bool *seen)
{
	static const char *const must[] = { "found", "clear", "unknown" };
	int bad = 0;

	for (int i = 0; i < 3; i++)
		if (!seen[i])
			bad += report(false, rule->id, must[i], "no fixture for it");
	return bad;
}

static int run_rule(const struct pby_rule *rule)
{
	static const char *const must[] = { "found", "clear", "unknown" };
	bool seen[3] = { 0 };
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
		for (int i = 0; i < 3; i++)
			seen[i] |= !strcmp(c.expected, must[i]);
		bad += run_case(rule, &c);
		pby_kernel__free(&c.kernel);
	}
	pby_kernel__free(&c.kernel);
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
