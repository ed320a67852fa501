// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe.h: one way of measuring a row, opened: its trigger and its maps, ready to be attached. In a child. */
#ifndef PBY_BENCH_PROBE_H
#define PBY_BENCH_PROBE_H

#include "source/bench/body.h"
#include "source/bench/plan.h"
#include "source/bpf/make.h"

struct pby_bench_probe {
	enum pby_bench_hook row;
	struct pby_bench_way way;
	struct pby_bench_trigger trigger;
	struct pby_bench_maps maps;
	struct pby_bpf_kind kind;
	int prog_fd;		/* of what is attached now, or -1 */
	int fd;			/* of its link or perf event, or -1 */
};

/* Why something could not be done: a step and an errno, or a sentence. */
struct pby_bench_refusal {
	const char *step;
	int error;
	const char *why;	/* or NULL */
};

/* Prepares everything, and finds the place. 0, or -1 with the refusal. Close in both cases; zeroed memory must not be closed. */
int pby_bench_probe__open(struct pby_bench_probe *p, enum pby_bench_hook row, const struct pby_bench_way *way,
			  struct pby_kernel *k, struct pby_bench_refusal *refusal);
void pby_bench_probe__close(struct pby_bench_probe *p);

/* Loads and attaches the program; waits until the kernel has made of it what the way asks for. 0 or -1. */
int pby_bench_probe__attach(struct pby_bench_probe *p, enum pby_bench_body body, struct pby_bench_refusal *refusal);
void pby_bench_probe__detach(struct pby_bench_probe *p);
/* Is what is attached still of the wanted kind? (A trap may become a jump at any time.) */
bool pby_bench_probe__as_wanted(const struct pby_bench_probe *p);

/* How often the counter's program runs for a call. */
uint32_t pby_bench_probe__runs_per_call(const struct pby_bench_probe *p);

/* Mounts tracefs and debugfs for this process alone, where they are not mounted; a child's end takes them away. */
void pby_bench__mount_privately(void);

#endif
