// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes.h: the attached probes in the result of probity check, and their view as text. */
#ifndef PBY_REPORT_PROBES_H
#define PBY_REPORT_PROBES_H

#include "report/check.h"

struct pby_probes;

/*
 * Adds "probes" and "programs" to the result, with bpftool's names where it has some. A count
 * that is not known is null, and "unknown" says why:
 *
 *	{ "kind": "kretprobe", "func": "hrtimer_nanosleep", "where": "hrtimer_nanosleep",
 *	  "prog_id": 12, "prog_name": "on_sleep", "link_id": 7, "link_type": "perf_event",
 *	  "pids": [ { "pid": 412, "comm": "agent", "container": "9f86d0..." } ],
 *	  "state": [ "ftrace" ], "missed": 270, "run_cnt": null,
 *	  "unknown": { "run_cnt": "run statistics are off" }, "seen_by": [ "bpf-links" ] }
 */
void pby_probes__json(struct json_object *result, const struct pby_probes *probes);

/*
 * Grouped by owner; verbose: all of them, with what is not known and why.
 *
 *	agent (pid 412, docker 9f86d081884c)
 *	  kretprobe   hrtimer_nanosleep             prog 12 on_sleep     missed 270, ftrace
 */
void pby_probes__text(const struct json_object *result, const struct pby_style *style,
		      struct pby_buf *out);

/* "12 probes attached: 5 kprobe, 4 fentry, 3 uprobe" for the head of the default view. */
void pby_probes__headline(const struct json_object *result, struct pby_buf *out);

/* Who keeps it: "agent (pid 412, docker 9f86d081884c)", "pinned at /sys/fs/bpf/x", "tracefs", "nobody seen". */
void pby_probes__owner(const struct json_object *probe, struct pby_buf *out);

#endif
