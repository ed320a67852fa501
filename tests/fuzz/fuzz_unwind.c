// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_unwind.c: any unwinding tables over any stack. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "support/stack_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A byte: how many rules; one: which form; the rules; the rest is the stack. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stack_file_rule rules[64];
	uint64_t words[STACK_FILE_SIZE / 8];
	struct pby_arena arena = { 0 };
	struct pby_unwind unwind;
	struct stack_file f;
	uint32_t nr;
	size_t left;

	if (size < 2)
		return 0;
	nr = data[0] % 64;
	if (size - 2 < nr * sizeof(rules[0]))
		nr = 0;
	memcpy(rules, data + 2, nr * sizeof(rules[0]));
	left = size - 2 - nr * sizeof(rules[0]);
	if (left > sizeof(words))
		left = sizeof(words);
	memcpy(words, data + 2 + nr * sizeof(rules[0]), left);
	if (stack_file__make(&f, rules, nr, data[1] & 1, words, (uint32_t)(left / 8))) {
		pby_unwind__start(&unwind, &f.view, &f.types, NULL);
		f.task.on_cpu = data[1] & 2;
		pby_unwind__text(&unwind, &f.task, &arena);
		pby_unwind__free(&unwind);
	}
	pby_arena__free(&arena);
	stack_file__free(&f);
	return 0;
}
