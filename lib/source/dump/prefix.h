// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* prefix.h: takes stamps, hosts, priorities and quote marks off the front of a line. */
#ifndef PBY_DUMP_PREFIX_H
#define PBY_DUMP_PREFIX_H

#include "source/dump/line.h"

/*
 * Fills line->text and what the prefix says. Understood, in any order and repeated:
 *	> >> |                                      mail quotes
 *	<6> 6,123,456,-;                            priorities, /dev/kmsg, netconsole
 *	[   12.345678] [T41] [ C2]                  dmesg, with callers
 *	[Fri Jun 27 15:21:34 2025] [Aug25 19:12] [  +0.000016]    dmesg -T, -H
 *	Jun  6 19:31:35 host kernel:                syslog, journalctl
 *	2025-06-27T15:21:34.123456+02:00 host kernel:    rsyslog, journalctl -o short-iso
 *	kern  :info  :                              dmesg -x
 */
void pby_prefix__strip(struct pby_text raw, struct pby_line *line);

/* For lines that begin with "[   12.345678] ", perhaps with callers behind it, in two steps, as pby_prefix__strip() does: */
/* line->text begins behind the stamp and ends where raw does, which may be behind the line; false: there is none. */
bool pby_prefix__usual_stamp(struct pby_text raw, struct pby_line *line);
/* Takes off what loggers put between the stamp and the message. */
void pby_prefix__behind_stamp(struct pby_line *line);

/*
 * Where a second message begins inside text ("      Not[  392.04][   T39]       Not tainted",
 * "login: [  300.097166] INFO: ..."), or NULL.
 */
const char *pby_prefix__find_stamp(struct pby_text text);

#endif
