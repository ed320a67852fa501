// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* coro.c: stacks to switch between: on x86-64 by coro.h itself, with ucontext elsewhere. */
#include "lab/engine/coro.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* A stack that is begun anew still carries the marks of the frames that it was left with. */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define FORGET_FRAMES(at, bytes) __asan_unpoison_memory_region((at), (bytes))
#else
#define FORGET_FRAMES(at, bytes) ((void)0)
#endif

#ifdef LAB_CORO_INLINE

/* First entry: the function and its argument lie on the new stack (see lab_coro__reset). */
__asm__(".text\n"
	".p2align 4\n"
	".hidden lab_coro_begin\n"
	".globl lab_coro_begin\n"
	"lab_coro_begin:\n"
	"	endbr64\n"
	"	popq %rax\n"
	"	popq %rdi\n"
	"	xorl %ebp, %ebp\n"
	"	callq *%rax\n"
	"	ud2\n");
extern char lab_coro_begin[];

void lab_coro__reset(struct lab_coro_set *set, int i, void (*fn)(void *arg), void *arg)
{
	/* Stacks that all begin at the same offset of a page would fight for the same cache sets. */
	size_t stagger = (size_t)(i * 5 % 32) * 128;
	void **sp = (void **)(set->stacks + set->stack_bytes * (i + 1) - stagger) - 5;

	FORGET_FRAMES(set->stacks + set->stack_bytes * i, set->stack_bytes);
	sp[0] = lab_coro_begin;
	sp[1] = (void *)fn;
	sp[2] = arg;		/* what is above stays free: at the call the stack is aligned to 16 bytes */
	set->coros[i + 1].sp = sp;
}

#else

#include <ucontext.h>

struct lab_coro {
	ucontext_t context;
	void (*fn)(void *arg);
	void *arg;
};

/* makecontext passes ints only: the address in two halves. */
static void begin(unsigned int high, unsigned int low)
{
	struct lab_coro *c = (struct lab_coro *)(((uintptr_t)high << 16 << 16) | low);

	c->fn(c->arg);
	abort();
}

void lab_coro__reset(struct lab_coro_set *set, int i, void (*fn)(void *arg), void *arg)
{
	struct lab_coro *c = &set->coros[i + 1];

	FORGET_FRAMES(set->stacks + set->stack_bytes * i, set->stack_bytes);
	getcontext(&c->context);
	c->context.uc_stack.ss_sp = set->stacks + set->stack_bytes * i;
	c->context.uc_stack.ss_size = set->stack_bytes;
	c->context.uc_link = NULL;
	c->fn = fn;
	c->arg = arg;
	makecontext(&c->context, (void (*)(void))begin, 2, (unsigned int)((uintptr_t)c >> 16 >> 16),
		    (unsigned int)(uintptr_t)c);
}

void lab_coro__switch(struct lab_coro_set *set, int from, int to)
{
	swapcontext(&set->coros[from + 1].context, &set->coros[to + 1].context);
}

#endif

int lab_coro_set__init(struct lab_coro_set *set, int nr, size_t stack_bytes)
{
	*set = (struct lab_coro_set){ .nr = nr, .stack_bytes = stack_bytes, .bytes = stack_bytes * nr };
	set->coros = calloc(nr + 1, sizeof(*set->coros));
	set->stacks = mmap(NULL, set->bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (set->coros && set->stacks != MAP_FAILED)
		return 0;
	if (set->stacks == MAP_FAILED)
		set->stacks = NULL;
	lab_coro_set__free(set);
	return -ENOMEM;
}

void lab_coro_set__free(struct lab_coro_set *set)
{
	if (set->stacks)
		munmap(set->stacks, set->bytes);
	free(set->coros);
	*set = (struct lab_coro_set){ 0 };
}
