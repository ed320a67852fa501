// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* place.c: the functions that uprobes are put on, written in assembler so that their first instruction is known. */
#include "source/bench/place.h"

#include <stddef.h>
#include <string.h>

volatile uint16_t pby_bench_semaphore = 1;

#define FUNCTION(name, body)				\
	void pby_bench_at_##name(void);			\
	__asm__(".pushsection .text\n"			\
		".balign 64\n"				\
		".globl pby_bench_at_" #name "\n"	\
		".hidden pby_bench_at_" #name "\n"	\
		".type pby_bench_at_" #name ", %function\n" \
		"pby_bench_at_" #name ":\n" body	\
		".size pby_bench_at_" #name ", . - pby_bench_at_" #name "\n" \
		".popsection\n");

#if defined(__x86_64__)
#define RETURN " ret\n"
FUNCTION(nop5, " .byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n" RETURN)
/* The form that 7.2 replaces by a call: 66 and 2e in front of the 8-byte nop. */
FUNCTION(nop10, " .byte 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00\n" RETURN)
FUNCTION(push, " push %rbp\n mov %rsp, %rbp\n pop %rbp\n" RETURN)
FUNCTION(ret, RETURN)
#elif defined(__riscv) || defined(__aarch64__)
#define RETURN " ret\n"
FUNCTION(ret, RETURN)
#elif defined(__s390x__)
#define RETURN " br %r14\n"
#elif defined(__powerpc64__)
#define RETURN " blr\n"
#endif
#ifdef RETURN
FUNCTION(nop, " nop\n" RETURN)
FUNCTION(usdt, " nop\n" RETURN)
#endif

static const struct pby_bench_place places[] = {
#ifdef RETURN
	{ "nop", pby_bench_at_nop },
	{ "usdt", pby_bench_at_usdt },
#endif
#if defined(__x86_64__)
	{ "nop5", pby_bench_at_nop5 },
	{ "nop10", pby_bench_at_nop10 },
	{ "push", pby_bench_at_push },
#endif
#if defined(__x86_64__) || defined(__riscv) || defined(__aarch64__)
	{ "ret", pby_bench_at_ret },
#endif
	{ NULL, NULL },
};

const struct pby_bench_place *pby_bench_place__find(const char *name)
{
	for (const struct pby_bench_place *p = places; p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}
