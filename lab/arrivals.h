// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * arrivals.h: readers and writers that come to one rw_semaphore in an order that was asked for, each when all is quiet:
 * whom the semaphore lets in, in which order.
 *
 * A script is letters: r or w (or R, W) one who comes and stays inside once it is in, a number behind it how many of
 * them, a dot: all who are inside leave. When it has ended all leave, turn by turn, until everybody has been inside.
 *
 *	"WrwrrwR"		a writer is inside; readers and writers queue up behind it
 *	"Wr300.w"		300 readers wait; the writer leaves; another one comes
 */
#ifndef LAB_ARRIVALS_H
#define LAB_ARRIVALS_H

#include "base/text.h"
#include "lab/engine/sim.h"
#include "lab/machine.h"

enum {
	LAB_MAX_PARTIES = 1000,
	LAB_MAX_STEPS = 2 * LAB_MAX_PARTIES,	/* who comes, and dots */
	LAB_MAX_TURNS = LAB_MAX_PARTIES + 1,
	LAB_MAX_WOKEN = 4 * LAB_MAX_PARTIES,
};

struct lab_script {
	char steps[LAB_MAX_STEPS];	/* 'r', 'w' or '.', numbers written out */
	int nr_steps;
	int nr_parties;
};

/* Those who were let in one after another without anybody having left, or come, between. */
struct lab_turn {
	bool by_arrival;	/* somebody had come; else those inside had left */
	bool write;
};

/* Which kernels: what readers do that come late (lab/alg/rwsem.h). */
enum lab_arrivals_rules { LAB_ARRIVALS_5_3, LAB_ARRIVALS_5_11, LAB_ARRIVALS_5_19 };

/* Parties are numbered from 0 as they come. */
struct lab_arrivals {
	const struct lab_script *script;
	enum lab_arrivals_rules rules;
	/* filled by the run */
	struct lab_turn turns[LAB_MAX_TURNS];	/* [1..nr_turns] */
	int nr_turns;
	int turn[LAB_MAX_PARTIES];	/* of each party, from 1 */
	int woken[LAB_MAX_WOKEN];	/* who slept and was woken to have the lock, in this order */
	int nr_woken;
	struct lab_sim_result sim;
};

/* -EINVAL with a sentence. */
int lab_script__parse(struct lab_script *script, struct pby_text text, struct pby_err *err);

/* On simulated CPUs, one for each party and one more. machine needs as many. */
int lab_arrivals__run(struct lab_arrivals *a, const struct lab_machine *machine, struct pby_err *err);

/* The algorithm under an engine. */
struct lab_arrivals_alg {
	size_t (*bytes)(int nr_parties);
	void *(*create)(struct lab_heap *heap, struct lab_arrivals *a);
	void (*run)(struct lab_cpu *me);	/* me->arg is what create returned; CPU 0 reads the script */
};

extern const struct lab_arrivals_alg lab_arrivals__native, lab_arrivals__sim, lab_arrivals__check;

#endif
