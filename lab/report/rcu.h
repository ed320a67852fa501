// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rcu.h: RCU-tasks in time, as JSON (schema "probity.lab/1", what "rcu-tasks") and text. Beside the curves:
 *
 *	"timers_ns": { "scan": 100000000, "rcu": 20000000, "pause": 100000000, "jiffy": 4000000 },
 *	"scenarios": [ { "kernels": "to 6.8", "title": "PID 1 waits in kernel_wait4()", "ends": false,
 *	                 "waits": [ { "thread": "fentry holder", "what": "synchronize_rcu_tasks()...",
 *	                              "for": [ "rcu_tasks_kthread" ] } ] },
 *	               { "kernels": "6.9 and later", "title": "...", "ends": true, "ended_ns": 152000000 } ]
 *
 * A point's periods are grace periods, per_s how many there were in a second, latencies of synchronize_rcu_tasks().
 */
#ifndef LAB_REPORT_RCU_H
#define LAB_REPORT_RCU_H

#include "base/buf.h"
#include "lab/rcu.h"

struct json_object;

void lab_rcu__add_mix(struct json_object *result, const struct lab_rcu_mix *mix);
void lab_rcu__add_scenario(struct json_object *result, const char *kernels, const char *title, const struct lab_rcu_run *run);
void lab_rcu__add_point(struct json_object *curve, const struct lab_rcu_run *run);
/* The scenarios; the curves are drawn like any others. */
void lab_rcu__text(const struct json_object *result, struct pby_buf *out);

#endif
