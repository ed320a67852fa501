// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter.c: tasks by number and name, locks by name and kind. */
#include "model/contention/filter.h"

#include <string.h>

#include "base/text.h"
#include "model/hang/pattern.h"

/* As tools and people call them. */
static const struct {
	const char *name;
	enum pby_lock_kind kind;
} kinds[] = {
	{ "mutex", PBY_LOCK_MUTEX }, { "rwsem", PBY_LOCK_RWSEM }, { "rw_semaphore", PBY_LOCK_RWSEM },
	{ "semaphore", PBY_LOCK_SEMAPHORE }, { "rtmutex", PBY_LOCK_RTMUTEX }, { "rt_mutex", PBY_LOCK_RTMUTEX },
	{ "percpu_rwsem", PBY_LOCK_PERCPU_RWSEM }, { "percpu_rw_semaphore", PBY_LOCK_PERCPU_RWSEM },
	{ "percpu-rwsem", PBY_LOCK_PERCPU_RWSEM }, { "ww_mutex", PBY_LOCK_WW_MUTEX },
	{ "spinlock", PBY_LOCK_SPINLOCK }, { "rwlock", PBY_LOCK_RWLOCK },
};

int pby_contention_filter__kinds(struct pby_contention_filter *filter, const char *names, struct pby_err *err)
{
	struct pby_text rest = pby_text__str(names), name;

	filter->kinds = 0;
	while (!pby_text__empty(&rest)) {
		uint32_t before = filter->kinds;

		if (!pby_text__until(&rest, ',', &name)) {
			name = rest;
			rest.p = rest.end;
		}
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			if (pby_text__is(name, kinds[i].name))
				filter->kinds |= 1u << kinds[i].kind;
		if (filter->kinds == before)
			return pby_err__set(err, EINVAL, "no such kind of lock: %.*s (mutex, rwsem, semaphore, rtmutex, "
					    "percpu_rwsem, ww_mutex, spinlock, rwlock)", (int)pby_text__len(&name), name.p);
	}
	return 0;
}

bool pby_contention_filter__has_tasks(const struct pby_contention_filter *filter)
{
	return filter->tgid || filter->pid || filter->comm;
}

bool pby_contention_filter__task(const struct pby_contention_filter *filter, int32_t pid, int32_t tgid,
				 const char *comm)
{
	if (filter->pid && filter->pid != pid)
		return false;
	if (filter->tgid && filter->tgid != tgid && !(tgid == PBY_PID_UNKNOWN && filter->tgid == pid))
		return false;
	return !filter->comm || pby_pattern__match(filter->comm, comm);
}

bool pby_contention_filter__lock(const struct pby_contention_filter *filter, const struct pby_contended *lock)
{
	struct pby_text t = pby_text__str(filter->lock ? filter->lock : "");
	uint64_t addr;

	if (filter->kinds && !(filter->kinds >> lock->kind & 1))
		return false;
	if (!filter->lock)
		return true;
	if (pby_text__starts(t, "0x") && pby_text__hex(&t, &addr) && pby_text__empty(&t))
		return addr == lock->addr;
	return lock->name && (strstr(lock->name, filter->lock) || pby_pattern__match(filter->lock, lock->name));
}
