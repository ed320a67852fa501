// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* child.h: a process that asks what may block for ever, so that the caller need not. */
#ifndef PBY_CHILD_H
#define PBY_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * The kernel ends no read that waits for a mutex: not by a signal, not by an
 * alarm. So such reads are done by a child that may be left behind. The child
 * holds neither the parent's stdin, stdout, stderr nor its terminal (a stuck
 * process that kept a pipe open would keep "probity | cat" from ending), and
 * writes its result into memory shared with the parent at the same address:
 * plain structs and pointers, no protocol.
 *
 * What the child builds must be readable at any moment: push zeroed items, fill
 * them, and count what is complete last.
 */
struct pby_region {
	struct pby_arena arena;	/* over the rest of the region; both sides see its pointers */
	char doing[160];	/* what is being asked right now; named when it never answers */
	uint32_t steps;		/* grows with every answer: a long list is not a stuck child */
	void *result;		/* the worker's own struct, allocated from the arena */
};

enum pby_child_end {
	PBY_CHILD_DONE,		/* returned from its work */
	PBY_CHILD_LATE,		/* did not answer in time and was killed */
	PBY_CHILD_STUCK,	/* did not answer and cannot be killed: left behind */
	PBY_CHILD_CRASHED,	/* died by a signal of its own */
};

struct pby_child {
	struct pby_region *region;
	size_t size;
	pid_t pid;
	int end_fd;	/* readable when the child has gone */
};

/* Forks; work(region, arg) runs in the child, which then ends. size bytes may be shared. */
int pby_child__start(struct pby_child *child, size_t size,
		     void (*work)(struct pby_region *region, void *arg), void *arg,
		     struct pby_err *err);

/* For the worker: names what it asks next. */
void pby_region__doing(struct pby_region *region, const char *what);
/* For the worker: another answer came. */
static inline void pby_region__step(struct pby_region *region)
{
	__atomic_fetch_add(&region->steps, 1, __ATOMIC_RELAXED);
}

/* Has the child gone? Waits for that at most timeout_ms, or until a signal comes; kills nothing. */
bool pby_child__gone(const struct pby_child *child, int timeout_ms);

/*
 * Waits for the child's end, at most timeout_ms from its last step on. The region stays readable in every case, until
 * pby_child__free(). A stuck child keeps its own mapping: nothing is pulled from under it.
 */
enum pby_child_end pby_child__wait(struct pby_child *child, int timeout_ms);

void pby_child__free(struct pby_child *child);

/*
 * For a process that is to be left behind: leaves the session, takes /dev/null for stdin, stdout and stderr,
 * closes what belongs to the parent's caller (not keep_fd), and dies with its parent.
 */
void pby_child__let_go(int keep_fd);

#endif
