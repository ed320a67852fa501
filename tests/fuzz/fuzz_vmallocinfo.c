// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_vmallocinfo.c: any bytes as /proc/vmallocinfo. */
#include <stdint.h>

#include "source/vmallocinfo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	pby_vmallocinfo__bpf_jit(pby_text__of((const char *)data, size), 4096);
	return 0;
}
