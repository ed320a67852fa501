// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.h: a dump as it was understood, before anything is judged: for debugging and for tests. */
#ifndef PBY_REPORT_DUMP_H
#define PBY_REPORT_DUMP_H

#include "model/dump.h"

struct json_object;

/*
 * {"kernel": "6.1.0", "tasks": [{"pid": 11, "comm": "x", "state": "D", "seen": ["hung"],
 *  "stack": ["__schedule", "? foo", "bar [mod]"], "held": ["event_mutex at perf_trace_init"]}],
 *  "notes": [{"kind": "soft-lockup", ...}], "lockdep": [...], "works": [...]}
 * What is unknown is left out. The caller puts the object.
 */
struct json_object *pby_report__dump(const struct pby_dump *dump);

#endif
