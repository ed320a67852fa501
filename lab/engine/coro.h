// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* coro.h: coroutines: each simulated CPU and each checked thread runs on its own small stack. */
#ifndef LAB_CORO_H
#define LAB_CORO_H

#include <stddef.h>

struct lab_coro;	/* opaque: a saved stack pointer on x86-64, a ucontext elsewhere */

/*
 * nr coroutines with stacks of stack_bytes, in one piece of memory; NULL without memory.
 * Nothing runs until lab_coro__reset gave each its function.
 */
struct lab_coro_set {
	struct lab_coro *coros;
	char *stacks;
	size_t stack_bytes;
	size_t bytes;		/* of the stacks' mapping */
	int nr;
};

int lab_coro_set__init(struct lab_coro_set *set, int nr, size_t stack_bytes);
void lab_coro_set__free(struct lab_coro_set *set);

/* Makes coroutine i begin with fn(arg) when it is next switched to. fn must never return. */
void lab_coro__reset(struct lab_coro_set *set, int i, void (*fn)(void *arg), void *arg);

/* From coroutine `from` (or -1, the caller's own stack) to `to` (or -1). */
void lab_coro__switch(struct lab_coro_set *set, int from, int to);

#endif
