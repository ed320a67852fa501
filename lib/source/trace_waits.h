// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trace_waits.h: the search through /proc behind source/sickness.h, where it runs. */
#ifndef PBY_TRACE_WAITS_H
#define PBY_TRACE_WAITS_H

#include "model/sickness.h"

struct pby_root;

/*
 * Fills found, whose strings and array come from arena; found->arena is not touched. On a live
 * machine it may take a second and a half, and longer if /proc does.
 */
void pby_trace_waits__find(const struct pby_root *root, struct pby_arena *arena,
			   struct pby_sickness *found);

#endif
