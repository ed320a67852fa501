// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * hang_views.h: the pictures and pages of a probity.hang result. Each is a function of the JSON alone.
 */
#ifndef PBY_REPORT_HANG_VIEWS_H
#define PBY_REPORT_HANG_VIEWS_H

struct json_object;
struct pby_buf;

/*
 * The wait-for graph for Graphviz:
 *	digraph hang {
 *	  "repro 2014" [label="repro 2014", color=...];
 *	  "7 x repro" -> "repro 2014" [label="event_mutex, exclusive", style=solid];
 *	}
 * Arrows: solid is stated by the kernel, dashed derived from stacks, dotted guessed; red in a cycle.
 */
void pby_hang__dot(const struct json_object *result, struct pby_buf *out);

/* The same graph as an SVG that needs no other program; "" when nothing waits. */
void pby_hang__svg(const struct json_object *result, struct pby_buf *out);

/* One page: verdict, graph, diagnosis, waits, folded stacks, what is missing. */
void pby_hang__html(const struct json_object *result, struct pby_buf *out);

/*
 * Stacks of waiting, outermost frame first, for flame graphs; tasks with one stack are one line:
 *	repro;do_syscall_64;perf_trace_destroy;mutex_lock_nested 7
 */
void pby_hang__folded(const struct json_object *result, struct pby_buf *out);

#endif
