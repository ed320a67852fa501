// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* instruction.h: what sort of x86 instruction a uprobe is on: it decides what the kernel has to do for it. */
#ifndef PBY_COST_INSTRUCTION_H
#define PBY_COST_INSTRUCTION_H

#include <stddef.h>
#include <stdint.h>

/*
 * The variant of model/bench/hooks.def whose price it has: "nop" (66 90 too), "nop5", "nop10", "push" (as all that the
 * kernel emulates: call and jumps too), "ret" (as all that it has to step over). NULL: not known how kernels take it.
 * *text says it in words.
 */
const char *pby_instruction__variant(const uint8_t *bytes, size_t nr, const char **text);

#endif
