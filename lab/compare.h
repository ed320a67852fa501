// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* compare.h: the simulator against published measurements. */
#ifndef LAB_COMPARE_H
#define LAB_COMPARE_H

#include "lab/fit.h"

struct json_object;

/*
 * Every published curve (or the one of that name), predicted twice: with latencies fitted to
 * its own points up to 8 threads, and ("left out") with latencies fitted to another curve of
 * the same machine, where there is one, or else to 8260-raw-cas. The result is of schema
 * "probity.lab/1", what "compare", with "comparisons" beside the curves; the caller puts it.
 */
int lab_compare__run(const char *only, struct json_object **result, struct pby_err *err);

#endif
