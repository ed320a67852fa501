// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sleepers.h: threads that sleep in one system call, all at once, until they are woken. */
#ifndef PBY_BENCH_SLEEPERS_H
#define PBY_BENCH_SLEEPERS_H

#include <stdbool.h>
#include <stdint.h>

struct pby_kernel;

enum { PBY_SLEEPERS_MAX = 4096 };

/* The kernel's function that they sleep in: hardly anything else calls it. "__x64_sys_rt_sigtimedwait" */
const char *pby_sleepers__kernel_function(struct pby_kernel *k);
/* The function of this program that they sleep in, below it. */
void pby_sleepers__sleep(void);

/*
 * Starts nr threads, waits until each is seen to sleep in the system call, wakes all and waits for their end.
 * *at_once: how many were seen asleep together. 0, or -errno (-ETIMEDOUT: some never fell asleep; -ENOSYS: this
 * kernel does not show who sleeps where).
 */
int pby_sleepers__run(uint32_t nr, uint32_t *at_once);

/* Calls itself so deep; each level is a call of pby_recursion__level(). */
void pby_recursion__run(uint32_t depth);
void pby_recursion__level(uint32_t depth);

#endif
