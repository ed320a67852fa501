// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock.c: the words for kinds of locks. */
#include "model/lock.h"

const char *pby_lock_kind__name(enum pby_lock_kind kind)
{
	static const char *const names[PBY_LOCK_NR] = {
		"unknown", "mutex", "rw_semaphore", "semaphore", "rt_mutex", "percpu_rw_semaphore",
		"ww_mutex", "spinlock", "rwlock",
	};

	return names[kind];
}

bool pby_lock_kind__spins(enum pby_lock_kind kind)
{
	return kind == PBY_LOCK_SPINLOCK || kind == PBY_LOCK_RWLOCK;
}

const char *pby_lock_naming__name(enum pby_lock_naming naming)
{
	static const char *const names[] = { NULL, "symbol", "object", "slab" };

	return names[naming];
}
