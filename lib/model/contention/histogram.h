// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* histogram.h: how long waits were: logarithmic buckets, four to each power of two. */
#ifndef PBY_HISTOGRAM_H
#define PBY_HISTOGRAM_H

#include <stdint.h>

/*
 * Bucket 0 is everything below 256 ns. Above it the bucket is the exponent and the two bits behind
 * the leading one: e = floor(log2(ns)), bucket = 1 + (e - 8) * 4 + ((ns >> (e - 2)) & 3), at most
 * 127 (from 13 minutes on). A bucket is at most a quarter wide: a percentile
 * taken from it is within 12 % of the truth. The same numbers are computed inside the kernel.
 *	200 ns -> 0    256 ns -> 1    320 ns -> 2    1 us -> 8    1 ms -> 48    1 s -> 88
 */
enum { PBY_HISTOGRAM_BUCKETS = 128 };

struct pby_histogram {
	uint64_t counts[PBY_HISTOGRAM_BUCKETS];
};

uint32_t pby_histogram__bucket(uint64_t ns);
/* The lowest value that falls into the bucket. */
uint64_t pby_histogram__floor(uint32_t bucket);
void pby_histogram__add(struct pby_histogram *h, uint64_t ns);
uint64_t pby_histogram__total(const struct pby_histogram *h);
/*
 * The value below which that share (0 to 1) of the waits lies, interpolated inside its bucket and
 * never above max_ns, the longest wait that was seen. 0 when the histogram is empty.
 */
uint64_t pby_histogram__percentile(const struct pby_histogram *h, double share, uint64_t max_ns);

#endif
