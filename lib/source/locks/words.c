// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* words.c: what owner and count words of locks mean. */
#include "source/locks/state.h"

/* include/linux/rwsem.h and mutex.h, the same from 5.10 to 7.2. */
enum { OWNER_FLAGS = 7, MUTEX_HANDOFF = 2, RWSEM_WRITER = 1, RWSEM_HANDOFF = 4, RWSEM_READER_SHIFT = 8 };

static void read_rwsem(uint64_t owner_word, uint64_t count, struct pby_contended_owner *o, uint64_t *task)
{
	o->handoff = count & RWSEM_HANDOFF;
	o->nr_readers = count & RWSEM_WRITER ? 0 : (count & INT64_MAX) >> RWSEM_READER_SHIFT;
	o->kind = count & RWSEM_WRITER ? PBY_OWNER_TASK : o->nr_readers ? PBY_OWNER_READERS : PBY_OWNER_NOBODY;
	/* Of readers it is the last that set it: it may have left. */
	*task = o->kind == PBY_OWNER_NOBODY ? 0 : owner_word & ~(uint64_t)OWNER_FLAGS;
}

void pby_locks_words__read(enum pby_lock_kind kind, uint64_t owner_word, uint64_t count_word,
			   struct pby_contended_owner *owner, uint64_t *task)
{
	*task = 0;
	owner->kind = PBY_OWNER_UNKNOWN;
	owner->task = PBY_NO_INDEX;
	owner->owner_word = owner_word;
	owner->count_word = count_word;
	switch (kind) {
	case PBY_LOCK_RWSEM:
		/* Contended, its count is never 0: it was not read (PREEMPT_RT's has another form). */
		if (count_word)
			read_rwsem(owner_word, count_word, owner, task);
		return;
	case PBY_LOCK_MUTEX:
	case PBY_LOCK_WW_MUTEX:
		owner->handoff = owner_word & MUTEX_HANDOFF;
		*task = owner_word & ~(uint64_t)OWNER_FLAGS;
		owner->kind = *task ? PBY_OWNER_TASK : owner_word ? PBY_OWNER_NOBODY : PBY_OWNER_UNKNOWN;
		return;
	case PBY_LOCK_RTMUTEX:
		*task = owner_word & ~(uint64_t)OWNER_FLAGS;
		owner->kind = *task ? PBY_OWNER_TASK : PBY_OWNER_NOBODY;
		return;
	case PBY_LOCK_SEMAPHORE:
		/* last_holder (6.16); earlier kernels keep none. */
		*task = owner_word;
		owner->kind = *task ? PBY_OWNER_TASK : PBY_OWNER_UNKNOWN;
		return;
	default:
		return;
	}
}
