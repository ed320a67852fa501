// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sickness.h (source): looks for tasks that wait for what tracing needs. */
#ifndef PBY_SOURCE_SICKNESS_H
#define PBY_SOURCE_SICKNESS_H

struct pby_root;
struct pby_sickness;

/*
 * Looks at the state of every task and at the stack of those that wait in a way that a stuck trace
 * would; on a live machine in a child that may be left behind, for half a second at most. Tasks that
 * wait are looked at again for up to a second: who has not run at all meanwhile is kept, with the
 * time between the looks. Reads stat, stack and status only. Never fails: see looked and partial.
 */
void pby_source__sickness(const struct pby_root *root, struct pby_sickness *sickness);

#endif
