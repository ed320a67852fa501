// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.h: measures TCP between two namespaces of our own, without a probe and with it, in a child. */
#ifndef PBY_SOURCE_BENCH_NET_H
#define PBY_SOURCE_BENCH_NET_H

#include <stdbool.h>

#include "model/bench/net.h"
#include "source/bench/watch.h"

struct pby_err;
struct pby_kernel;

struct pby_net_job {
	const struct pby_net_row *row;
	struct pby_kernel *kernel;
	uint32_t rounds;	/* at most PBY_NET_MAX_ROUNDS */
	double run_ns;
	uint32_t near_cpu, far_cpu;	/* of the client, and of the server */
};

/* Fills *m. -errno with a sentence when no process could be started. */
int pby_source__bench_net(const struct pby_net_job *job, const struct pby_bench_watch *watch,
			  struct pby_net_measured *m, struct pby_err *err);

#endif
