// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sample.h: where a CPU was when the sampling clock ticked, and the other raw material of a cost. */
#ifndef PBY_COST_SAMPLE_H
#define PBY_COST_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "model/fact.h"

/*
 *	pid 812 cpu 1 user 0x401136			the instruction behind a uprobe
 *	pid 812 cpu 0 kernel handle_swbp < uprobe_notify_resume < ... < asm_exc_int3, user 0x401135
 */
struct pby_cost_sample {
	int32_t pid, tid;	/* 0: the idle task */
	uint32_t cpu;
	bool user;		/* it ticked in user mode */
	uint64_t ip;
	uint64_t user_ip;	/* where user mode goes on; 0: a kernel thread */
	uint64_t period;	/* how much this tick stands for, in units of the clock */
	uint32_t nr_chain;
	const uint64_t *chain;	/* of the kernel, innermost first; chain[0] is ip */
};

/* What ticked. */
enum pby_cost_clock {
	PBY_CLOCK_NONE,
	PBY_CLOCK_CYCLES,	/* of a PMU: ticks with interrupts off too */
	PBY_CLOCK_CPU,		/* cpu-clock: a timer, which waits until interrupts are on again */
};

/* A program's counts while statistics were on, in all windows together. */
struct pby_cost_runs {
	uint32_t prog;		/* id */
	uint64_t runs, run_ns;
	uint64_t misses;	/* recursion_misses over the whole time, statistics or not */
	bool has_misses;
};

/* A link's or tracefs event's counts over the whole time. */
struct pby_cost_counted {
	uint32_t link;		/* id, or 0 */
	const char *event;	/* name of a tracefs event, or NULL */
	bool user;		/* of the event: a uprobe */
	uint64_t hits;		/* events only */
	uint64_t missed;
};

/* A process that was seen, at the end. */
struct pby_cost_task {
	pid_t pid;
	const char *comm;	/* any bytes; NULL: gone */
	const char *cgroup;	/* NULL not known */
	uint64_t own_ns;	/* CPU time that it is charged for in this time; owners of probes only */
	bool has_own;
};

/* The first bytes of the instruction that a uprobe is on, as its file has them now. */
struct pby_cost_code {
	uint32_t probe;		/* index */
	uint8_t bytes[16];
	uint32_t nr;
};

/* All that was seen in one interval. Vectors live in memory of whoever filled them. */
struct pby_cost_seen {
	double seconds;			/* that the clock ran */
	enum pby_cost_clock clock;
	uint64_t tick_ns;		/* one tick of cpu-clock */
	uint32_t nr_cpus;		/* that ticked */
	PBY_VEC(double) cpu_busy_s;	/* by number of the CPU; of a PMU's clock, which stands still while one idles */
	uint64_t lost;			/* samples that the kernel dropped */
	const char *samples_why;	/* why there are none, or not all; NULL */
	PBY_VEC(struct pby_cost_sample) samples;

	enum pby_tri counted;		/* run statistics */
	const char *counted_why;	/* MAYBE, NO: why not */
	double window_s;		/* that they were on, in all */
	uint32_t nr_windows;
	struct { double off_ns, on_ns, empty_ns; } stats;	/* one run of an empty program without and with them,
							   and what they say it took; 0 not known */
	PBY_VEC(struct pby_cost_runs) runs;
	PBY_VEC(struct pby_cost_counted) links, events;
	PBY_VEC(struct pby_cost_task) tasks;
	PBY_VEC(struct pby_cost_code) codes;

	double own_s;			/* CPU time of probity itself meanwhile */
	double sample_ns;		/* what one tick takes from its CPU; 0 not known */
};

#endif
