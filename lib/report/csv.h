// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* csv.h: tables for spreadsheets, as RFC 4180 wants them. */
#ifndef PBY_CSV_H
#define PBY_CSV_H

struct pby_buf;

/* One field, in quotes where it holds a comma, a quote or a line's end. */
void pby_csv__field(struct pby_buf *out, const char *text);

#endif
