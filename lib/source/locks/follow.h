// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* follow.h: contended locks of this machine, followed from start to stop: what `probity locks` is made of. */
#ifndef PBY_LOCKS_FOLLOW_H
#define PBY_LOCKS_FOLLOW_H

#include "model/addresses.h"
#include "model/contention/contention.h"
#include "model/kernel.h"
#include "source/locks/before.h"
#include "source/locks/state.h"
#include "source/locks/watch.h"
#include "source/names/names.h"

/* What to follow. Zero is everything but spinning locks. */
struct pby_follow_options {
	struct pby_kernel *kernel;	/* BTF and symbols; must outlive the following */
	int32_t tgid, tid;
	const char *comm;		/* at most 15 bytes; "java", or "kworker*" for all that begin so */
	const uint64_t *locks;
	uint32_t nr_locks;		/* at most PBY_LOCKS_FILTERS */
	uint32_t kinds;			/* bit 1 << enum pby_lock_kind */
	uint64_t stacks_above_ns;	/* UINT64_MAX: no stacks */
	bool user_stacks;
	bool spins;
	const char *hook;		/* only this way, as pby_locks_way__find() calls it; NULL the first that loads */
	int record_fd;			/* a regular file, opened with O_CLOEXEC, for a recording; 0 none */
	struct pby_namer_options names;	/* vmlinux and dirs.more: the rest is found out */
	int timeout_ms;			/* of one answer; 0: 60 s for attaching, 20 s for a look */
};

struct pby_follow {
	struct pby_locks_watch watch;
	struct pby_locks_memory *memory;
	struct pby_addresses addresses;
	struct pby_names names;
	struct pby_names lent;	/* to the child that records */
	const struct pby_kernel *kernel;
	struct pby_locks_before before;	/* who waited when it began */
	const struct pby_locks_shot *last;	/* that was full */
	uint32_t nr_glances;
	const char *release;
	int timeout_ms;
};

/*
 * Loads and attaches, in a child. -ETIMEDOUT: it never came back, the sentence says from what; -EPERM and others: this
 * kernel or these rights do not allow it.
 */
int pby_follow__start(struct pby_follow *f, const struct pby_follow_options *o, struct pby_err *err);
/* A look that only notes who has which lock; call it some times a second. */
int pby_follow__glance(struct pby_follow *f, struct pby_err *err);
/*
 * A look at everything since the start, into a zeroed state: pby_contention__free() it. When the kernel does not
 * answer any more, the state is that of the last answer, and its list of what was not seen says so.
 */
int pby_follow__look(struct pby_follow *f, struct pby_contention *to, struct pby_err *err);
/* Nothing is left in the kernel. False: a child that did not answer had to be left behind. */
bool pby_follow__stop(struct pby_follow *f);

#endif
