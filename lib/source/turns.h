// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* turns.h: two words of shared memory by which a process and its child take turns: one asks, the other answers. */
#ifndef PBY_TURNS_H
#define PBY_TURNS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* In memory that both share. Zeroed memory: nothing was asked. The child sleeps until it is its turn, and so does its parent. */
struct pby_turns {
	_Atomic uint32_t asked, answered;	/* counts */
	_Atomic uint32_t stop;
};

/* For the asker: the next question stands in shared memory; the number of its answer. */
uint32_t pby_turns__ask(struct pby_turns *t);
/* Is the last question answered? One that never was must not be followed by another: the old answer may still come. */
bool pby_turns__idle(struct pby_turns *t);
/*
 * Waits for answer nr, at most timeout_ms from the last change of *steps on (NULL: in all). False: it did not come, or
 * nobody is there to give it: end_fd (or -1) became readable.
 */
bool pby_turns__wait(struct pby_turns *t, uint32_t nr, const uint32_t *steps, int end_fd, int timeout_ms);
void pby_turns__end(struct pby_turns *t);

/* For the one who answers: waits for a question, at most timeout_ms; false: there is none. */
bool pby_turns__asked(struct pby_turns *t, int timeout_ms);
void pby_turns__answer(struct pby_turns *t);
static inline bool pby_turns__over(const struct pby_turns *t)
{
	return atomic_load(&t->stop);
}

#endif
