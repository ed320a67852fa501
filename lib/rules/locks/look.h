// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.h: questions that several verdicts ask of a lock. */
#ifndef PBY_LOCKS_LOOK_H
#define PBY_LOCKS_LOOK_H

#include "model/contention/verdict.h"

enum { PBY_SECOND_NS = 1000000000, PBY_MILLISECOND_NS = 1000000 };

/* The task that has the lock alone, or NULL: nobody, readers, or not known. */
const struct pby_contender *pby_case__owner(const struct pby_lock_case *k);
/* The task at the end of the chain when it is another one than the first; or NULL. */
const struct pby_contender *pby_case__root(const struct pby_lock_case *k);
/* For so long nobody got it although somebody waited; 0 without waiters. */
uint64_t pby_case__standstill_ns(const struct pby_lock_case *k);
/* For so long the queue has not been empty; 0 without waiters. */
uint64_t pby_case__busy_ns(const struct pby_lock_case *k);
const char *pby_case__lock(const struct pby_lock_case *k, struct pby_lock_finding *f);
const char *pby_case__task(const struct pby_contender *task, struct pby_lock_finding *f);

#endif
