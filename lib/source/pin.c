// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pin.c: mlockall() and a heap that neither grows nor shrinks. */
#include "source/pin.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

/*
 * Without CAP_IPC_LOCK a small program may be locked and then every larger mmap() fails, because what is
 * mapped counts against RLIMIT_MEMLOCK, touched or not. So it is tried.
 */
static int lock(void)
{
	enum { LARGE = 1 << 30 };
	void *trial;
	int rc;

	/* The text and the libraries are read in now; later mappings when they are touched. */
	if (mlockall(MCL_CURRENT) || mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
		return -errno;
	trial = mmap(NULL, LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (trial != MAP_FAILED) {
		munmap(trial, LARGE);
		return 0;
	}
	rc = -errno;
	munlockall();
	return rc;
}

int pby_process__pin(size_t heap)
{
	int rc = lock();

#ifdef __GLIBC__
	/* One brk() now: what is freed stays, and nothing is ever mapped apart. */
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TOP_PAD, (int)heap);
	free(malloc(1));
	mallopt(M_TOP_PAD, 1 << 20);
#endif
	(void)heap;
	return rc;
}
