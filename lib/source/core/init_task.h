// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* init_task.h: the first task of a kernel whose symbols do not tell where it is. */
#ifndef PBY_CORE_INIT_TASK_H
#define PBY_CORE_INIT_TASK_H

#include <stdint.h>

struct pby_core;
struct pby_types;

/*
 * init_task lies in the kernel's data, is called "swapper" ("swapper/0" with SMP), has the number 0 and stands in a
 * list whose neighbours point back. Its address, or 0.
 */
uint64_t pby_init_task__find(const struct pby_core *core, const struct pby_types *types);

#endif
