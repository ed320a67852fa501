// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_dump.c: any bytes into the dump reader, plain or packed; the result is rendered too. */
#include <stddef.h>
#include <stdint.h>

#include "support/dump_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PBY_AUTO_BUF text = { 0 };

	dump_text_of("/proc/123/stack", data, size, &text);
	dump_text_of("fuzz", data, size, &text);
	return 0;
}
