// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* threads.h: lists of numbers of threads on the command line. */
#ifndef PBY_CMD_THREADS_H
#define PBY_CMD_THREADS_H

#include "base/err.h"

/* "1,2,4,8" or "1-4,8": numbers from 1 to most, at most max of them. -EINVAL with a sentence. */
int pby_threads__parse(const char *text, int most, int *threads, int max, int *nr, struct pby_err *err);

#endif
