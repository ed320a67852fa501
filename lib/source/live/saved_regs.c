// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* saved_regs.c: tells saved registers from other words on a stack. */
#include "source/live/saved_regs.h"

#include "base/index.h"

/* struct pt_regs of x86-64 in words, the same since ever; __KERNEL_CS, __KERNEL_DS. */
enum { BP = 4, IP = 16, CS = 17, FLAGS = 18, SP = 19, SS = 20, WORDS = 21, KERNEL_CS = 0x10, KERNEL_SS = 0x18 };
/* Bit 1 always is set, and nothing above bit 21 is. */
enum { FLAGS_ONE = 1 << 1, FLAGS_INTERRUPTS = 1 << 9, FLAGS_ALL = (1 << 22) - 1, WORD = 8, ALIGNED = 16 };

static bool is_saved(const uint64_t *regs, uint64_t addr)
{
	uint64_t flags = regs[FLAGS], end = addr + WORDS * WORD;

	/* Only 16 bits of selectors are pushed by every CPU; the rest may be what was there before. */
	return (regs[CS] & 0xffff) == KERNEL_CS && (regs[SS] & 0xffff) == KERNEL_SS && (flags & FLAGS_ONE) &&
	       (flags & FLAGS_INTERRUPTS) && !(flags & ~(uint64_t)FLAGS_ALL) &&
	       (regs[SP] & ~(uint64_t)(ALIGNED - 1)) == end;
}

uint32_t pby_saved_regs__find(const uint64_t *words, size_t nr, uint64_t base, struct pby_saved_regs *out, uint32_t max)
{
	uint32_t found = 0;

	for (size_t i = 0; i + WORDS <= nr && found < max; i++) {
		const uint64_t *regs = &words[i];

		if (!is_saved(regs, base + i * WORD))
			continue;
		out[found++] = (struct pby_saved_regs){ base + i * WORD, regs[IP], regs[SP], regs[BP],
							pby_hash__bytes((const char *)regs, WORDS * WORD) };
	}
	return found;
}
