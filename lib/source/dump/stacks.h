// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stacks.h: frames and whole stacks kept once, however often a dump repeats them. */
#ifndef PBY_DUMP_STACKS_H
#define PBY_DUMP_STACKS_H

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "model/task.h"

struct pby_raw_frame;

/*
 * A dump of half a million threads has some thousand different frame lines and some thousand
 * different stacks. Frames are numbers while a stack is read: 0 is none.
 */
struct pby_stacks {
	struct pby_arena *arena;	/* of the dump: frames and strings outlive the reading */
	struct pby_map names;		/* text -> offset in strings */
	PBY_VEC(const char *) strings;
	PBY_VEC(struct pby_frame) frames;	/* [0] unused */
	PBY_VEC(uint32_t) pairs;	/* of a line that names two frames (arm): the second one */
	struct pby_map lines;		/* frame line -> first frame */
	struct pby_map keys;		/* frame -> its number, by its bytes */
	struct pby_map stacks;		/* frame numbers -> stack */
	struct pby_map above;		/* two frame numbers that stood above each other */
	PBY_VEC(struct pby_stack) all;
};

bool pby_stacks__init(struct pby_stacks *s, struct pby_arena *arena);
/* The frame of a line that was a frame before, or 0; quick. */
uint32_t pby_stacks__known(const struct pby_stacks *s, struct pby_text line);
/* Remembers line as the frames (1 or 2) that were read from it; the number of the first. */
uint32_t pby_stacks__learn(struct pby_stacks *s, struct pby_text line,
			   const struct pby_raw_frame *frames, int nr);
/* One frame that is no line of its own (RIP:, wchan). */
uint32_t pby_stacks__frame(struct pby_stacks *s, const struct pby_raw_frame *frame, bool pc);
/* The same frame inside an interrupt. */
uint32_t pby_stacks__interrupted(struct pby_stacks *s, uint32_t frame);
/* The stack of these frames, shared with every task that has the same. */
struct pby_stack pby_stacks__stack(struct pby_stacks *s, const uint32_t *frames, uint32_t nr);
/* Remembers which frame stood above which. */
void pby_stacks__learn_order(struct pby_stacks *s, const uint32_t *frames, uint32_t nr);
/* Whether upper stood right above lower in a stack that was learned. */
bool pby_stacks__was_pair(const struct pby_stacks *s, uint32_t upper, uint32_t lower);
/* One copy of a string in the arena for all who have it. */
const char *pby_stacks__string(struct pby_stacks *s, struct pby_text text);
void pby_stacks__free(struct pby_stacks *s);

#endif
