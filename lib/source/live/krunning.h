// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* krunning.h: where tasks run that hold others up: by looking at their stacks, or by the clock of their CPUs. */
#ifndef PBY_LIVE_KRUNNING_H
#define PBY_LIVE_KRUNNING_H

#include "source/live/kmemory.h"

enum { PBY_RUNNING_MAX = 16 };

/* What the worker that reads memory is asked; ms 0 is a question for a look at all tasks instead. */
struct pby_running_question {
	uint32_t ms;		/* how long to watch */
	bool perf;
	uint32_t nr;
	int32_t pids[PBY_RUNNING_MAX];	/* as memory numbers them; tasks of the look before */
};

/*
 * Fills out->running by reading alone: the registers that interrupts leave on the stack of who runs
 * (saved_regs.h) and its own counters, some hundred times. Nothing is switched on, nobody is interrupted.
 */
void pby_krunning__watch(const struct pby_kview *view, const struct pby_types *types,
			 const struct pby_running_question *question, struct pby_live_memory *out,
			 struct pby_region *region);

/*
 * Fills out->running with what the clocks of their CPUs meet (perf_event_open(2), cpu-clock, 999 times a second). The
 * clock needs no hardware and patches no text, but opening it sends an interrupt to the CPU and waits in the kernel
 * until it was taken, not killable: so it is opened only on CPUs whose ticks are seen to come.
 */
void pby_kperf__sample(const struct pby_kview *view, const struct pby_running_question *question,
		       struct pby_live_memory *out, struct pby_region *region);

/* For both: the name of the function at that address, "0xffff..." where there is none. */
struct pby_text pby_krunning__function(const struct pby_kview *view, uint64_t ip, char buf[PBY_RUNNING_NAME]);

#endif
