// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * points.c: the table of attach points of the kernels in tests/points/NAME.facts against
 * tests/points/NAME.golden; BLESS=1 in the environment writes what came out instead.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/root.h"
#include "model/attach_point.h"
#include "report/points.h"
#include "rules/points/hangs.h"
#include "support/facts.h"

static int nr_tests;

static int report(bool ok, const char *name, const char *why)
{
	printf("%sok %d - %s%s%s\n", ok ? "" : "not ", ++nr_tests, name, ok ? "" : ": ", ok ? "" : why);
	return !ok;
}

static int read_text(const char *path, struct pby_buf *text)
{
	struct pby_root root;
	int rc = pby_root__open(&root, "tests/points", NULL);

	if (rc)
		return rc;
	rc = pby_root__read(&root, path, 1 << 20, text, NULL);
	pby_root__close(&root);
	return rc;
}

static int bless(const char *path, const struct pby_buf *text)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "tests/points/%s", path);
	f = fopen(full, "we");
	if (!f)
		return -errno;
	fputs(pby_buf__text(text), f);
	return fclose(f);
}

static void draw(struct facts_case *c, struct pby_buf *out)
{
	struct pby_subject subject = { .kernel = &c->kernel, .sickness = &c->sickness };
	struct json_object *result = json_object_new_object();
	struct pby_style style = { .width = 100, .height = 24 };
	struct pby_attach_points points;
	struct pby_verdict verdict;

	pby_json__str(pby_json__obj(result, "kernel"), "release", c->kernel.release);
	if (!pby_rules__judge(&subject, &verdict)) {
		pby_attach_points__judge(&c->kernel, &verdict, &points);
		pby_points__json(result, &points);
		pby_points__text(result, &style, out);
		style.verbose = true;
		pby_buf__addc(out, '\n');
		pby_points__text(result, &style, out);
		pby_attach_points__free(&points);
	}
	pby_verdict__free(&verdict);
	json_object_put(result);
}

static int run_file(const char *file, size_t stem)
{
	PBY_AUTO_BUF facts = { 0 }, want = { 0 }, got = { 0 };
	struct pby_err err = { "no case" };
	struct facts_case c;
	struct pby_text t;
	char golden[64];
	int bad;

	snprintf(golden, sizeof(golden), "%.*s.golden", (int)stem, file);
	if (read_text(file, &facts))
		return report(false, file, "cannot be read");
	t = pby_text__of(facts.data, facts.len);
	if (facts__next(&t, &c, &err) <= 0)
		return report(false, file, err.text);
	draw(&c, &got);
	facts__free(&c);
	if (getenv("BLESS"))
		return report(!bless(golden, &got), golden, "cannot be written");
	if (read_text(golden, &want))
		return report(false, golden, "cannot be read");
	bad = report(!strcmp(pby_buf__text(&got), pby_buf__text(&want)), file,
		     "the table differs; got:");
	if (bad)
		fputs(pby_buf__text(&got), stdout);
	return bad;
}

static int is_facts(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot && !strcmp(dot, ".facts");
}

/* A pitfall that no rule judges would never show. */
static int check_hangs(void)
{
	int bad = 0;

	for (size_t i = 0; i < pby_nr_hangs; i++)
		if (!pby_rules__find(pby_hangs[i].rule))
			bad += report(false, pby_hangs[i].rule, "hangs.def names it, but there is no such rule");
	return bad + report(!bad, "every pitfall of a hook is a rule", "");
}

int main(void)
{
	struct dirent **files;
	int nr = scandir("tests/points", &files, is_facts, alphasort), bad = check_hangs();

	for (int i = 0; i < nr; i++) {
		const char *name = files[i]->d_name;

		bad += run_file(name, (size_t)(strrchr(name, '.') - name));
		free(files[i]);
	}
	if (nr <= 0)
		return report(false, "tests/points", "no facts there") != 0;
	free(files);
	return bad != 0;
}
