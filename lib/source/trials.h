// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trials.h: tries out every hook by loading a program that only counts and attaching it to something harmless. */
#ifndef PBY_TRIALS_H
#define PBY_TRIALS_H

struct pby_attach_points;
struct pby_kernel;

/*
 * Each hook is tried in a child of its own that may be left behind: attach, make a few calls, count,
 * detach. After one that never answered no other is tried. Nothing stays attached. Ask
 * pby_attach_points__refusal() first whether it may be done at all.
 */
void pby_source__trials(struct pby_kernel *kernel, struct pby_attach_points *points);

#endif
