// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_file.h: a task with a stack, a little text with unwinding tables, and types: what an unwinder needs. */
#ifndef PBY_TEST_STACK_FILE_H
#define PBY_TEST_STACK_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/types.h"
#include "source/core/unwind.h"

/* The text is a function each 256 bytes, "f0", "f1", ..., and "_etext". */
enum { STACK_FILE_SIZE = 16384, STACK_FILE_FUNCTIONS = 16, STACK_FILE_STEP = 256 };
static const uint64_t stack_file_text = 0xffffffff81000000ULL, stack_file_stack = 0xff11000000100000ULL;

struct stack_file_rule {
	uint32_t offset;	/* from the text's start: in force from there on */
	int16_t sp_offset, bp_offset;
	uint16_t bits;		/* sp_reg:4, bp_reg:4, type:3 (as since 6.4) or type:2, end:1 */
};

struct stack_file {
	struct pby_kview view;
	struct pby_kmem_range ranges[2];
	struct pby_symbols syms;
	struct pby_types types;
	struct pby_ktask task;
	char names[STACK_FILE_FUNCTIONS][16];
};

/*
 * The stack is that of a sleeping task, words from its stack pointer on: six registers and bp, the
 * address that it returns to, and what lies above. old: struct orc_entry as before 6.4.
 */
bool stack_file__make(struct stack_file *f, const struct stack_file_rule *rules, uint32_t nr_rules, bool old,
		      const uint64_t *words, uint32_t nr_words);
void stack_file__free(struct stack_file *f);

#endif
