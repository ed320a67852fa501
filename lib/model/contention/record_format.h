// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* record_format.h: what writer and reader of a recording must agree on. */
#ifndef PBY_CONTENTION_RECORD_FORMAT_H
#define PBY_CONTENTION_RECORD_FORMAT_H

#include "model/contention/record.h"

/* The first byte of an item: its type in the low four bits; of events, what follows in the others. */
enum {
	RECORD_NAMES = 8,	/* types from here on are names, in the order of enum pby_lock_name_type */
	RECORD_END = 15,
	RECORD_TYPE = 0x0f,
	RECORD_HAS_OWNER = 0x10,	/* owner, its mode and handoff in one byte; owner_pid; nr_readers */
	RECORD_HAS_STACKS = 0x20,	/* stack, user_stack */
	RECORD_HAS_WORDS = 0x40,	/* count_word, owner_word */
	RECORD_HAS_STATE = 0x80,	/* state; on_cpu and throttled in one byte */
};

/* Of the byte behind the type of a name. */
enum { RECORD_USER = 1, RECORD_INLINED = 2, RECORD_HAS_MODULE = 4, RECORD_HAS_FILE = 8, RECORD_KIND_SHIFT = 4 };

/* Of the header's flags. */
enum { RECORD_NO_STACKS = 1, RECORD_SPINS = 2 };

static inline uint32_t record_place(uint64_t lock)
{
	return (uint32_t)((lock * 0x9e3779b97f4a7c15u) >> 54) % PBY_RECORD_PLACES;
}

/* The losses in the order in which they are written; new ones only at the end. */
#define RECORD_LOSSES(x)								\
	x(locks) x(waits) x(nested) x(stacks) x(sites) x(busy) x(recursion) x(events)

#endif
