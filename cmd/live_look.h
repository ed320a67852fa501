// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live_look.h: a look at a machine that may be sick, from a process that is prepared for it. */
#ifndef PBY_CMD_LIVE_LOOK_H
#define PBY_CMD_LIVE_LOOK_H

struct pby_err;
struct pby_live;
struct pby_live_options;

/*
 * pby_live__look() with this program as its workers, this process locked in memory, stdout written line by
 * line, and Ctrl-C taken as "show what there is". options: all but program, interrupt_fd, release, not_pinned.
 */
int pby_cmd__live_look(struct pby_live *live, const struct pby_live_options *options, struct pby_err *err);

#endif
