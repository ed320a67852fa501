// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* child_pool.h: children made at the start, for a machine on which making one later may never return. */
#ifndef PBY_CHILD_POOL_H
#define PBY_CHILD_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "source/child.h"

/*
 * fork() copies an address space, and where a uprobe is being registered that waits for ever
 * (dup_mmap_sem): so the children are not forked but started as programs, which copies none, all of
 * them before the first question. Each serves one question after the other. One that gets stuck is
 * left behind and never replaced; when the last one is, nothing more is asked.
 */
enum { PBY_WORKERS = 8, PBY_QUESTION_MAX = 256 };

/* A kind of work, by its place in a table that the process and its workers share. */
struct pby_job {
	const char *name;
	/*
	 * Answers into region, as a child's work does (child.h). question is a copy. *mine, NULL at
	 * first, is the worker's own memory: the same from one question of this kind to the next.
	 */
	void (*work)(struct pby_region *region, void *question, void **mine);
	/* Called with *mine when the asking process is done or dead, however it died; may be NULL. */
	void (*leave)(void *mine);
};

struct pby_jobs {
	const struct pby_job *items;
	uint32_t nr;
};

struct pby_worker {
	struct pby_worker_page *page;	/* shared, at the same address on both sides */
	pid_t pid;
	int talk;		/* a byte asks, a byte answers; closed: one of both is gone */
	bool busy;
	bool gone;		/* ended, killed or stuck */
	bool reserved;		/* kept for pby_worker__ask() */
};

struct pby_child_pool {
	struct pby_worker workers[PBY_WORKERS];
	uint32_t nr;		/* that could be started */
	uint32_t nr_stuck;
	size_t size;		/* of each page */
	int interrupt_fd;	/* readable: stop waiting (a signalfd of the caller), or -1 */
	bool interrupted;
};

/*
 * Starts the workers: program is executed with PBY_WORKER_NAME as its name and must call
 * pby_worker__serve() with the same table; NULL forks instead, for tests and where forks work. Fails only
 * when not one could be started.
 */
#define PBY_WORKER_NAME "probity-worker"
int pby_child_pool__start(struct pby_child_pool *pool, struct pby_jobs jobs, size_t size,
			  const char *program, struct pby_err *err);

/* Hands a free worker a question; NULL when all are busy, gone or stuck. */
struct pby_worker *pby_child_pool__ask(struct pby_child_pool *pool, uint32_t job,
				       const void *question, size_t size);

/* The same for that very worker, which keeps something from the last question. */
struct pby_worker *pby_worker__ask(struct pby_worker *worker, uint32_t job, const void *question, size_t size);

/*
 * Waits for the answer, at most timeout_ms from the worker's last step on. The region stays readable until
 * the worker is asked again. A worker that was late is killed and gone.
 */
enum pby_child_end pby_child_pool__wait(struct pby_child_pool *pool, struct pby_worker *worker,
					int timeout_ms);
/* Its region; result and what it was doing are there in every case. */
const struct pby_region *pby_worker__region(const struct pby_worker *worker);
/* Workers that can still be asked. */
uint32_t pby_child_pool__free_workers(const struct pby_child_pool *pool);

/* Ends those that can be ended, after they left; stuck ones stay behind with their own mappings. */
void pby_child_pool__free(struct pby_child_pool *pool);

/* The whole life of a worker process, given the argument that follows its name. Its exit code. */
int pby_worker__serve(struct pby_jobs jobs, const char *argument);

#endif
