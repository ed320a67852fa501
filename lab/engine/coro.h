// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* coro.h: coroutines: each simulated CPU and each checked thread runs on its own small stack. */
#ifndef LAB_CORO_H
#define LAB_CORO_H

#include <stddef.h>

#if defined(__x86_64__) && !defined(LAB_CORO_UCONTEXT)
#define LAB_CORO_INLINE 1
struct lab_coro {
	void *sp;		/* there: where it goes on, and its frame pointer */
};
#else
struct lab_coro;		/* opaque: a ucontext */
#endif

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
#ifdef LAB_CORO_INLINE
/*
 * Inlined, and with a jump instead of a return: what the compiler knows of live registers need
 * not be saved, and the processor's guesses of return addresses stay right more often; wrong
 * ones were most of the cost. Nothing may hide in the red zone below the stack pointer. The
 * floating point control words are the same everywhere in this program and are left alone.
 */
static inline __attribute__((always_inline)) void lab_coro__switch(struct lab_coro_set *set, int from, int to)
{
	void **save = &set->coros[from + 1].sp, *load = set->coros[to + 1].sp;

	__asm__ volatile("leaq -128(%%rsp), %%rsp\n\t"
			 "pushq %%rbp\n\t"
			 "leaq 1f(%%rip), %%rax\n\t"
			 "pushq %%rax\n\t"
			 "movq %%rsp, (%%rdi)\n\t"
			 "movq %%rsi, %%rsp\n\t"
			 "popq %%rax\n\t"
			 "jmpq *%%rax\n"
			 "1:\tendbr64\n\t"
			 "popq %%rbp\n\t"
			 "leaq 128(%%rsp), %%rsp"
			 : "+D"(save), "+S"(load) :
			 : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory", "cc",
			   "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
			   "xmm12", "xmm13", "xmm14", "xmm15");
}
#else
void lab_coro__switch(struct lab_coro_set *set, int from, int to);
#endif

#endif
