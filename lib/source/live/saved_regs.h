// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* saved_regs.h: finds the registers that interrupts of kernel code left on a kernel stack of x86-64. */
#ifndef PBY_LIVE_SAVED_REGS_H
#define PBY_LIVE_SAVED_REGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * An interrupt that meets the kernel pushes ss, sp, flags, cs and ip onto the stack of the task, and the entry
 * code the others below them (struct pt_regs); the work is done on another stack. Coming back only moves the
 * stack pointer: what was saved stays there until something else is called.
 */
struct pby_saved_regs {
	uint64_t addr;		/* of the pt_regs */
	uint64_t ip, sp, bp;
	uint32_t print;		/* of all of its words: another one means another interrupt */
};

/*
 * Looks through nr words that begin at address base. Ascending by address, at most max; how many. What makes words
 * such registers: kernel cs and ss, flags with interrupts on, and a saved sp that is the one from which the CPU,
 * which aligns it to 16 bytes, pushed them. Whether ip is text is for the caller to check.
 */
uint32_t pby_saved_regs__find(const uint64_t *words, size_t nr, uint64_t base, struct pby_saved_regs *out, uint32_t max);

#endif
