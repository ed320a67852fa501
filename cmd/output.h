// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* output.h: where and how a command's result is shown. */
#ifndef PBY_CMD_OUTPUT_H
#define PBY_CMD_OUTPUT_H

#include <stdbool.h>

#include "report/check.h"

struct json_object;

/* From the terminal: colours only there and without NO_COLOR; width and height as it has. */
struct pby_style pby_output__style(bool verbose);

/* Prints the JSON with a newline. */
void pby_output__json(struct json_object *result);

/* The text view of any result, chosen by its "schema"; false for a schema that has none. */
bool pby_output__text(struct json_object *result, bool verbose);

#endif
