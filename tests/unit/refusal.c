// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* refusal.c: when experiments are refused, case by case: tests/refusal/refusal.facts. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/root.h"
#include "model/attach_point.h"
#include "support/facts.h"

static int run_case(struct facts_case *c, int nr)
{
	struct pby_subject subject = { .kernel = &c->kernel, .sickness = &c->sickness };
	struct pby_arena arena = { 0 };
	struct pby_verdict verdict;
	const char *why = "out of memory";
	bool ok;

	if (!pby_rules__judge(&subject, &verdict))
		why = pby_attach_points__refusal(&subject, &verdict, &arena);
	ok = !strcmp(c->expected, why ? "refused" : "allowed") && (!why || strstr(why, c->detail));
	printf("%sok %d - %s: %s\n", ok ? "" : "not ", nr, c->expected, c->title);
	if (!ok)
		printf("# it said: %s\n", why ? why : "allowed");
	pby_verdict__free(&verdict);
	pby_arena__free(&arena);
	return !ok;
}

int main(void)
{
	PBY_AUTO_BUF text = { 0 };
	struct pby_err err = { "" };
	struct facts_case c;
	struct pby_root root;
	struct pby_text t;
	int nr = 0, bad = 0, rc;

	rc = pby_root__open(&root, "tests/refusal", &err);
	if (!rc) {
		rc = pby_root__read(&root, "refusal.facts", 1 << 20, &text, &err);
		pby_root__close(&root);
	}
	t = pby_text__of(text.data, text.len);
	while (!rc && (rc = facts__next(&t, &c, &err)) > 0) {
		bad += run_case(&c, ++nr);
		facts__free(&c);
		rc = 0;
	}
	if (rc < 0 || !nr)
		printf("not ok %d - %s\n", nr + 1, err.text);
	return bad || rc < 0 || !nr;
}
