// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* shape.h: how complete and how independent a line of a dump looks, to whoever joins lines. */
#ifndef PBY_DUMP_SHAPE_H
#define PBY_DUMP_SHAPE_H

#include "base/text.h"

/* "task:x state:D stack:0 pid:1", "[<ffffffff81074033>] ?": something visibly must follow. */
bool pby_shape__is_cut(struct pby_text line);
/* " entry_SYSCALL_64_after_hwfra": a frame cut inside its name or its numbers. */
bool pby_shape__is_part_of_frame(struct pby_text line);
/* "INFO: ...", "RAX: ...", a frame: it begins something, whatever stood before it. */
bool pby_shape__stands_alone(struct pby_text line);
/* A complete frame or an old header, as a judge of how two pieces belong together. */
bool pby_shape__is_whole(struct pby_text line);

#endif
