// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * verdict.h: what a contended lock suffers from: its chain to the root, verdicts with their figures,
 * and the probes that are in it.
 *
 *	convoy, moving: 34 wait for mmap_lock of 812 (java), never fewer than one for 2.1 s; 612 got it
 *	meanwhile
 *	figures: depth 34, busy_ns 2100000000, ended 612
 *	chain: fork 901 -> dup_mmap_sem -> probity-reg 840 -> mmap_lock of 812 (java) -> java 815, which runs
 */
#ifndef PBY_CONTENTION_VERDICT_H
#define PBY_CONTENTION_VERDICT_H

#include "model/contention/contention.h"
#include "model/hang/hang.h"
#include "model/rule.h"

struct pby_probes;

/* One task of a chain, and how it waits for the next one. */
struct pby_lock_link {
	uint32_t task;		/* index into pby_contention.tasks */
	int32_t wait;		/* index into the graph's waits, or -1: no stack and no lock */
	int32_t lock;		/* index into pby_contention.locks that it waits for, or -1 */
	enum pby_certainty certainty;	/* of the edge to the next one */
	const char *why;	/* how that is known; NULL without an edge */
};

/* From the waiter that waits for longest to the root. */
struct pby_lock_chain {
	PBY_VEC(struct pby_lock_link) links;
	bool circle;		/* the last one waits for one of the others */
	const char *end;	/* what the root does or waits for, in words; "" without links */
	bool end_known;		/* false: nothing is known of the root, and end says so */
};

/* A number that made a verdict. */
struct pby_lock_figure {
	const char *name;	/* lower-case words with underscores, the unit last: "busy_ns" */
	double value;
};

struct pby_lock_finding {
	const struct pby_lock_rule *rule;
	struct pby_arena *arena;
	enum pby_answer answer;
	const char *words;	/* FOUND: what is so, with its figures; UNKNOWN: what would decide; else NULL */
	PBY_VEC(struct pby_lock_figure) figures;
};

/* What a rule may look at. */
struct pby_lock_case {
	const struct pby_contention *c;
	const struct pby_contended *lock;
	const struct pby_graph *graph;
	const struct pby_lock_chain *chain;
	double seconds;		/* for so long it was looked at */
};

struct pby_lock_rule {
	const char *id;		/* lower-case words with dashes; never changes */
	const char *name;	/* in a column of the report: "convoy, moving" */
	const char *why;	/* how it comes about */
	const char *advice;	/* what to do */
	enum pby_answer (*judge)(const struct pby_lock_case *k, struct pby_lock_finding *f);
};

/* Every rule, in the order of locks.def: the first one found is the verdict. */
extern const struct pby_lock_rule *const pby_lock_rules[];
extern const size_t pby_nr_lock_rules;

/* Probes in the path of a lock: a waiter or a holder is inside their machinery. */
struct pby_lock_blame {
	const char *what;	/* "uprobe registration" */
	const char *frame;	/* the function that shows it */
	const char *program;	/* of BPF, from its symbol; or NULL */
	const char *owner;	/* whose probe it is, as far as it is known; or NULL */
	int32_t pid;		/* the task in whose stack it is; PBY_PID_UNKNOWN: of ended waits */
	const char *comm;
	bool holder;		/* it stands before others in the chain, or has the lock */
	uint64_t nr;		/* waits, waiters and looks that show it */
	uint64_t total_ns;	/* of ended waits that show it */
};

struct pby_lock_judged {
	uint32_t lock;		/* index into pby_contention.locks */
	struct pby_lock_chain chain;
	PBY_VEC(struct pby_lock_finding) findings;	/* of every rule, in order */
	int32_t verdict;	/* index into findings, or -1: no rule found anything */
	PBY_VEC(struct pby_lock_blame) blames;
};

struct pby_locks_judged {
	struct pby_arena arena;
	const struct pby_contention *c;
	struct pby_dump dump;
	struct pby_hang hang;
	PBY_VEC(struct pby_lock_judged) items;	/* the lock that cost most first */
};

/* Judges every lock. probes may be NULL: then owners of probes are not known. 0 or -ENOMEM; free in any case. */
int pby_locks__judge(struct pby_locks_judged *judged, const struct pby_contention *c,
		     const struct pby_probes *probes);
void pby_locks_judged__free(struct pby_locks_judged *judged);

/* chain.c */
void pby_lock_chain__find(struct pby_lock_chain *chain, const struct pby_contention *c, const struct pby_graph *graph,
			  uint32_t lock, struct pby_arena *arena);
/* blame.c: needs the chains. 0 or -ENOMEM. */
int pby_lock_blames__find(struct pby_locks_judged *judged, const struct pby_probes *probes);

/* For rules. */
void pby_lock_finding__words(struct pby_lock_finding *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void pby_lock_finding__figure(struct pby_lock_finding *f, const char *name, double value);
/* "2.1 s", "340 us": in the finding's arena. */
const char *pby_lock_finding__time(struct pby_lock_finding *f, uint64_t ns);
/* The lock's name, or its kind and address. In the arena. */
const char *pby_contended__words(const struct pby_contended *lock, struct pby_arena *arena);
/* "java 812", "pid 812". */
const char *pby_contender__words(const struct pby_contender *task, struct pby_arena *arena);
/* Does the kind tell readers from writers? Else who has it has it alone. */
bool pby_lock_kind__has_modes(enum pby_lock_kind kind);
/* "2.1 s", "3.4 ms", "340 us", "90 ns" into text of at least 16 bytes. */
const char *pby_ns__words(uint64_t ns, char *text, size_t size);

#endif
