// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_kconfig.c: any bytes as a kernel's configuration, and versions read out of it. */
#include <stdint.h>

#include "model/kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_kernel k = { 0 };
	struct pby_version v;

	pby_kernel__take_config(&k, pby_text__of((const char *)data, size), "input");
	pby_kernel__config(&k, "CONFIG_KPROBES");
	pby_kernel__version(&k, &v);
	pby_kernel__since(&k, 6, 9);
	pby_kernel__x86_64(&k);
	pby_kernel__free(&k);
	return 0;
}
