// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Threads that wait for something else than a lock: a work, a queue of works, a thread's end, a grace period. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/sched/task.h>
#include <linux/workqueue.h>

#include "trouble.h"

/* One that waits, what it calls, and whether it came back. */
struct waiter {
	const char *name;
	void (*wait)(void);
	struct task_struct *task;
};

static struct workqueue_struct *queue;
static struct task_struct *stubborn, *spinner;
static bool over;

static void pby_slow_work(struct work_struct *work)
{
	while (!READ_ONCE(over))
		msleep(10);
}
static DECLARE_WORK(slow, pby_slow_work);

static int until_over(void *unused)
{
	while (!READ_ONCE(over))
		msleep(10);
	return 0;
}

/*
 * Never sleeps of its own will: an RCU-tasks grace period waits for it. It lets others have the CPU, which does not count:
 * a kernel that does not preempt would find it locked up.
 */
static int __maybe_unused spin_until_over(void *unused)
{
	set_user_nice(current, 19);
	while (!READ_ONCE(over)) {
		cond_resched();
		cpu_relax();
	}
	while (!kthread_should_stop())
		msleep(1);
	return 0;
}

static void flush_the_work(void)
{
	flush_work(&slow);
}

static void flush_the_queue(void)
{
	flush_workqueue(queue);
}

static void stop_the_stubborn(void)
{
	kthread_stop(stubborn);
}

static void wait_for_tasks(void)
{
#ifdef CONFIG_TASKS_RCU
	synchronize_rcu_tasks();
#endif
}

static struct waiter waiters[] = {
	{ "pby_flusher", flush_the_work },
	{ "pby_drainer", flush_the_queue },
	{ "pby_stopper", stop_the_stubborn },
	{ "pby_graceful", wait_for_tasks },
};

static int waiter_main(void *data)
{
	struct waiter *waiter = data;

	waiter->wait();
	while (!kthread_should_stop())
		msleep(1);
	return 0;
}

static int thread(struct task_struct **task, int (*main)(void *), void *data, const char *name)
{
	struct task_struct *made = kthread_run(main, data, "%s", name);

	if (IS_ERR(made))
		return PTR_ERR(made);
	*task = get_task_struct(made);
	return 0;
}

int pby_ends__make(void)
{
	int err = 0, i;

	if (queue)
		return -EBUSY;
	queue = alloc_workqueue("pby_queue", WQ_UNBOUND, 0);
	if (!queue)
		return -ENOMEM;
	__module_get(THIS_MODULE);
	WRITE_ONCE(over, false);
	queue_work(queue, &slow);
	err = thread(&stubborn, until_over, NULL, "pby_stubborn");
#ifdef CONFIG_TASKS_RCU
	err = err ?: thread(&spinner, spin_until_over, NULL, "pby_spinner");
#endif
	msleep(50);
	for (i = 0; !err && i < ARRAY_SIZE(waiters); i++)
		err = thread(&waiters[i].task, waiter_main, &waiters[i], waiters[i].name);
	return err;
}

static void end(struct task_struct **task)
{
	if (!*task)
		return;
	kthread_stop(*task);
	put_task_struct(*task);
	*task = NULL;
}

void pby_ends__release(void)
{
	int i;

	if (!queue)
		return;
	WRITE_ONCE(over, true);
	/* The one that is stopped twice has to be stopped by its stopper first. */
	for (i = 0; i < ARRAY_SIZE(waiters); i++)
		end(&waiters[i].task);
	end(&spinner);
	put_task_struct(stubborn);
	stubborn = NULL;
	destroy_workqueue(queue);
	queue = NULL;
	module_put(THIS_MODULE);
}
