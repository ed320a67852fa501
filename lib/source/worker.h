// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* worker.h: what both sides of a child pool share: the page, the numbers of descriptors, the loop. */
#ifndef PBY_WORKER_H
#define PBY_WORKER_H

#include "source/child_pool.h"

/* Descriptors of an executed worker. */
enum { PBY_WORKER_TALK = 3, PBY_WORKER_MEMORY = 4, PBY_WORKER_SPARE = 100 };

/* At the same address in both processes; the region's arena goes on to the end of the page. */
struct pby_worker_page {
	uint32_t job;
	_Alignas(16) char question[PBY_QUESTION_MAX];
	struct pby_region region;
};

/* Answers until the other end is closed. */
int pby_worker__loop(struct pby_worker_page *page, size_t size, int talk, struct pby_jobs jobs);

#endif
