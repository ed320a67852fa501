// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* body.h: the programs that are put on a probe, as a few instructions each; in a child, since loading may block. */
#ifndef PBY_BENCH_BODY_H
#define PBY_BENCH_BODY_H

#include <stdint.h>

#include "model/bench/hooks.h"

struct pby_bpf_kind;

/* The maps that the programs write to; -1 where it could not be made. */
struct pby_bench_maps {
	int counter_fd;	/* a 64-bit number on each CPU: what CPUs share would be measured instead of the probe */
	int hash_fd;	/* 64-bit keys and values, preallocated */
	uint32_t nr_possible_cpus;
};

/* 0 or -errno. Descriptors are the caller's. */
int pby_bench_maps__open(struct pby_bench_maps *maps);
/* The counter, over all CPUs; -errno in *rc. */
uint64_t pby_bench_maps__count(const struct pby_bench_maps *maps, int *rc);

/* A descriptor or -errno. */
int pby_bench_body__load(enum pby_bench_body body, const struct pby_bpf_kind *kind,
			 const struct pby_bench_maps *maps);

#endif
