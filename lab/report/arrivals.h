// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * arrivals.h: whom a semaphore let in, as JSON (schema "probity.lab/1", what "arrivals") and its views.
 *
 *	"script": "Wr300.w",
 *	"rules": [ { "name": "5.19 and later", "source": "...", "stuck": 0,
 *	             "turns": [ { "cause": "release", "kind": "r", "number": 256, "who": [ [ 1, 256 ] ] } ],
 *	             "woken": [ [ 1, 256 ], [ 257, 300 ], [ 301, 301 ] ] } ]
 *
 * Who came is numbered from 0; [1, 256] are all from 1 to 256. cause: "arrival" when somebody had come, "release" when
 * those inside had left. woken: who slept and was woken to have the lock, in this order.
 */
#ifndef LAB_REPORT_ARRIVALS_H
#define LAB_REPORT_ARRIVALS_H

#include <stdbool.h>

#include "base/buf.h"
#include "lab/arrivals.h"

struct json_object;

void lab_arrivals__add(struct json_object *result, const char *name, const char *source, const struct lab_arrivals *a);
/* Somebody was never let in. */
bool lab_arrivals__stuck(const struct json_object *result);
/* One table for all rules that gave the same. */
void lab_arrivals__text(const struct json_object *result, struct pby_buf *out);
/* A line for each turn, and one for the wake-ups: rules,turn,cause,kind,who. */
void lab_arrivals__csv(const struct json_object *result, struct pby_buf *out);

#endif
