// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sim_state.h: what the simulator's parts share: sim.c (set-up), sim_turn.c (whose turn it is), cache.c (what a line costs). */
#ifndef LAB_SIM_STATE_H
#define LAB_SIM_STATE_H

#include "lab/engine/coro.h"
#include "lab/engine/line.h"
#include "lab/engine/sim.h"
#include "lab/engine/turn.h"

enum { LAB_NR_GRANTS = 16 };

/*
 * A core that was asked for a line keeps it until the request reaches it: many operations fit
 * in there, and contended structures live from that. One entry for each line that a core is
 * about to lose, found by the line's number; two lines that meet in one entry cost the older
 * one its grace, nothing else.
 */
struct lab_grant {
	const struct lab_line *line;
	uint64_t until_ps;
};

struct lab_sim {
	struct lab_turns turns;	/* all CPUs that do not wait for a line to change */
	uint64_t next_ps;	/* the earliest clock of the others */
	uint64_t horizon_ps;	/* a hit may run ahead of it by less than the fastest way to lose a line */
	uint64_t fastest_ps;
	int running;		/* CPU, or -1: the caller */
	uint64_t switches;
	struct lab_cpu *cpus;
	struct lab_coro_set coros;
	struct lab_costs costs;
	struct lab_line *lines;
	size_t nr_lines;
	uint64_t *sharers;	/* all lines' bitmaps */
	size_t sharer_words;	/* of one line */
	int *socket_of_core;
	uint64_t *socket_cores;	/* a bitmap of each socket's cores, as of a line's sharers */
	struct lab_grant *grants;	/* LAB_NR_GRANTS for each core */
	uint32_t hit_ps[2][LAB_NR_OPS];	/* [sibling busy] */
	void (*thread)(struct lab_cpu *me);
	const char *violation;
};

/*
 * cache.c: at the clock of cpu, which must be the earliest, it asks for the line. Its clock goes on to when the
 * line has come; for a plain store it does not, because the store buffer hides that.
 */
void lab_cache__request(struct lab_sim *sim, struct lab_cpu *cpu, struct lab_line *l, enum lab_op op);

/* sim_turn.c: the running CPU gives up its turn for good; from the caller: runs until no CPU has a turn left. */
void lab_sim__leave(struct lab_sim *sim);

#endif
