// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pin.h: keeps the process in memory, so that it needs neither disk nor its own mmap_lock later. */
#ifndef PBY_PIN_H
#define PBY_PIN_H

#include <stddef.h>

/* Heap that is set aside: a look at ten thousand tasks fits. Only what is used is backed by memory. */
#define PBY_PIN_HEAP ((size_t)96 << 20)

/*
 * Locks what is mapped, and whatever will be as soon as it is touched, and sets heap aside so that malloc()
 * does not call brk() or mmap(), which wait while somebody else reads this process' address space. 0, or
 * -errno when the memory could not be locked (RLIMIT_MEMLOCK); the heap is set aside in either case.
 * For a whole program, not for a library in somebody else's process.
 */
int pby_process__pin(size_t heap);

#endif
