// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* loss.h: lets threads sleep in a function with a return hook on it, and counts what the hook sees; in a child. */
#ifndef PBY_SOURCE_BENCH_LOSS_H
#define PBY_SOURCE_BENCH_LOSS_H

#include "model/bench/loss.h"
#include "source/bench/watch.h"

struct pby_err;
struct pby_kernel;

struct pby_loss_job {
	enum pby_bench_hook row;
	struct pby_kernel *kernel;
	uint32_t threads;	/* that sleep */
	uint32_t depth;		/* of the recursion */
	bool verify;		/* define a kretprobe with enough room through tracefs, too */
};

/* Can this row lose what it is asked to see because calls are in progress at once? Return hooks only. */
bool pby_source__bench_loss_offers(enum pby_bench_hook row);

/* As pby_source__bench_hook(). */
int pby_source__bench_loss(const struct pby_loss_job *job, const struct pby_bench_watch *watch, struct pby_lossy *row,
			   struct pby_err *err);

#endif
