// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* show.c: the result as the options ask, and the calibration that is kept. */
#include "cmd/bench/bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/json.h"
#include "cmd/state_folder.h"
#include "model/bench/calibration.h"
#include "report/bench.h"

/* Makes the folders of a path that are missing, the last one too. */
static int make_folders(const char *path, struct pby_err *err)
{
	char *copy = strdup(path);
	int rc = copy ? 0 : -ENOMEM;

	for (char *p = copy; !rc && p; ) {
		p = strchr(p + 1, '/');
		if (p)
			*p = '\0';
		if (mkdir(copy, 0755) && errno != EEXIST)
			rc = -errno;
		if (p)
			*p = '/';
	}
	free(copy);
	return rc ? pby_err__set(err, -rc, "%s: %s", path, strerror(-rc)) : 0;
}

static int write_svgs(const struct json_object *result, const char *folder, struct pby_err *err)
{
	int rc = make_folders(folder, err);

	for (int i = 0; !rc; i++) {
		PBY_AUTO_BUF name = { 0 }, svg = { 0 }, path = { 0 };

		if (!pby_bench__svg(result, i, &name, &svg)) {
			if (!i)
				fprintf(stderr, "probity bench: there is nothing to draw of this bench %s\n",
					pby_json__get_str(result, "what"));
			break;
		}
		pby_buf__addf(&path, "%s/%s.svg", folder, pby_buf__text(&name));
		rc = pby_output__write(&svg, pby_buf__text(&path), err);
	}
	return rc;
}

static int print_csv(const struct json_object *result, struct pby_err *err)
{
	PBY_AUTO_BUF csv = { 0 };

	pby_bench__csv(result, &csv);
	return pby_output__write(&csv, "-", err);
}

int bench_show(struct json_object *result, const struct bench_values *v)
{
	struct pby_err err;
	int rc;

	if (!v->compare)
		pby_json__bool(result, "interrupted", bench_stop__asked());
	rc = v->csv ? print_csv(result, &err) : pby_output__show(result, &v->output, &err);
	if (!rc && v->svg)
		rc = write_svgs(result, v->svg, &err);
	json_object_put(result);
	return rc ? bench_fail(PBY_EXIT_BLIND, err.text) : PBY_EXIT_CLEAN;
}

/* Complete or not at all: a reader never sees half a file. */
static int write_file(const char *path, const char *text, struct pby_err *err)
{
	PBY_AUTO_BUF temporary = { 0 }, page = { 0 };
	int rc;

	pby_buf__addf(&temporary, "%s.new", path);
	pby_buf__addf(&page, "%s\n", text);
	rc = pby_output__write(&page, pby_buf__text(&temporary), err);
	if (!rc && rename(pby_buf__text(&temporary), path))
		rc = pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	return rc;
}

int bench_save(const struct pby_calibration *c, const struct bench_values *v)
{
	struct json_object *o = pby_calibration__json(c);
	char *text = pby_json__text(o), folder[4096];
	struct pby_arena arena = { 0 };
	PBY_AUTO_BUF path = { 0 };
	struct pby_err err;
	int rc = 0;

	if (v->save_to)
		snprintf(folder, sizeof(folder), "%s", v->save_to);
	else
		rc = pby_state_folder(folder, sizeof(folder), &err);
	if (!rc)
		rc = make_folders(folder, &err);
	pby_buf__addf(&path, "%s/%s", folder, pby_calibration__file_name(&arena, c->release, c->cpu_model));
	if (!rc)
		rc = text ? write_file(pby_buf__text(&path), text, &err) : pby_err__set(&err, ENOMEM, "no memory");
	if (!rc)
		fprintf(stderr, "kept as %s\n", pby_buf__text(&path));
	free(text);
	json_object_put(o);
	pby_arena__free(&arena);
	return rc ? bench_fail(PBY_EXIT_BLIND, err.text) : PBY_EXIT_CLEAN;
}
