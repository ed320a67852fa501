// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_graph.h: the wait-for graph of a result as boxes and arrows, for all views that draw it. */
#ifndef PBY_REPORT_HANG_GRAPH_H
#define PBY_REPORT_HANG_GRAPH_H

#include "base/arena.h"

struct json_object;

enum pby_box_role { PBY_BOX_WAITER, PBY_BOX_ROOT, PBY_BOX_CYCLE, PBY_BOX_OUTSIDE };

/* A task, several tasks that wait alike, or something outside ("device: sda"). */
struct pby_box {
	const char *label;	/* "repro 2014", "7 x repro", "device", "nobody found" */
	const char *detail;	/* "waits for event_mutex (mutex)", or NULL */
	enum pby_box_role role;
	uint32_t nr_tasks;	/* 0: outside */
	uint32_t column;	/* steps from where all waiting ends */
	uint32_t row;
};

struct pby_arrow {
	uint32_t from;		/* index of a box */
	uint32_t to;
	const char *label;	/* what is waited for: "event_mutex, exclusive" */
	const char *evidence;	/* "stated", "derived", "guessed" */
	bool in_cycle;
};

struct pby_drawing {
	struct pby_arena arena;
	PBY_VEC(struct pby_box) boxes;
	PBY_VEC(struct pby_arrow) arrows;
	uint32_t columns;
	uint32_t rows;
	uint32_t left_out;	/* waits that the drawing has no room for */
};

/*
 * Draws from the "waits", "roots" and "cycles" of a probity.hang result. Tasks that wait for the
 * same thing and that nobody waits for share a box. False without memory. Free it in any case.
 */
bool pby_drawing__make(struct pby_drawing *drawing, const struct json_object *result);
void pby_drawing__free(struct pby_drawing *drawing);

#endif
