// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tcp.h: a server that swallows or echoes, and a client that takes the time. */
#ifndef PBY_BENCH_TCP_H
#define PBY_BENCH_TCP_H

#include <stdint.h>

/* For the far process; arg is the CPU it stays on (const uint32_t *). Serves one connection after the other, for ever. */
void pby_tcp__serve(void *arg);

/* One run: what was done in it and how long it took, until the far side had all of it. */
struct pby_tcp_run {
	uint64_t done;		/* chunks sent, or requests answered */
	double took_ns;
};

/*
 * A connection of its own each, for about run_ns. 0 or -errno; ETIMEDOUT when the far side takes seconds for an answer.
 * Until the server listens the first waits for it.
 */
int pby_tcp__stream(double run_ns, struct pby_tcp_run *run);
int pby_tcp__requests(double run_ns, struct pby_tcp_run *run);

#endif
