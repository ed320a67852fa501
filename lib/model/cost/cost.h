// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * cost.h: what the attached probes took while a clock ticked, from whom, and what their counts say it should be.
 *
 *	uprobe  /usr/bin/app:0x1136  prog 12   410000 hits/s   sampled 0.38 of a CPU (body 0.02), modelled 0.36
 *	app (pid 812, container 9f86d0...)     busy 0.97 of a CPU, 0.38 of it in that probe
 *	agent (pid 700)                        owns it, and is charged with 0.004 of a CPU itself
 */
#ifndef PBY_COST_H
#define PBY_COST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "model/cost/sample.h"
#include "model/probes.h"

struct pby_kernel;

/* A measured number that may be unknown; zeroed memory is unknown without a reason. */
struct pby_amount {
	enum pby_tri read;
	double value;
	const char *why;	/* unless YES */
};

/* What samples showed, in nanoseconds of CPU time. */
struct pby_sampled {
	double ns;
	double body_ns;		/* of that, in BPF programs and what they call */
	double behind_ns;	/* of that, charged by the instruction behind the probe: see places.h */
	double shared_ns;	/* of that, told only a family of probes: shared out among them */
	double samples;		/* how many ticks; a shared one counts in part */
};

/* items[i] is about probes->probes.items[i]. */
struct pby_cost_probe {
	struct pby_sampled sampled;
	struct pby_amount hits_per_s;
	struct pby_amount run_ns;	/* one run of the program, without what counting it took */
	struct pby_amount lost_per_s;
	struct pby_amount hit_ns;	/* modelled: one hit with all that belongs to it */
	const char *model;		/* the calibration that it rests on; NULL */
	const char *advice;		/* another hook would do; NULL */
	struct pby_amount saving_ns;	/* of CPU time each second, by it */
};

struct pby_cost_process {
	pid_t pid;
	const char *comm;		/* NULL not known: it has ended */
	const char *cgroup;		/* NULL not known */
	const char *container, *runtime;	/* or NULL */
	double busy_ns, probe_ns;
	double samples;			/* in probes */
	bool owner;			/* keeps a probe */
	/* Ticks in dispatches of uprobes, and of those the ones at the place of a uprobe that some list shows. */
	double uprobe_ticks, listed_ticks;
	struct pby_amount own_ns;	/* what the kernel charges it with; owners only */
};

/* How much of a process' time went into a probe. */
struct pby_cost_pair {
	uint32_t process, probe;	/* indexes */
	double ns;
};

struct pby_cost_cpu {
	double busy_ns, probe_ns;
};

struct pby_cost {
	struct pby_arena arena;
	double seconds;
	double busy_ns, probe_ns;	/* of all CPUs */
	double unknown_ns;		/* of that, in probes that no list showed */
	uint32_t ticks;			/* samples that were not idle */
	PBY_VEC(struct pby_cost_probe) probes;
	PBY_VEC(struct pby_cost_process) processes;
	PBY_VEC(struct pby_cost_pair) pairs;	/* by probe and process */
	PBY_VEC(struct pby_cost_cpu) cpus;
	bool has_addresses;		/* else the symbol table showed none, and chains say nothing */
};

/*
 * Reads all samples and counts. 0 or -ENOMEM. What was not seen is unknown, never 0.
 * Modelled figures and advice are entered afterwards (model/cost/modelled.h, rules/cost).
 */
int pby_cost__build(struct pby_cost *cost, const struct pby_cost_seen *seen,
		    const struct pby_probes *probes, const struct pby_kernel *kernel);
void pby_cost__free(struct pby_cost *cost);

#endif
