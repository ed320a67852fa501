// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * check.h: what the checker found, as JSON (schema "probity.lab/1", what "check") and as text.
 *
 *	"scenes": [ { "group": "rcu-tasks", "name": "srcu", "title": "...", "verdict": "deadlock",
 *	              "expected": "deadlock", "planted": false, "memory": "sc", "states": 30944,
 *	              "transitions": 31801, "pruned": 54795, "depth": 28, "cut": false,
 *	              "waits": [ { "thread": "fentry holder", "what": "synchronize_rcu_tasks()...",
 *	                           "for": [ "rcu_tasks_kthread" ] } ],
 *	              "trace": [ { "thread": "ns init (PID 1)", "does": "adds to readers of ..." } ] } ],
 *	"cpu_seconds": 17.5	of the whole suite, when all scenarios were asked for
 */
#ifndef LAB_REPORT_CHECK_H
#define LAB_REPORT_CHECK_H

#include "base/buf.h"
#include "lab/engine/check.h"

struct json_object;

/* A result without scenes; the caller puts it. */
struct json_object *lab_check__new(const char *title);
void lab_check__add(struct json_object *result, const char *group, const struct lab_scene *scene,
		    const struct lab_check_result *found);
/* All scenes ended as their authors expect. */
bool lab_check__as_expected(const struct json_object *result);
/* Traces of more than a few steps only when verbose. */
void lab_check__text(const struct json_object *result, bool verbose, struct pby_buf *out);

#endif
