// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* compare.h: the text view of probity lab compare. */
#ifndef LAB_REPORT_COMPARE_H
#define LAB_REPORT_COMPARE_H

#include "base/buf.h"

struct json_object;

void lab_compare__text(const struct json_object *result, bool verbose, struct pby_buf *out);

#endif
