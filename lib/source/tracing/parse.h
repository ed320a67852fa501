// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * parse.h: the lists of tracefs and debugfs, as pure functions of their text.
 *
 * Each appends its rows to seen and copies what it keeps into the arena. A line that is not
 * understood is skipped and counted in the result: the caller says that the list is partial.
 */
#ifndef PBY_TRACING_PARSE_H
#define PBY_TRACING_PARSE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/sighting.h"

/*
 * debugfs kprobes/list (address, kind, place, flags; the module in brackets has any number of blanks):
 *	ffffffff8132b2c0  k  vfs_read+0x0    [FTRACE]
 *	ffffffffc0373010  r  ext4_sync_file+0x0  ext4 [DISABLED][FTRACE]
 */
uint32_t pby_kprobe_list__parse(struct pby_text text, struct pby_arena *arena,
				struct pby_sightings *seen);

/*
 * kprobe_events, uprobe_events (user) and the f, t and e lines of dynamic_events:
 *	p:kprobes/mine vfs_read+8 size=%dx
 *	r10:kprobes/back ext4:ext4_sync_file
 *	p:uprobes/bash /usr/bin/bash:0x000000000004245c(0x0000000000112244)
 *	f:fprobes/leave vfs_read%return
 */
uint32_t pby_trace_events__parse(struct pby_text text, bool user, struct pby_arena *arena,
				 struct pby_sightings *seen);

/*
 * kprobe_profile, and uprobe_profile (user: file, event, hits):
 *	  mine                                      17               0
 *	  /usr/bin/bash bash                                          17
 */
uint32_t pby_profile__parse(struct pby_text text, bool user, struct pby_arena *arena,
			    struct pby_sightings *seen);

/* set_event: "kprobes:mine", one enabled event a line. */
uint32_t pby_set_event__parse(struct pby_text text, struct pby_arena *arena,
			      struct pby_sightings *seen);

/*
 * enabled_functions (R I D M: registers, changes the address, direct call, was direct before):
 *	vfs_open (1) R    	tramp: 0xffffffffc05d0000 (kprobe_ftrace_handler+0x0/0x1b0) ->kprobe_ftrace_handler+0x0/0x1b0
 *	vfs_fsync (2) R   D   M  ->arch_ftrace_ops_list_func+0x0/0x1e0
 *		direct-->bpf_trampoline_6442555880+0x0/0xe0
 *	vfs_link (1)           	tramp: 0xffffffffc0401000 (ftrace_graph_func+0x0/0x70) ->ftrace_graph_func+0x0/0x70	subops: {ent:trace_graph_entry+0x0/0x10 ret:...}
 */
uint32_t pby_enabled_functions__parse(struct pby_text text, struct pby_arena *arena,
				      struct pby_sightings *seen);

#endif
