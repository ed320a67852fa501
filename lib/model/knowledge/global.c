// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* global.c: the global locks of the whole kernel: who takes which, and what runs under it. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
#define GLOBAL_WAIT(lock, cls, file, functions) L(functions, cls, #lock, GLOBAL, file),
#include "model/knowledge/global_waits.def"
#undef GLOBAL_WAIT
};

static const struct pby_hold_row holds[] = {
#define GLOBAL_HOLD(lock, mode, file, frames) H(frames, mode, lock, GLOBAL, file),
#include "model/knowledge/global_holds.def"
#undef GLOBAL_HOLD
};

PART(global)
