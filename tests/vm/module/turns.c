// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Readers and writers that come to an rwsem one after the other, and whom the kernel lets in, and wakes, in which order. */
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>
#include <linux/wait.h>

#include "trouble.h"

enum { PARTIES_MAX = PBY_ORDER_MAX };

struct party {
	struct task_struct *task;
	bool write;
	bool arrived;		/* is about to take the lock */
	bool has;		/* has it */
	bool go;		/* is to give it back */
	bool left;		/* has done so */
};

static DECLARE_RWSEM(pby_turns_rwsem);
static DECLARE_WAIT_QUEUE_HEAD(let_go);
static DEFINE_MUTEX(one_at_a_time);

/* The last script, as it went. */
static struct {
	int nr_parties, nr_turns;
	bool write[PARTIES_MAX];
	int turn[PARTIES_MAX];		/* in which each was let in, from 1 */
	bool by_arrival[2 * PARTIES_MAX + 1];	/* a turn that began as somebody came, not as those inside left */
	int woken[2 * PARTIES_MAX];	/* parties, in the order in which they were woken to have the lock */
	atomic_t nr_woken;
} last;
static struct party *parties;

static int party_main(void *data)
{
	struct party *party = data;

	WRITE_ONCE(party->arrived, true);
	if (party->write)
		down_write(&pby_turns_rwsem);
	else
		down_read(&pby_turns_rwsem);
	WRITE_ONCE(party->has, true);
	wait_event_interruptible(let_go, READ_ONCE(party->go));
	if (party->write)
		up_write(&pby_turns_rwsem);
	else
		up_read(&pby_turns_rwsem);
	WRITE_ONCE(party->left, true);
	wait_event_interruptible(let_go, kthread_should_stop());
	return 0;
}

/* At sched_waking: those that wait for the lock are woken by nobody else. */
static void on_waking(void *unused, struct task_struct *task)
{
	int i, at;

	for (i = 0; i < last.nr_parties; i++) {
		if (READ_ONCE(parties[i].task) != task || !READ_ONCE(parties[i].arrived) || READ_ONCE(parties[i].has))
			continue;
		at = atomic_inc_return(&last.nr_woken) - 1;
		if (at < ARRAY_SIZE(last.woken))
			last.woken[at] = i;
	}
}

static void find_waking(struct tracepoint *tracepoint, void *found)
{
	if (!strcmp(tracepoint->name, "sched_waking"))
		*(struct tracepoint **)found = tracepoint;
}

/* What the lock's count says: bit 0 a writer, from bit 8 on readers, those included that were let in and did not run yet. */
static int nr_inside(void)
{
#ifdef CONFIG_PREEMPT_RT
	return 0;
#else
	long count = atomic_long_read(&pby_turns_rwsem.count);

	return (count & 1) + (count >> 8);
#endif
}

/* Everybody who left is out, everybody who came sleeps or has the lock, and whom the lock let in has noticed. */
static bool settled(void)
{
	int i, has = 0, waiting = 0;

	for (i = 0; i < last.nr_parties; i++) {
		struct party *party = &parties[i];

		if (READ_ONCE(party->left))
			continue;
		if (READ_ONCE(party->go))
			return false;
		if (READ_ONCE(party->has))
			has++;
		else if (READ_ONCE(party->arrived) && pby_task__blocked(party->task))
			waiting++;
		else
			return false;
	}
	return has == nr_inside() && (has || !waiting);
}

/* Waits until all is quiet, and writes down who was let in since the last time. */
static int next_turn(bool by_arrival)
{
	int i, err = pby_until(settled());
	bool begun = false;

	for (i = 0; !err && i < last.nr_parties; i++) {
		if (last.turn[i] || !parties[i].has)
			continue;
		if (!begun)
			last.by_arrival[++last.nr_turns] = by_arrival;
		begun = true;
		last.turn[i] = last.nr_turns;
	}
	return err;
}

static int come(bool write)
{
	int i = last.nr_parties;
	struct task_struct *task;

	if (i == PARTIES_MAX)
		return -E2BIG;
	parties[i].write = last.write[i] = write;
	task = kthread_create(party_main, &parties[i], "pby_turns_%d", i);
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	parties[i].task = task;
	last.turn[i] = 0;
	WRITE_ONCE(last.nr_parties, i + 1);
	wake_up_process(task);
	return next_turn(true);
}

/* All who are inside leave. */
static int leave(void)
{
	int i;

	for (i = 0; i < last.nr_parties; i++)
		if (parties[i].has)
			WRITE_ONCE(parties[i].go, true);
	wake_up_all(&let_go);
	return next_turn(false);
}

static int play(const char *script)
{
	int err = 0;

	while (*script && !err) {
		char what = tolower(*script++);
		unsigned int n = 1;

		if (isdigit(*script))
			n = simple_strtoul(script, (char **)&script, 10);
		for (; n && !err; n--)
			err = what == '.' ? leave() : what == 'r' || what == 'w' ? come(what == 'w') : -EINVAL;
	}
	while (!err && nr_inside())
		err = leave();
	return err;
}

/* Also after an error: nobody stays. */
static void end(void)
{
	int i;

	for (i = 0; i < last.nr_parties; i++)
		WRITE_ONCE(parties[i].go, true);
	wake_up_all(&let_go);
	for (i = 0; i < last.nr_parties; i++) {
		kthread_stop(parties[i].task);
		put_task_struct(parties[i].task);
	}
}

int pby_turns__make(const char *script)
{
	struct tracepoint *waking = NULL;
	int err;

	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		return -EOPNOTSUPP;	/* an rtmutex beneath: no such count, other rules */
	for_each_kernel_tracepoint(find_waking, &waking);
	if (!waking)
		return -ENOENT;
	mutex_lock(&one_at_a_time);
	parties = kcalloc(PARTIES_MAX, sizeof(*parties), GFP_KERNEL);
	last.nr_parties = last.nr_turns = 0;
	atomic_set(&last.nr_woken, 0);
	err = parties ? tracepoint_probe_register(waking, on_waking, NULL) : -ENOMEM;
	if (!err) {
		err = play(script);
		end();
		tracepoint_probe_unregister(waking, on_waking, NULL);
		tracepoint_synchronize_unregister();
	}
	kfree(parties);
	parties = NULL;
	mutex_unlock(&one_at_a_time);
	return err;
}

/* Adds a number to ranges as in "1-3 7". */
struct ranges {
	int first, last;	/* the range that is not printed yet; last < first: none */
};

static void ranges_end(struct seq_file *m, struct ranges *r)
{
	if (r->last > r->first)
		seq_printf(m, " %d-%d", r->first, r->last);
	else if (r->last == r->first)
		seq_printf(m, " %d", r->first);
}

static void ranges_add(struct seq_file *m, struct ranges *r, int i)
{
	if (r->last >= r->first && i == r->last + 1) {
		r->last = i;
		return;
	}
	ranges_end(m, r);
	r->first = r->last = i;
}

void pby_turns__truth(struct seq_file *m)
{
	struct ranges woken = { 1, 0 };
	int i, turn;

	mutex_lock(&one_at_a_time);
	for (turn = 1; turn <= last.nr_turns; turn++) {
		struct ranges r = { 1, 0 };
		bool write = false;

		for (i = 0; i < last.nr_parties; i++)
			write |= last.turn[i] == turn && last.write[i];
		seq_printf(m, "turn %s %c", last.by_arrival[turn] ? "arrival" : "release", write ? 'w' : 'r');
		for (i = 0; i < last.nr_parties; i++)
			if (last.turn[i] == turn)
				ranges_add(m, &r, i);
		ranges_end(m, &r);
		seq_putc(m, '\n');
	}
	if (last.nr_turns) {
		seq_puts(m, "woken");
		for (i = 0; i < min_t(int, atomic_read(&last.nr_woken), ARRAY_SIZE(last.woken)); i++)
			ranges_add(m, &woken, last.woken[i]);
		ranges_end(m, &woken);
		seq_putc(m, '\n');
	}
	mutex_unlock(&one_at_a_time);
}
