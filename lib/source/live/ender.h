// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ender.h: who waits for whom without a lock between them: completions, works, namespaces, RCU. */
#ifndef PBY_LIVE_ENDER_H
#define PBY_LIVE_ENDER_H

#include "source/live/kmemory.h"
#include "source/live/kview.h"

/* Collects into memory->endings. */
struct pby_endings {
	const struct pby_kview *view;
	struct pby_live_memory *memory;
	struct pby_arena *arena;
};

/* waiter waits for something that ender does, and why: words about the ender. */
void pby_endings__add(struct pby_endings *e, const struct pby_ktask *waiter, const struct pby_ktask *ender,
		     const char *why);
/* The same for every task that sleeps on the struct completion at this address. */
void pby_endings__add_completion(struct pby_endings *e, uint64_t completion, const struct pby_ktask *ender,
				const char *why);

typedef void pby_ender_fn(struct pby_endings *e);

pby_ender_fn pby_ender__completions;	/* vfork, kthread_stop, kthread_park */
pby_ender_fn pby_ender__works;		/* flush_work, flush_workqueue; what each worker runs */
pby_ender_fn pby_ender__pid_namespaces;	/* a PID 1 that kills and reaps all others */
pby_ender_fn pby_ender__rcu;		/* RCU-tasks holdouts, preempted readers */

/* All of enders.def. The tasks of memory are there already; works of workers are written into them. */
void pby_endings__find(struct pby_endings *e);

#endif
