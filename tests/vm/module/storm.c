// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Threads that take a lock again and again and sleep a moment while they have it, so that nearly every take waits. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

#include "trouble.h"

struct storm {
	struct pby_lock lock;
	unsigned int rounds, busy_us;
	atomic_t running;
	struct completion begin, over;
};

/* What the last storm did, added up by its threads; [0] readers, [1] writers. */
static struct {
	const char *symbol;
	atomic64_t takes[2], wait_ns[2];
} last;
static DEFINE_MUTEX(one_at_a_time);
static bool calm;

static int storm_main(void *data)
{
	struct storm *storm = data;
	const struct pby_kind *kind = storm->lock.kind;
	unsigned int i;

	/* Together: the first one would be done before the last one is there. */
	wait_for_completion(&storm->begin);
	for (i = 0; i < storm->rounds && !READ_ONCE(calm); i++) {
		/* One writer to three readers, where there are readers. */
		bool write = !kind->has_readers || (current->pid + i) % 4 == 0;
		u64 begin = ktime_get_ns();

		kind->take(&storm->lock, write);
		atomic64_add(ktime_get_ns() - begin, &last.wait_ns[write]);
		atomic64_inc(&last.takes[write]);
		if (storm->busy_us)
			udelay(storm->busy_us);
		else
			usleep_range(20, 40);
		kind->drop(&storm->lock, write);
	}
	if (atomic_dec_and_test(&storm->running))
		complete(&storm->over);
	return 0;
}

int pby_storm__make(const char *name, unsigned int threads, unsigned int rounds, unsigned int busy_us,
		     pid_t pid)
{
	struct storm storm = { .lock.kind = pby_kind__find(name), .rounds = rounds, .busy_us = busy_us };
	unsigned int i;

	int err;

	if (!storm.lock.kind || !threads || threads > 512 ||
	    busy_us > 1000 || (storm.lock.kind->spins && !busy_us))
		return -EINVAL;
	err = storm.lock.kind->address ? 0 : pby_lock__find(&storm.lock, pid);
	if (err)
		return err;
	mutex_lock(&one_at_a_time);
	WRITE_ONCE(calm, false);
	last.symbol = storm.lock.kind->symbol;
	for (i = 0; i < 2; i++) {
		atomic64_set(&last.takes[i], 0);
		atomic64_set(&last.wait_ns[i], 0);
	}
	init_completion(&storm.begin);
	init_completion(&storm.over);
	/* One for ourselves: it is not over before all have started. */
	atomic_set(&storm.running, 1);
	for (i = 0; i < threads; i++) {
		struct task_struct *task;

		atomic_inc(&storm.running);
		task = kthread_create(storm_main, &storm, "pby_storm_%u", i);
		if (IS_ERR(task)) {
			atomic_dec(&storm.running);
			continue;
		}
		/* Who is busy with the lock would keep those behind him on his CPU from waiting for it. */
		if (busy_us)
			kthread_bind(task, i % num_online_cpus());
		wake_up_process(task);
	}
	complete_all(&storm.begin);
	if (!atomic_dec_and_test(&storm.running))
		wait_for_completion(&storm.over);
	mutex_unlock(&one_at_a_time);
	if (storm.lock.mm)
		mmput(storm.lock.mm);
	return 0;
}

void pby_storm__calm(void)
{
	WRITE_ONCE(calm, true);
}

void pby_storm__truth(struct seq_file *m)
{
	static const char modes[] = "rw";
	int i;

	for (i = 0; last.symbol && i < 2; i++)
		seq_printf(m, "storm %s %c %lld %lld\n", last.symbol, modes[i],
			   (long long)atomic64_read(&last.takes[i]), (long long)atomic64_read(&last.wait_ns[i]));
}
