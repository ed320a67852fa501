// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* prefix_date.h: dates, hosts and program names in front of a message. */
#ifndef PBY_DUMP_PREFIX_DATE_H
#define PBY_DUMP_PREFIX_DATE_H

#include "source/dump/line.h"

/* Each takes one prefix off t and notes in line what it says; false: it is not there. */
/* "[Fri Jun 27 15:21:34 2025]", "[Aug25 19:12]", "[  +0.000016]", "[2023-06-27 15:21:34.123]" */
bool pby_date__in_brackets(struct pby_text *t, struct pby_line *line);
/* "2025-06-27T15:21:34.123456+02:00 host kernel: " and the same with a blank for the T */
bool pby_date__iso(struct pby_text *t, struct pby_line *line);
/* "15:21:34.123456 host kernel: ": somebody cut the date off; only with "kernel:" */
bool pby_date__time(struct pby_text *t, struct pby_line *line);
/* "1687880494.123456 host kernel: " (journalctl -o short-unix) */
bool pby_date__unix(struct pby_text *t, struct pby_line *line);
/* "Jun  6 19:31:35 host kernel: ", "Fri 2025-06-27 15:21:34 CEST host kernel: " */
bool pby_date__syslog(struct pby_text *t, struct pby_line *line);
/* "host kernel: " behind a kernel's stamp (journalctl -o short-monotonic) */
bool pby_date__monotonic_host(struct pby_text *t, struct pby_line *line);

/* "  300.097166" as seconds; false without a fraction. */
bool pby_seconds__eat(struct pby_text *t, double *s);

#endif
