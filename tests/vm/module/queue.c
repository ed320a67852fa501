// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Threads that hold a lock and threads that wait for it, in an order that was asked for. */
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "trouble.h"

enum { ORDER_MAX = PBY_ORDER_MAX };

/* One thread at one lock. */
struct party {
	struct pby_lock *lock;
	struct task_struct *task;
	int position;		/* 0: was started to hold the lock */
	bool write;
	bool spins;		/* while it holds the lock */
	bool arrived;		/* is about to take the lock */
	bool has;		/* has it */
	u64 waited_ns;		/* for it, from before it asked until it had it */
	u64 asleep_ns;		/* when it was seen to wait */
};

struct queue {
	struct list_head all;
	struct pby_lock lock;
	int nr_parties;
	struct party party[];
};

static LIST_HEAD(queues);
static DEFINE_MUTEX(queues_lock);
static DECLARE_WAIT_QUEUE_HEAD(let_go);
static int round;		/* grows with each release */

/* Where holders sleep; its name is what shows in their stacks. */
static noinline void pby_hold(int since)
{
	wait_event_interruptible(let_go, READ_ONCE(round) != since);
}

/* Where holders are that run instead: on their CPU, and every RCU gets its quiet moments. */
static noinline __noclone void pby_spin(int since)
{
	int i;

	while (READ_ONCE(round) == since) {
		for (i = 0; i < 100000; i++)
			cpu_relax();
		cond_resched();
	}
}

static int party_main(void *data)
{
	struct party *party = data;
	const struct pby_kind *kind = party->lock->kind;
	int since = READ_ONCE(round);

	WRITE_ONCE(party->arrived, true);
	party->waited_ns = ktime_get_ns();
	kind->take(party->lock, party->write);
	party->waited_ns = ktime_get_ns() - party->waited_ns;
	WRITE_ONCE(party->has, true);
	if (!party->position && party->spins)
		pby_spin(since);
	else if (!party->position)
		pby_hold(since);
	kind->drop(party->lock, party->write);
	WRITE_ONCE(party->has, false);
	wait_event_interruptible(let_go, kthread_should_stop());
	return 0;
}

static bool party_settled(struct party *party)
{
	const struct pby_kind *kind = party->lock->kind;

	if (!party->position)
		return READ_ONCE(party->has);
	if (party->write && kind->writer_waits && !kind->writer_waits())
		return false;
	return READ_ONCE(party->arrived) && pby_task__blocked(party->task);
}

static int party_start(struct party *party, int index)
{
	struct task_struct *task;

	task = kthread_create(party_main, party, "pby_%s_%d", party->lock->kind->name, index);
	if (IS_ERR(task))
		return PTR_ERR(task);
	/* So that the task outlives its end until release has looked at it. */
	get_task_struct(task);
	party->task = task;
	wake_up_process(task);
	index = pby_until(party_settled(party));
	party->asleep_ns = ktime_get_ns();
	return index;
}

/* Capitals first: a thread that is to hold the lock cannot be started behind one that waits. */
static int order_check(const struct pby_kind *kind, const char *order)
{
	const char *c;

	if (!isupper(order[0]) || strlen(order) > ORDER_MAX)
		return -EINVAL;
	for (c = order; *c; c++) {
		if (!strchr(kind->has_readers ? "rwRW" : "wW", *c))
			return -EINVAL;
		if (c > order && isupper(*c) && (*c == 'W' || c[-1] != 'R'))
			return -EINVAL;
	}
	return 0;
}

static bool kind_is_used(const struct pby_kind *kind)
{
	struct queue *queue;

	list_for_each_entry(queue, &queues, all)
		if (queue->lock.kind == kind)
			return true;
	return false;
}

static struct queue *queue_new(const struct pby_kind *kind, int nr, pid_t pid)
{
	struct queue *queue = kzalloc(struct_size(queue, party, nr), GFP_KERNEL);

	if (!queue)
		return ERR_PTR(-ENOMEM);
	queue->lock.kind = kind;
	if (!kind->address) {
		int err = pby_lock__find(&queue->lock, pid);

		if (err) {
			kfree(queue);
			return ERR_PTR(err);
		}
	}
	list_add_tail(&queue->all, &queues);
	/* Unloading the module must wait for the threads that run in it. */
	__module_get(THIS_MODULE);
	return queue;
}

int pby_queue__make(const char *name, const char *order, pid_t pid, bool spins)
{
	const struct pby_kind *kind = pby_kind__find(name);
	struct queue *queue;
	int err, i, position = 0;

	if (!kind || kind->spins || order_check(kind, order))
		return -EINVAL;
	mutex_lock(&queues_lock);
	queue = kind_is_used(kind) ? ERR_PTR(-EBUSY) : queue_new(kind, strlen(order), pid);
	err = PTR_ERR_OR_ZERO(queue);
	for (i = 0; !err && order[i]; i++) {
		struct party *party = &queue->party[queue->nr_parties++];

		party->lock = &queue->lock;
		party->write = toupper(order[i]) == 'W';
		party->spins = spins;
		party->position = isupper(order[i]) ? 0 : ++position;
		err = party_start(party, i);
	}
	mutex_unlock(&queues_lock);
	return err;
}

/* The calling process takes a lock of its own accord, behind whoever is there, and holds it until the next release. */
int pby_queue__enter(const char *name, const char *mode)
{
	struct pby_lock lock = { .kind = pby_kind__find(name) };
	bool write = mode[0] == 'w';

	if (!lock.kind || lock.kind->spins || !lock.kind->address || (!write && !lock.kind->has_readers))
		return -EINVAL;
	lock.kind->take(&lock, write);
	pby_hold(READ_ONCE(round));
	lock.kind->drop(&lock, write);
	return 0;
}

/* How long those of the queues that were released last have waited, one line for each lock and mode. */
static struct {
	const char *symbol;
	int nr[2];
	u64 total_ns[2], max_ns[2];
	u64 least_ns[2], least_max_ns[2];	/* that long at least */
} waited[8];
static int nr_waited;

static void log_waits(const struct queue *queue, u64 let_go_ns)
{
	int i;

	if (nr_waited == ARRAY_SIZE(waited))
		return;
	memset(&waited[nr_waited], 0, sizeof(waited[0]));
	waited[nr_waited].symbol = queue->lock.kind->symbol;
	for (i = 0; i < queue->nr_parties; i++) {
		const struct party *party = &queue->party[i];
		u64 least_ns = let_go_ns - party->asleep_ns;

		if (!party->position)
			continue;
		waited[nr_waited].nr[party->write]++;
		waited[nr_waited].total_ns[party->write] += party->waited_ns;
		if (party->waited_ns > waited[nr_waited].max_ns[party->write])
			waited[nr_waited].max_ns[party->write] = party->waited_ns;
		waited[nr_waited].least_ns[party->write] += least_ns;
		if (least_ns > waited[nr_waited].least_max_ns[party->write])
			waited[nr_waited].least_max_ns[party->write] = least_ns;
	}
	nr_waited++;
}

void pby_queue__release(void)
{
	struct queue *queue, *next;
	u64 let_go_ns;
	int i;

	mutex_lock(&queues_lock);
	let_go_ns = ktime_get_ns();
	WRITE_ONCE(round, round + 1);
	wake_up_all(&let_go);
	nr_waited = 0;
	list_for_each_entry_safe(queue, next, &queues, all) {
		for (i = 0; i < queue->nr_parties; i++) {
			if (!queue->party[i].task)
				continue;
			kthread_stop(queue->party[i].task);
			put_task_struct(queue->party[i].task);
		}
		log_waits(queue, let_go_ns);
		if (queue->lock.mm)
			mmput(queue->lock.mm);
		list_del(&queue->all);
		kfree(queue);
		module_put(THIS_MODULE);
	}
	mutex_unlock(&queues_lock);
}

static void party_truth(struct seq_file *m, const struct party *party, const char *symbol)
{
	if (!party->task)
		return;
	if (party->position)
		seq_printf(m, "wait %s %c %d %d %s\n", symbol, party->write ? 'w' : 'r', party->position,
			   party->task->pid, party->task->comm);
	else
		seq_printf(m, "hold %s %c %d %s\n", symbol, party->write ? 'w' : 'r', party->task->pid,
			   party->task->comm);
}

void pby_queue__truth(struct seq_file *m)
{
	struct queue *queue;
	int i;

	mutex_lock(&queues_lock);
	list_for_each_entry(queue, &queues, all) {
		const struct pby_kind *kind = queue->lock.kind;

		seq_printf(m, "lock %s %s %px\n", kind->symbol, kind->name, pby_lock__address(&queue->lock));
		for (i = 0; i < queue->nr_parties; i++)
			party_truth(m, &queue->party[i], kind->symbol);
	}
	for (i = 0; i < 2 * nr_waited; i++)
		if (waited[i / 2].nr[i % 2])
			seq_printf(m, "waited %s %c %d %llu %llu %llu %llu\n", waited[i / 2].symbol, "rw"[i % 2],
				   waited[i / 2].nr[i % 2], waited[i / 2].total_ns[i % 2], waited[i / 2].max_ns[i % 2],
				   waited[i / 2].least_ns[i % 2], waited[i / 2].least_max_ns[i % 2]);
	mutex_unlock(&queues_lock);
}
