// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* histogram.c: logarithmic buckets of waiting times. */
#include "model/contention/histogram.h"

enum { FIRST = 8, SUB_BITS = 2 };	/* 2^8 ns; four buckets to a power of two */

uint32_t pby_histogram__bucket(uint64_t ns)
{
	uint32_t e, bucket;

	if (ns < 1u << FIRST)
		return 0;
	e = 63 - (uint32_t)__builtin_clzll(ns);
	bucket = 1 + ((e - FIRST) << SUB_BITS) + (uint32_t)((ns >> (e - SUB_BITS)) & ((1 << SUB_BITS) - 1));
	return bucket < PBY_HISTOGRAM_BUCKETS ? bucket : PBY_HISTOGRAM_BUCKETS - 1;
}

uint64_t pby_histogram__floor(uint32_t bucket)
{
	uint32_t e;

	if (!bucket)
		return 0;
	e = FIRST + ((bucket - 1) >> SUB_BITS);
	return (uint64_t)((1u << SUB_BITS) + ((bucket - 1) & ((1 << SUB_BITS) - 1))) << (e - SUB_BITS);
}

void pby_histogram__add(struct pby_histogram *h, uint64_t ns)
{
	h->counts[pby_histogram__bucket(ns)]++;
}

uint64_t pby_histogram__total(const struct pby_histogram *h)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < PBY_HISTOGRAM_BUCKETS; i++)
		total += h->counts[i];
	return total;
}

uint64_t pby_histogram__percentile(const struct pby_histogram *h, double share, uint64_t max_ns)
{
	double rank = share * (double)pby_histogram__total(h), below = 0;
	uint32_t last = 0;

	for (uint32_t i = 0; i < PBY_HISTOGRAM_BUCKETS; i++)
		if (h->counts[i])
			last = i;
	for (uint32_t i = 0; i <= last; i++) {
		double in = (double)h->counts[i], low = (double)pby_histogram__floor(i);
		double high = i == last ? (double)max_ns : (double)pby_histogram__floor(i + 1);
		double value = high > low && in > 0 ? low + (high - low) * (rank - below) / in : low;

		if (in > 0 && below + in >= rank)
			return value < (double)max_ns ? (uint64_t)value : max_ns;
		below += in;
	}
	return 0;
}
