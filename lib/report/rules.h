// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rules.h: what the rules know, as a list, as an explanation of one, and as a document of all. */
#ifndef PBY_REPORT_RULES_H
#define PBY_REPORT_RULES_H

#include "report/check.h"

struct pby_rule;

/* "critical  rcu-tasks-exit-deadlock", and the title below it. */
void pby_rules__list(const struct pby_style *style, struct pby_buf *out);
/* Title, why, what to do, how it is decided, commits. */
void pby_rule__text(const struct pby_rule *rule, const struct pby_style *style, struct pby_buf *out);
/* doc/rules.md. */
void pby_rules__markdown(struct pby_buf *out);

#endif
