// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * inlined.c: a program, and a kernel in small, whose inlined functions are known: tests/unit/names.c looks for them. The
 * labels lie behind an instruction of the function whose name they bear, as return addresses do.
 */
#define LABEL(name) __asm__ volatile("nop\n\t.globl " #name "\n" #name ":" : : : "memory")
#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Two of one source are two builds. */
__attribute__((used)) static const char kind[] = KIND;

void outer(void);
void _start(void);
void plain(void);
void last(void);

#line 100 "names/inlined.c"
ALWAYS_INLINE void innermost(void)
{
	LABEL(at_innermost);
}

ALWAYS_INLINE void middle(void)
{
	innermost();
	LABEL(at_middle);
}

__attribute__((noinline)) void outer(void)
{
	middle();
	LABEL(at_outer);
}

__attribute__((noinline)) void plain(void)
{
	LABEL(at_plain);
}

void _start(void)
{
	outer();
	plain();
	for (;;)
		;
}

void last(void)
{
}
__asm__(".globl _stext\n.set _stext, outer\n");
