// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check.h: the result of probity check as JSON, and its views, which are functions of that JSON alone. */
#ifndef PBY_REPORT_CHECK_H
#define PBY_REPORT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

struct json_object;
struct pby_attach_points;
struct pby_buf;
struct pby_kernel;
struct pby_probes;
struct pby_sickness;
struct pby_verdict;

/* All that probity check learned. */
struct pby_check {
	const struct pby_kernel *kernel;
	const struct pby_sickness *sickness;
	const struct pby_verdict *verdict;
	const struct pby_attach_points *points;
	const struct pby_probes *probes;	/* NULL: a kernel that runs nowhere */
};

/* What the user asked not to see or to be judged by. */
struct pby_check_filter {
	const char *const *ignored;	/* rule ids that are silenced */
	size_t nr_ignored;
};

/*
 * The result (schema "probity.check/1", doc/check-json.md). The caller puts
 * the object. Findings of ignored rules are left out of "findings" and
 * marked "ignored" in "rules".
 */
struct json_object *pby_check__json(const struct pby_check *check,
				    const struct pby_check_filter *filter);

/* How text is drawn. */
struct pby_style {
	bool colour;
	int width;	/* columns, at least 40 */
	int height;	/* lines that the default view may take */
	bool verbose;	/* everything, however long */
	bool points;	/* the table of attach points in place of the findings */
	bool probes;	/* the attached probes in place of the findings */
};

void pby_check__text(const struct json_object *result, const struct pby_style *style,
		     struct pby_buf *out);

/* The answer of every rule, a line each, for scripts. */
void pby_check__tsv(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out);

/* The same content as one self-contained page (report/html.h). */
void pby_check__html(const struct json_object *result, struct pby_buf *out);

#endif
