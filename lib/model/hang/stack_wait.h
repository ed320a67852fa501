// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_wait.h: what one stack says: what it waits for, and what its frames hold meanwhile. */
#ifndef PBY_STACK_WAIT_H
#define PBY_STACK_WAIT_H

#include "model/hang/knowledge.h"
#include "model/hang/primitive.h"

enum { PBY_STACK_WAIT_FRAMES = 96, PBY_STACK_WAIT_HOLDS = 12 };

struct pby_stack_hold {
	const struct pby_hold_row *row;
	uint16_t at;		/* frame that holds, index into names */
	bool exact;		/* the row names that frame itself, not by a "*" */
	bool wanted;		/* the stack's own row says that this is what it waits for: then it does not have it */
};

/* The frames that count, and what they mean. Names are those of the stack. */
struct pby_stack_wait {
	const char *names[PBY_STACK_WAIT_FRAMES];	/* without unreliable and interrupt frames */
	bool inlined[PBY_STACK_WAIT_FRAMES];
	uint32_t nr;
	struct pby_primitive_at prim;
	enum pby_wait_class cls;
	const struct pby_wait_row *row;	/* NULL: only the primitive is known */
	uint32_t at;		/* frame at which the row's pattern begins */
	bool exact;		/* the row names that frame itself: its object is that very object */
	bool doubtful;		/* every frame was unreliable */
	struct pby_stack_hold holds[PBY_STACK_WAIT_HOLDS];
	uint32_t nr_holds;
};

/*
 * release: "6.1.0-56-amd64" or NULL; decides rows that are true on some kernels only. running: the
 * task was on a CPU, so that what it did in an interrupt counts too.
 */
void pby_stack_wait__judge(struct pby_stack_wait *w, struct pby_knowledge *know,
			   struct pby_stack stack, const char *release, bool running);

/* Is release (with anything behind the numbers) at most, at least "major.minor"? NULL: yes. */
bool pby_release__in(const char *release, const char *since, const char *until);

#endif
