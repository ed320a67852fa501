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

/* "missed 270, ftrace": its counts that are not zero, and its state. */
void pby_probes__notes(const struct json_object *probe, struct pby_buf *out);

/* The probes of a result, grouped by owner; nr of them. NULL without memory. */
struct pby_probe_row {
	char *owner;
	const struct json_object *probe;
	size_t index;	/* in the result */
};
struct pby_probe_row *pby_probe_rows__make(const struct json_object *probes, size_t nr);
void pby_probe_rows__free(struct pby_probe_row *rows, size_t nr);

/* The same as a section of the page. */
void pby_probes__html(const struct json_object *result, struct pby_buf *out);

#endif
