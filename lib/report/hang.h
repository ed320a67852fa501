// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.h: the result of probity hang as JSON, and its views, which are functions of that JSON alone. */
#ifndef PBY_REPORT_HANG_H
#define PBY_REPORT_HANG_H

#include <stdbool.h>
#include <stddef.h>

struct json_object;
struct pby_buf;
struct pby_hang;
struct pby_style;

/*
 * The result (schema "probity.hang/1", doc/hang-json.md):
 *	{"schema": "probity.hang/1", "kernel": "6.1.0",
 *	 "cycle": "complete", "verdict": "Deadlock: ...", "convoy": "..." or null,
 *	 "tasks": [{"pid": 11, "comm": "rcu_tasks_kthre", "state": "D", ...}],
 *	 "waits": [{"waiter": {"pid", "comm"}, "class": "srcu-gp", "what": "tasks_rcu_exit_srcu (...)",
 *	            "on": [{"kind": "task", "pid", "comm", "evidence", "why"}], "evidence": "derived"}],
 *	 "diagnosis": {"id", "summary", "fix", ...}, "diagnoses": [...], "missing": [...], ...}
 * The caller puts the object.
 */
struct json_object *pby_hang__json(struct pby_hang *hang);

/* The verdict, the chain or circle, the blast radius, evidence, what is missing, the fix. */
void pby_hang__text(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out);

#endif
