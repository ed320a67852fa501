// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_words.h: the words about measurements that the views share. */
#ifndef PBY_REPORT_BENCH_WORDS_H
#define PBY_REPORT_BENCH_WORDS_H

#include <stdbool.h>

struct json_object;
struct pby_buf;

/* "6.12.107+deb13-cloud-amd64, QEMU TCG CPU version 2.5+, 2 CPUs, load 0.31". */
void pby_bench_words__machine(const struct json_object *result, struct pby_buf *out);
/* What must be said before any figure, or nothing: emulation, interruption. */
void pby_bench_words__caution(const struct json_object *result, struct pby_buf *out);
/* Why a row was not measured: "no symbol kprobe_dispatcher", "load the program: EPERM". */
void pby_bench_words__failure(const struct json_object *row, struct pby_buf *out);

/* A body of a row by name, or NULL. */
const struct json_object *pby_bench_words__body(const struct json_object *row, const char *body);
/* Is the figure one that may be used? */
bool pby_bench_words__usable(const struct json_object *body);
/* Three digits are more than is measured: "7.4", "81", "812", "7150". */
void pby_bench_words__ns(double ns, struct pby_buf *out);

/* "850 us", "12 ms", "1.4 s". */
void pby_bench_words__duration(double ns, struct pby_buf *out);

/*
 * The net cost that ratios are given to, where times mean nothing: of the empty program on raw_tp, else of the
 * cheapest row. 0 when there is none, or when times do mean something.
 */
double pby_bench_words__unit(const struct json_object *result, const char **name);

#endif
