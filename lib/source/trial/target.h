// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* target.h: what experiments are made on: rarely called functions of the kernel, and functions of probity itself. */
#ifndef PBY_TRIAL_TARGET_H
#define PBY_TRIAL_TARGET_H

#include <stdint.h>

struct pby_kernel;

/*
 * getpgid(2) is called by shells at job control and by hardly anything else, does not sleep, and
 * changes nothing; renaming a thread fires task:task_rename and nothing else.
 */
const char *pby_target__kernel_function(struct pby_kernel *k);	/* "__x64_sys_getpgid" */
extern const char pby_target_tracepoint[];			/* "task_rename" */

/* Where in /proc/self/exe a place of the program lies: the file's offset, or 0 when not found. */
uint64_t pby_target__offset_of(const void *place);

/* A function that does nothing, a one-byte nop inside another, and its 16-bit semaphore, which is 1. */
long pby_target__function(long value);
extern const char pby_target_nop[];
extern volatile uint16_t pby_target_semaphore;

/* Each makes one call that the matching probes see. */
void pby_target__call_kernel(void);
void pby_target__rename(void);
void pby_target__call_function(void);
void pby_target__call_nop(void);

#endif
