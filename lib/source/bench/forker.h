// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* forker.h: a process that forks again and again and notes how long each fork took. */
#ifndef PBY_BENCH_FORKER_H
#define PBY_BENCH_FORKER_H

#include <stdint.h>
#include <sys/types.h>

enum { PBY_FORKER_RING = 4096 };

/* In memory that both processes share. A fork that is under way has its begin noted already. */
struct pby_forker_notes {
	uint64_t nr;		/* complete ones */
	double begin_ns;	/* of the one under way, CLOCK_MONOTONIC */
	struct {
		double begin_ns, end_ns;
	} forks[PBY_FORKER_RING];
};

struct pby_forker {
	pid_t pid;
	struct pby_forker_notes *notes;
};

/* 0 or -errno. It dies with its parent. */
int pby_forker__start(struct pby_forker *f);
void pby_forker__stop(struct pby_forker *f);

/* The longest fork that was under way at some time between from_ns and to_ns; call after to_ns. 0: there was none. */
double pby_forker__longest(const struct pby_forker *f, double from_ns, double to_ns);

#endif
