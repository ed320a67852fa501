// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* output.h: where and how a command's result is shown. */
#ifndef PBY_CMD_OUTPUT_H
#define PBY_CMD_OUTPUT_H

#include <stdbool.h>

#include "report/check.h"

struct json_object;
struct pby_buf;
struct pby_err;

/* Prints the JSON with a newline. */
void pby_output__json(struct json_object *result);

/* What the options of a command ask for: text, unless told. */
struct pby_output {
	bool json;
	bool tsv;		/* in place of text, where the result has such a view */
	bool verbose;
	bool probes;		/* of a check: the attached probes in place of the findings */
	bool points;		/* of a check: the table of attach points in place of the findings */
	const char *html;	/* a file that gets the page besides; "-": the page instead of text */
};

/* From the terminal: colours only there, without NO_COLOR and not on a dumb one; width and height as it has. */
struct pby_style pby_output__style(const struct pby_output *as);

/* The text view of any result, chosen by its "schema"; false for a schema that has none. */
bool pby_output__text(struct json_object *result, const struct pby_output *as);

/* Writes to a file, or to standard output when path is "-". */
int pby_output__write(const struct pby_buf *page, const char *path, struct pby_err *err);

/* Shows a result in these ways. -errno when it has no such view or the file cannot be written. */
int pby_output__show(struct json_object *result, const struct pby_output *as, struct pby_err *err);

#endif
