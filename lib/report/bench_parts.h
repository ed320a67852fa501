// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_parts.h: the views of each part of bench, for the view of any. */
#ifndef PBY_REPORT_BENCH_PARTS_H
#define PBY_REPORT_BENCH_PARTS_H

#include "base/buf.h"
#include "report/check.h"

struct json_object;

/* The table, without the lines about the machine. */
void pby_bench_attach__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
void pby_bench_hooks__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
void pby_bench_uprobe__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
void pby_bench_scale__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
void pby_bench_loss__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
void pby_bench_net__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
void pby_bench_compare__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);

/* Net costs as bars on a logarithmic axis, with their errors. */
void pby_bench_hooks__svg(const struct json_object *result, struct pby_buf *out);

/* Hits over threads that call, beside threads that map. */
void pby_bench_uprobe__svg(const struct json_object *result, struct pby_buf *out);

/* What all tables share. A cell: text, then blanks up to the width, at least one. */
void pby_bench_table__cell(struct pby_buf *out, const struct pby_style *style, int colour, const char *text, size_t width);
/* The same, but the blanks come first. */
void pby_bench_table__right(struct pby_buf *out, const char *text, size_t width);
/* Writes what is to be said of a row; false: nothing. */
typedef bool (*pby_bench_say)(const struct json_object *row, struct pby_buf *sentence);
/* Below a title the sentence of each row; rows that have the same one share it. Nothing when none has any. */
void pby_bench_table__sentences(const struct json_object *result, const char *title, pby_bench_say say,
				const struct pby_style *style, struct pby_buf *out);
/*
 * The rows that were not measured, those that the kernel does not have first; rows with the same reason share a line.
 */
void pby_bench_table__failures(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
bool pby_bench_row__is(const struct json_object *row, const char *state);

#endif
