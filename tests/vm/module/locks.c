// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The locks of the test module, one of each kind, all behind the same two operations. */
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/string.h>

#include "trouble.h"

static DEFINE_MUTEX(pby_mutex);
static DECLARE_RWSEM(pby_rwsem);
DEFINE_STATIC_PERCPU_RWSEM(pby_percpu);
static DEFINE_RT_MUTEX(pby_rtmutex);
/* DEFINE_SEMAPHORE() changed its arguments in v6.4; the initialiser beneath it did not. */
static struct semaphore pby_sem = __SEMAPHORE_INITIALIZER(pby_sem, 1);

static void mutex_take(struct pby_lock *lock, bool write)
{
	mutex_lock(&pby_mutex);
}

static void mutex_drop(struct pby_lock *lock, bool write)
{
	mutex_unlock(&pby_mutex);
}

static void rwsem_take(struct pby_lock *lock, bool write)
{
	if (write)
		down_write(&pby_rwsem);
	else
		down_read(&pby_rwsem);
}

static void rwsem_drop(struct pby_lock *lock, bool write)
{
	if (write)
		up_write(&pby_rwsem);
	else
		up_read(&pby_rwsem);
}

static void percpu_take(struct pby_lock *lock, bool write)
{
	if (write)
		percpu_down_write(&pby_percpu);
	else
		percpu_down_read(&pby_percpu);
}

static void percpu_drop(struct pby_lock *lock, bool write)
{
	if (write)
		percpu_up_write(&pby_percpu);
	else
		percpu_up_read(&pby_percpu);
}

/* A writer first waits for a grace period, also in D, during which new readers still get in. */
static bool percpu_writer_waits(void)
{
	return atomic_read(&pby_percpu.block);
}

static void sem_take(struct pby_lock *lock, bool write)
{
	down(&pby_sem);
}

static void sem_drop(struct pby_lock *lock, bool write)
{
	up(&pby_sem);
}

static void rtmutex_take(struct pby_lock *lock, bool write)
{
	rt_mutex_lock(&pby_rtmutex);
}

static void rtmutex_drop(struct pby_lock *lock, bool write)
{
	rt_mutex_unlock(&pby_rtmutex);
}

static void mmap_take(struct pby_lock *lock, bool write)
{
	if (write)
		mmap_write_lock(lock->mm);
	else
		mmap_read_lock(lock->mm);
}

static void mmap_drop(struct pby_lock *lock, bool write)
{
	if (write)
		mmap_write_unlock(lock->mm);
	else
		mmap_read_unlock(lock->mm);
}

static void any_mutex_take(struct pby_lock *lock, bool write)
{
	mutex_lock(lock->object);
}

static void any_mutex_drop(struct pby_lock *lock, bool write)
{
	mutex_unlock(lock->object);
}

static void any_rwsem_take(struct pby_lock *lock, bool write)
{
	if (write)
		down_write(lock->object);
	else
		down_read(lock->object);
}

static void any_rwsem_drop(struct pby_lock *lock, bool write)
{
	if (write)
		up_write(lock->object);
	else
		up_read(lock->object);
}

#define MUTEX_OF(what)	{ #what, false, #what, NULL, any_mutex_take, any_mutex_drop, NULL, pby_object__##what }
#define RWSEM_OF(what)	{ #what, true, #what, NULL, any_rwsem_take, any_rwsem_drop, NULL, pby_object__##what }

static const struct pby_kind kinds[] = {
	{ "mutex", false, "pby_mutex", &pby_mutex, mutex_take, mutex_drop },
	{ "rwsem", true, "pby_rwsem", &pby_rwsem, rwsem_take, rwsem_drop },
	{ "percpu", true, "pby_percpu", &pby_percpu, percpu_take, percpu_drop, percpu_writer_waits },
	{ "sem", false, "pby_sem", &pby_sem, sem_take, sem_drop },
	{ "rtmutex", false, "pby_rtmutex", &pby_rtmutex, rtmutex_take, rtmutex_drop },
	{ "mmap", true, "mmap_lock", NULL, mmap_take, mmap_drop },
	MUTEX_OF(array), MUTEX_OF(heap), MUTEX_OF(device), MUTEX_OF(cred), MUTEX_OF(cgroup), MUTEX_OF(fpos),
	MUTEX_OF(seq), MUTEX_OF(kernfs), MUTEX_OF(pipe), MUTEX_OF(map),
	RWSEM_OF(signal), RWSEM_OF(inode), RWSEM_OF(umount),
};

const struct pby_kind *pby_kind__find(const char *name)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

void *pby_lock__address(const struct pby_lock *lock)
{
	return lock->object ?: lock->kind->address;
}
