// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_probed_elf.c: any bytes as a probed program. */
#include <stddef.h>
#include <stdint.h>

#include "source/probed_elf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_binary b = { .path = "fuzz" };
	struct pby_arena arena = { 0 };

	pby_probed_elf__read(pby_text__of((const char *)data, size), &arena, &b);
	pby_arena__free(&arena);
	return 0;
}
