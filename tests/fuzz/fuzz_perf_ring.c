// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_perf_ring.c: any bytes as a perf ring buffer: the first two say where its head and tail are. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "source/cost/ring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RING = 4096, DEPTH = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t bytes[RING], scratch[PBY_PERF_RECORD_MAX];
	struct pby_perf_ring ring = { .data = bytes, .size = RING };
	struct pby_cost_sample sample;
	struct pby_perf_record record;
	uint64_t chain[DEPTH], sum = 0;

	if (size < 2)
		return 0;
	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, data + 2, size - 2 < RING ? size - 2 : RING);
	ring.tail = data[0] * 16u;
	ring.head = ring.tail + data[1] * 32u;
	while (pby_perf_ring__next(&ring, scratch, &record)) {
		sum += pby_perf_record__lost(&record);
		if (!pby_perf_record__sample(&record, &sample, chain, DEPTH))
			continue;
		for (uint32_t i = 0; i < sample.nr_chain; i++)
			sum += sample.chain[i];
	}
	/* Every byte is accounted for: read, or passed over. */
	if (ring.tail != ring.head && ring.head - ring.tail >= 8)
		__builtin_trap();
	return sum == 1;
}
