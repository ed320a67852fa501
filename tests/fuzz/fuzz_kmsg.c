// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_kmsg.c: records of /dev/kmsg. */
#include <stddef.h>
#include <stdint.h>

#include "source/live/kmsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_kmsg m;

	pby_kmsg__parse(pby_text__of((const char *)data, size), &m);
	return 0;
}
