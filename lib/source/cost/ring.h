// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * ring.h: records of a perf ring buffer, and a sample out of one: bounded whatever bytes are there.
 *
 *	header { u32 type; u16 misc; u16 size }	PERF_RECORD_SAMPLE, misc & 7: 1 kernel, 2 user
 *	u64 ip; u32 pid, tid; u32 cpu, 0; u64 period; u64 nr; u64 chain[nr]; u64 abi; u64 user_ip
 */
#ifndef PBY_PERF_RING_H
#define PBY_PERF_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/cost/sample.h"

/* Bytes [tail, head) are records; both only grow, and are taken modulo size, a power of two. */
struct pby_perf_ring {
	const uint8_t *data;
	size_t size;
	uint64_t head, tail;
	uint64_t broken;	/* bytes passed over because they were no record */
};

enum { PBY_PERF_RECORD_MAX = 65536 };

struct pby_perf_record {
	uint32_t type;
	uint16_t misc;
	const uint8_t *body;	/* behind the header; points into scratch */
	size_t len;
};

/* Takes the next record; scratch has PBY_PERF_RECORD_MAX bytes. False when there is none. */
bool pby_perf_ring__next(struct pby_perf_ring *ring, uint8_t *scratch, struct pby_perf_record *record);

/*
 * A sample of the form above. chain gets at most max addresses of the kernel, innermost first,
 * without the markers between contexts. False when the record is none or is cut short.
 */
bool pby_perf_record__sample(const struct pby_perf_record *record, struct pby_cost_sample *sample,
			     uint64_t *chain, uint32_t max);
/* How many samples the kernel says it had to drop; 0 for every other record. */
uint64_t pby_perf_record__lost(const struct pby_perf_record *record);

#endif
