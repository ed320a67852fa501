// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_image.c: kernels that are not running, from any bytes: packages, boot images, ELF, BTF, packed or not. */
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/kernel.h"
#include "source/image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_kernel k = { 0 };

	pby_image__take(pby_text__of((const char *)data, size), "fuzz", &k, NULL);
	pby_kernel__free(&k);
	return 0;
}
