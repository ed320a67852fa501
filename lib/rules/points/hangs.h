// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hangs.h: which pitfalls belong to which attach point: a table, so that a test can read it. */
#ifndef PBY_RULES_HANGS_H
#define PBY_RULES_HANGS_H

#include "model/attach_point.h"

struct pby_hang {
	enum pby_hook hook;
	const char *rule;
};

extern const struct pby_hang pby_hangs[];
extern const size_t pby_nr_hangs;

#endif
