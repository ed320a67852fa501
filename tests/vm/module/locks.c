// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The locks of the test module, one of each kind, all behind the same two operations. */
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/pid.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/ww_mutex.h>

#include "trouble.h"

static DEFINE_MUTEX(pby_mutex);
static DECLARE_RWSEM(pby_rwsem);
DEFINE_STATIC_PERCPU_RWSEM(pby_percpu);
static DEFINE_RT_MUTEX(pby_rtmutex);
static DEFINE_SPINLOCK(pby_spin);
static DEFINE_RWLOCK(pby_rw);
static DEFINE_WW_CLASS(pby_ww_class);
static struct ww_mutex pby_ww;
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

static void ww_take(struct pby_lock *lock, bool write)
{
	/* Without a context nobody backs off: it cannot fail. */
	WARN_ON(ww_mutex_lock(&pby_ww, NULL));
}

static void ww_drop(struct pby_lock *lock, bool write)
{
	ww_mutex_unlock(&pby_ww);
}

static void spin_take(struct pby_lock *lock, bool write)
{
	spin_lock(&pby_spin);
}

static void spin_drop(struct pby_lock *lock, bool write)
{
	spin_unlock(&pby_spin);
}

static void rw_take(struct pby_lock *lock, bool write)
{
	if (write)
		write_lock(&pby_rw);
	else
		read_lock(&pby_rw);
}

static void rw_drop(struct pby_lock *lock, bool write)
{
	if (write)
		write_unlock(&pby_rw);
	else
		read_unlock(&pby_rw);
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

static void any_percpu_take(struct pby_lock *lock, bool write)
{
	if (write)
		percpu_down_write(lock->object);
	else
		percpu_down_read(lock->object);
}

static void any_percpu_drop(struct pby_lock *lock, bool write)
{
	if (write)
		percpu_up_write(lock->object);
	else
		percpu_up_read(lock->object);
}

#define MUTEX_OF(what)	{ .name = #what, .symbol = #what, .take = any_mutex_take, .drop = any_mutex_drop, \
			  .of_process = pby_object__##what }
#define RWSEM_OF(what)	{ .name = #what, .has_readers = true, .symbol = #what, .take = any_rwsem_take, \
			  .drop = any_rwsem_drop, .of_process = pby_object__##what }
#define OWN(what, readers, ...)	{ .name = #what, .has_readers = readers, .symbol = "pby_" #what, .address = &pby_##what, \
				  .take = what##_take, .drop = what##_drop, ##__VA_ARGS__ }

static const struct pby_kind kinds[] = {
	OWN(mutex, false), OWN(rwsem, true), OWN(percpu, true, .writer_waits = percpu_writer_waits),
	OWN(sem, false), OWN(rtmutex, false), OWN(ww, false),
	OWN(spin, false, .spins = true), OWN(rw, true, .spins = true),
	{ .name = "mmap", .has_readers = true, .symbol = "mmap_lock", .take = mmap_take, .drop = mmap_drop },
	MUTEX_OF(array), MUTEX_OF(heap), MUTEX_OF(device), MUTEX_OF(cred), MUTEX_OF(cgroup), MUTEX_OF(fpos),
	MUTEX_OF(seq), MUTEX_OF(kernfs), MUTEX_OF(pipe), MUTEX_OF(map),
	{ .name = "threadgroup", .has_readers = true, .symbol = "cgroup_threadgroup_rwsem", .take = any_percpu_take,
	  .drop = any_percpu_drop, .writer_waits = pby_object__threadgroup_writer_waits, .of_process = pby_object__threadgroup },
	RWSEM_OF(signal), RWSEM_OF(inode), RWSEM_OF(umount),
};

void pby_kinds__init(void)
{
	ww_mutex_init(&pby_ww, &pby_ww_class);
}

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

int pby_lock__find(struct pby_lock *lock, pid_t pid)
{
	struct task_struct *task = get_pid_task(find_vpid(pid), PIDTYPE_PID);

	if (!task && pid)
		return -ESRCH;
	if (lock->kind->of_process) {
		lock->object = lock->kind->of_process(task);
	} else {
		lock->mm = task ? get_task_mm(task) : NULL;
		lock->object = lock->mm ? &lock->mm->mmap_lock : NULL;
	}
	if (task)
		put_task_struct(task);
	return lock->object ? 0 : -ENOENT;
}
