// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Threads that take and drop locks all the time, always in one order, and a diary of who had which lock when. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/vmalloc.h>

#include "trouble.h"

enum { THREADS_MAX = 32, DIARY = 1 << 16 };

struct entry {
	pid_t pid;
	u64 from, until;	/* ktime_get_ns(): as soon as it has the lock, and until just before it lets go */
};

/* Only its holder writes into a lock's diary. */
struct diary {
	const char *name;
	void (*take)(void);
	void (*drop)(void);
	u64 nr;
	struct entry *entries;
};

static DEFINE_MUTEX(pby_stress_mutex);
static DECLARE_RWSEM(pby_stress_rwsem);
static DEFINE_RT_MUTEX(pby_stress_rtmutex);

static void mutex_take(void) { mutex_lock(&pby_stress_mutex); }
static void mutex_drop(void) { mutex_unlock(&pby_stress_mutex); }
static void rwsem_take(void) { down_write(&pby_stress_rwsem); }
static void rwsem_drop(void) { up_write(&pby_stress_rwsem); }
static void rtmutex_take(void) { rt_mutex_lock(&pby_stress_rtmutex); }
static void rtmutex_drop(void) { rt_mutex_unlock(&pby_stress_rtmutex); }

static struct diary diaries[] = {
	{ "pby_stress_mutex", mutex_take, mutex_drop },
	{ "pby_stress_rwsem", rwsem_take, rwsem_drop },
	{ "pby_stress_rtmutex", rtmutex_take, rtmutex_drop },
};

static struct task_struct *threads[THREADS_MAX];
static int nr_threads;
static DEFINE_MUTEX(threads_lock);

static struct entry *take(struct diary *d)
{
	struct entry *e;

	d->take();
	e = &d->entries[d->nr % DIARY];
	e->pid = current->pid;
	e->until = 0;
	e->from = ktime_get_ns();
	d->nr++;
	return e;
}

static void drop(struct diary *d, struct entry *e)
{
	e->until = ktime_get_ns();
	d->drop();
}

/* One lock, or one inside the other: which, goes by the thread's number. */
static int stress_main(void *data)
{
	unsigned long nr = (unsigned long)data;
	int first = nr % 3, last = first + nr / 3 % 2 < 3 ? first + nr / 3 % 2 : first;

	while (!kthread_should_stop()) {
		struct entry *entries[ARRAY_SIZE(diaries)];
		int i;

		for (i = first; i <= last; i++) {
			entries[i] = take(&diaries[i]);
			usleep_range(1000, 5000);
		}
		for (i = last; i >= first; i--)
			drop(&diaries[i], entries[i]);
		usleep_range(100, 2000);
	}
	return 0;
}

static void stop(void)
{
	while (nr_threads)
		kthread_stop(threads[--nr_threads]);
}

int pby_stress__start(int nr)
{
	int i;

	if (nr < 1 || nr > THREADS_MAX)
		return -EINVAL;
	mutex_lock(&threads_lock);
	stop();
	for (i = 0; i < ARRAY_SIZE(diaries); i++) {
		diaries[i].nr = 0;
		if (!diaries[i].entries)
			diaries[i].entries = vzalloc(array_size(DIARY, sizeof(struct entry)));
		if (!diaries[i].entries) {
			mutex_unlock(&threads_lock);
			return -ENOMEM;
		}
	}
	while (nr_threads < nr) {
		struct task_struct *task = kthread_run(stress_main, (void *)(unsigned long)nr_threads, "pby_stress_%d",
						       nr_threads);

		if (IS_ERR(task))
			break;
		threads[nr_threads++] = task;
	}
	i = nr_threads == nr ? 0 : -ENOMEM;
	mutex_unlock(&threads_lock);
	return i;
}

void pby_stress__stop(void)
{
	mutex_lock(&threads_lock);
	stop();
	mutex_unlock(&threads_lock);
}

void pby_stress__diary(struct seq_file *m)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(diaries); i++) {
		const struct diary *d = &diaries[i];
		u64 k = d->nr > DIARY ? d->nr - DIARY : 0;

		for (; d->entries && k < d->nr; k++) {
			const struct entry *e = &d->entries[k % DIARY];

			seq_printf(m, "%s %d %llu %llu\n", d->name, e->pid, e->from, e->until);
		}
	}
}

void pby_stress__exit(void)
{
	int i;

	pby_stress__stop();
	for (i = 0; i < ARRAY_SIZE(diaries); i++)
		vfree(diaries[i].entries);
}
