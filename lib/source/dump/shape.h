// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* shape.h: how complete and how independent a line of a dump looks, to whoever joins lines. */
#ifndef PBY_DUMP_SHAPE_H
#define PBY_DUMP_SHAPE_H

#include "base/text.h"

/* What visibly must follow a line: nothing, more of it, or a symbol (which may look like a frame). */
enum pby_cut { PBY_CUT_NOT, PBY_CUT_TEXT, PBY_CUT_SYMBOL };

/*
 * "task:x state:D stack:0 pid:1" lacks text; "[<ffffffff81074033>] ?", "#0: (x){+.+.}, at:" and
 * " entry_SYSCALL_64_after_hwfra" lack a symbol or its end.
 */
enum pby_cut pby_shape__cut(struct pby_text line);
/* "INFO: ...", "RAX: ...": it begins something, whatever stood before it. */
bool pby_shape__stands_alone(struct pby_text line);
/* A frame that needs no context to be one. */
bool pby_shape__is_frame(struct pby_text line);
/* Something known and complete, as a judge of how two pieces belong together. */
bool pby_shape__is_whole(struct pby_text line);

#endif
