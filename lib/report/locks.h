// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.h: the result of probity locks as JSON, and its views, which are functions of that JSON alone. */
#ifndef PBY_REPORT_LOCKS_H
#define PBY_REPORT_LOCKS_H

#include "report/check.h"

struct json_object;
struct pby_buf;
struct pby_contention_filter;
struct pby_locks_judged;
struct pby_timeline;

/*
 * The result (schema "probity.locks/1", doc/locks.md). timeline may be NULL. The caller puts the
 * object; NULL without memory.
 */
struct json_object *pby_locks__json(const struct pby_locks_judged *judged,
				    const struct pby_contention_filter *filter,
				    const struct pby_timeline *timeline);
/* Is any lock in the result? Then the exit code says so. */
bool pby_locks__any(const struct json_object *result);

void pby_locks__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
/* For the whole screen: the table alone, its rows from that one on; returns the line of the first row. */
int pby_locks__table(const struct json_object *result, const struct pby_style *style, size_t from, struct pby_buf *out);
/* The same for one lock of the result, told in full: queue, chain, verdicts. */
void pby_locks__one(const struct json_object *result, size_t i, const struct pby_style *style, struct pby_buf *out);
/* A line for each lock, with a header. */
void pby_locks__csv(const struct json_object *result, struct pby_buf *out);
/* Waiting time by stack in microseconds, for flame graphs: "mmap_lock;main;...;down_read 1234". */
void pby_locks__folded(const struct json_object *result, struct pby_buf *out);
/* The queue of one lock over time; nothing when the result has no timeline. */
void pby_locks__svg(const struct json_object *result, struct pby_buf *out);

#endif
