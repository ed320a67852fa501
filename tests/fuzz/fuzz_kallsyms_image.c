// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_kallsyms_image.c: the symbol table inside a kernel image. */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "source/image/kallsyms_image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	PBY_AUTO_BUF out = { 0 };

	pby_kallsyms_image__decode(pby_text__of((const char *)data, size), &out, NULL);
	return 0;
}
