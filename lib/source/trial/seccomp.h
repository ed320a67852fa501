// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* seccomp.h: does a system call of the kernel's own making get past seccomp filters? */
#ifndef PBY_TRIAL_SECCOMP_H
#define PBY_TRIAL_SECCOMP_H

#include <stdint.h>

#include "model/fact.h"

struct pby_err;
struct pby_kernel;

/* As in the x86-64 table, and nowhere else. */
enum { PBY_NR_URETPROBE = 335 };

/*
 * A child forbids itself this one system call and makes it. NO: its filter answered; YES: the kernel
 * did (the call is not made from where uretprobe is expected, so that it fails or raises SIGILL);
 * MAYBE, with a sentence: the filter could not be set, or the child did not answer.
 */
enum pby_tri pby_seccomp_trial__passes(uint32_t nr, struct pby_err *err);

/* Enters the answer for uretprobe as the experiment "seccomp.uretprobe", where the kernel has the call. */
void pby_source__seccomp_trial(struct pby_kernel *k);

#endif
