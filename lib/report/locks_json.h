// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_json.h: the parts of the result of probity locks. */
#ifndef PBY_REPORT_LOCKS_JSON_H
#define PBY_REPORT_LOCKS_JSON_H

#include "model/contention/verdict.h"

struct json_object;

/* Bounds of one result; what is left out is counted. */
enum { LOCKS_LISTED = 200, LOCKS_QUEUE = 1000, LOCKS_SITES = 400, LOCKS_CALLERS = 5 };

/* A site with what it is sorted by: lock, then cost. */
struct locks_site {
	uint32_t lock;
	const struct pby_contention_site *site;
};

/* What the parts share. */
struct locks_result {
	const struct pby_locks_judged *judged;
	struct json_object *stacks;	/* those that are referred to */
	int32_t *stack_of;		/* index in stacks by index in the contention; -1 not there yet */
	struct locks_site *sites;
	uint32_t nr_sites;
};

/* The index of a stack in the result; -1 for none. */
int32_t locks_result__stack(struct locks_result *r, uint32_t stack);
/* One lock with everything about it. */
void locks_result__lock(struct locks_result *r, const struct pby_lock_judged *j, struct json_object *to);
/* Its callers and sites (locks_json_sites.c). */
void locks_result__sites(struct locks_result *r, uint32_t lock, struct json_object *to);
/* {"pid", "comm", "state", ...}; null for PBY_NO_INDEX. */
void locks_result__task(struct locks_result *r, struct json_object *to, const char *key, int32_t task);
/* "read", "write", "exclusive" of kinds without modes, "unknown". */
const char *locks_result__mode(enum pby_lock_kind kind, enum pby_lock_mode mode);

#endif
