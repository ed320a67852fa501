// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check_op.h: one step of a checked thread, as the explorer sees it before it happens. */
#ifndef LAB_CHECK_OP_H
#define LAB_CHECK_OP_H

#include "lab/mem.h"

enum lab_step_kind {
	LAB_LOAD,
	LAB_STORE,
	LAB_CAS,	/* a: new value, b: expected */
	LAB_XCHG,	/* bits of mask b become a */
	LAB_ADD,
	LAB_OR,
	LAB_AND,
	LAB_FENCE,
	LAB_AWAIT,	/* enabled when a visible value fulfils cond */
	LAB_SLEEP,	/* looks; when cond does not hold, falls asleep in the same step */
	LAB_DOZE,	/* falls asleep whatever the word says */
	LAB_ASLEEP,	/* enabled when woken */
	LAB_WAKE,	/* wakes up to a sleepers on w */
	LAB_CHOOSE,	/* any number below a */
};

struct lab_step {
	enum lab_step_kind kind;
	int order;
	struct lab_word *w;
	uint64_t a, b;
	struct lab_cond cond;
	const struct lab_why *why;
};

/* Hands the step to the explorer and comes back with its result (the old or loaded value). */
uint64_t lab_check__do(struct lab_cpu *me, struct lab_step step);
/*
 * A retry loop's local state: mark at the start of the function, and at the head of the loop
 * what it still knows. States that differ only in how often a loop went round become one.
 */
uint64_t lab_check__mark(struct lab_cpu *me);
void lab_check__loop(struct lab_cpu *me, uint64_t mark, uint64_t key);
/* An invariant failed: the execution ends here and is reported. */
void lab_check__violation(struct lab_cpu *me, const char *text);

#endif
