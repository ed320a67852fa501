// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* own.h: what following locks takes itself: time of the programs, of the child that holds them, and memory of maps. */
#ifndef PBY_LOCKS_OWN_H
#define PBY_LOCKS_OWN_H

#include "model/contention/contention.h"

struct pby_locks_hooks;

/* For the child: its own process, the programs and the maps. */
void pby_locks_own__take(struct pby_contention_own *own, const struct pby_locks_hooks *hooks);
/* Adds the calling process to what its child told. */
void pby_locks_own__add_process(struct pby_contention_own *own);

#endif
