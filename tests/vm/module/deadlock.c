// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Threads that wait for each other, or for themselves, until the guest is switched off. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>

#include "trouble.h"

static DEFINE_MUTEX(pby_lock_a);
static DEFINE_MUTEX(pby_lock_b);
static DEFINE_MUTEX(pby_lock_self);

/* A thread that takes one mutex and then another. */
struct taker {
	const char *name;
	struct mutex *first, *then;
	struct task_struct *task;
	bool has_first;
	bool may_go_on;
};

static struct taker ab = { "pby_ab", &pby_lock_a, &pby_lock_b };
static struct taker ba = { "pby_ba", &pby_lock_b, &pby_lock_a };
static struct taker self = { "pby_self", &pby_lock_self, &pby_lock_self };

static int taker_main(void *data)
{
	struct taker *taker = data;

	mutex_lock(taker->first);
	WRITE_ONCE(taker->has_first, true);
	while (!READ_ONCE(taker->may_go_on))
		msleep(1);
	mutex_lock(taker->then);
	/* Never reached; here so that the compiler does not make a jump of the call above. */
	mutex_unlock(taker->then);
	return 0;
}

static int taker_start(struct taker *taker)
{
	struct task_struct *task;

	if (taker->task)
		return -EBUSY;
	task = kthread_run(taker_main, taker, "%s", taker->name);
	if (IS_ERR(task))
		return PTR_ERR(task);
	taker->task = task;
	__module_get(THIS_MODULE);
	return pby_until(READ_ONCE(taker->has_first));
}

static int taker_go_on(struct taker *taker)
{
	WRITE_ONCE(taker->may_go_on, true);
	/* msleep() is uninterruptible as well, so wait until it can only be the mutex. */
	msleep(50);
	return pby_until(pby_task__blocked(taker->task));
}

int pby_deadlock__abba(void)
{
	int err = taker_start(&ab);

	if (!err)
		err = taker_start(&ba);
	if (!err)
		err = taker_go_on(&ab);
	return err ?: taker_go_on(&ba);
}

int pby_deadlock__self(void)
{
	return taker_start(&self) ?: taker_go_on(&self);
}

static void taker_truth(struct seq_file *m, const struct taker *taker, const char *first, const char *then)
{
	if (!taker->task)
		return;
	seq_printf(m, "lock %s mutex %px\n", first, taker->first);
	seq_printf(m, "hold %s w %d %s\n", first, taker->task->pid, taker->task->comm);
	seq_printf(m, "wait %s w 1 %d %s\n", then, taker->task->pid, taker->task->comm);
}

void pby_deadlock__truth(struct seq_file *m)
{
	taker_truth(m, &ab, "pby_lock_a", "pby_lock_b");
	taker_truth(m, &ba, "pby_lock_b", "pby_lock_a");
	taker_truth(m, &self, "pby_lock_self", "pby_lock_self");
}
