// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_parts.h: the views of each part of bench, for the view of any. */
#ifndef PBY_REPORT_BENCH_PARTS_H
#define PBY_REPORT_BENCH_PARTS_H

#include "base/buf.h"
#include "report/check.h"

struct json_object;

/* The table, without the lines about the machine. */
void pby_bench_hooks__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);

#endif
