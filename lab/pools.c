// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pools.c: the table of pools, and latency buckets. */
#include "lab/pool.h"

#include <string.h>

#define POOL(c, ...) extern const struct lab_pool_alg lab_pool_##c##__native, lab_pool_##c##__sim, lab_pool_##c##__check;
#include "lab/pools.def"
#undef POOL

const struct lab_pool_desc lab_pools[] = {
#define POOL(c, name, title, kernels, source, objs) \
	{ name, title, kernels, source, objs, &lab_pool_##c##__native, &lab_pool_##c##__sim, &lab_pool_##c##__check },
#include "lab/pools.def"
#undef POOL
};

const size_t lab_nr_pools = sizeof(lab_pools) / sizeof(lab_pools[0]);

const struct lab_pool_desc *lab_pool__find(const char *name)
{
	for (size_t i = 0; i < lab_nr_pools; i++)
		if (!strcmp(lab_pools[i].name, name))
			return &lab_pools[i];
	return NULL;
}

/* 0..7 ns have a bucket each; above, the two bits behind the leading one choose among four. */
int lab_bucket__of(uint64_t ns)
{
	int log = ns < 8 ? 0 : 63 - __builtin_clzll(ns);
	int b = ns < 8 ? (int)ns : 8 + (log - 3) * 4 + (int)(ns >> (log - 2) & 3);

	return b < LAB_NR_BUCKETS ? b : LAB_NR_BUCKETS - 1;
}

double lab_bucket__ns(int bucket)
{
	int log, step;

	if (bucket < 8)
		return bucket;
	log = 3 + (bucket - 8) / 4;
	step = (bucket - 8) % 4;
	return (double)(1ull << log) * (1 + (step + 1) / 4.0);
}

double lab_buckets__percentile(const uint64_t *buckets, double share)
{
	uint64_t total = 0, seen = 0;

	for (int i = 0; i < LAB_NR_BUCKETS; i++)
		total += buckets[i];
	for (int i = 0; total && i < LAB_NR_BUCKETS; i++) {
		seen += buckets[i];
		if (seen >= share * total)
			return lab_bucket__ns(i);
	}
	return 0;
}
