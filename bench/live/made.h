// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* made.h: kernel memory that is made up: tasks, stacks and contended locks, laid out as this kernel's BTF says. */
#ifndef BENCH_LIVE_MADE_H
#define BENCH_LIVE_MADE_H

#include <stdint.h>

#include "source/live/layout.h"

/* Where the slow path lies of which the blocked tasks' stacks hold a return address. */
enum { MADE_TEXT = 0x81000000 };
#define MADE_TEXT_START (0xffffffff00000000ULL + MADE_TEXT)

struct made {
	int fd;			/* an ELF core with the memory, as /proc/kcore is one */
	uint32_t nr_tasks;
	uint32_t nr_blocked;
	uint32_t nr_locks;	/* mutexes, with as many waiters each as it takes; others own them */
};

/* Groups of four threads; every tenth task or so waits for a mutex. -errno. */
int made__make(struct made *made, const struct pby_layout *layout, uint32_t task_size, uint32_t nr_tasks,
	       uint32_t nr_blocked);

#endif
