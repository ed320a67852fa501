/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The test module: makes locks wait for each other on purpose, in guests only, and tells the truth about it.
 *
 * /sys/kernel/debug/pby/make (write) one command:
 *	queue KIND ORDER [PID]	threads take and wait for a lock in this order: capitals hold it, the others queue up behind;
 *				r reads, w writes. "Wrrw": a writer holds it, two readers and a writer wait.
 *				KIND is mutex, rwsem, percpu, sem, rtmutex, ww: a lock of this module's own;
 *				array, heap: a mutex in an array, or in a slab object; device: of a device;
 *				or a lock of what the process PID, which has to live on, has: mmap, signal (exec_update_lock),
 *				cred (cred_guard_mutex), cgroup (pidlist_mutex), inode, umount (of its working directory),
 *				threadgroup: cgroup_threadgroup_rwsem, where the parameter of this name says that it is;
 *				fpos, seq, kernfs, pipe, map (of the first file it has open of this sort)
 *	spin KIND ORDER [PID]	the same, but the holders run all the time, in the function pby_spin
 *	abba			two threads, each holding the mutex that the other wants; for ever
 *	self			a thread that wants a mutex it holds; for ever
 *	stress N		N threads take and drop pby_stress_mutex, _rwsem and _rtmutex all the time, in this order
 *	calm			they end, and so does a storm
 *	storm KIND N ROUNDS [US [PID]]	N threads take a lock ROUNDS times each, and sleep a moment while they have it, or keep
 *				the CPU busy for US microseconds; returns when all are done. KIND may be spin and rw, too:
 *				a spinlock and a rwlock, which need US; or a lock of what the process PID has
 *	turns SCRIPT		readers and writers come to an rwsem one after the other, each when all is quiet, and stay inside:
 *				r reads, w writes, r300: 300 of them, a dot: all inside leave; at the end turn by turn. Returns
 *				when all have been inside.
 *	ends			threads that wait for a work, for a queue of works, for another thread's end and, where there are
 *				such, for an RCU-tasks grace period: pby_flusher, pby_drainer, pby_stopper, pby_graceful; until release
 *	uprobe FILE OFFSET	a uprobe that keeps who hits it, inside its register_rwsem, until release
 *	release			the holders of all queues let go, and their threads end
 * The write returns when every thread is where it belongs.
 *
 * /sys/kernel/debug/pby/enter (write) "KIND r|w": the writing process itself takes the lock, and holds it until release.
 *
 * /sys/kernel/debug/pby/truth (read) what the module knows of its own doing, not of what the locks say:
 *	lock pby_rwsem rwsem ffffffffc0a4d0e0
 *	hold pby_rwsem w 143 pby_rwsem_0
 *	wait pby_rwsem r 1 144 pby_rwsem_1
 * (lock, mode, position in the queue for those that wait, thread id, name); then of the queues released last
 *	waited pby_rwsem r 3 1204000123 401200003 1203000000 401000000
 * (how many waited, for how long in all and at most, from before they asked for it until they had it, ns; then the same from
 * when they had been seen to sleep until the holders were told to let go: the truth lies between); and of the last storm
 *	storm pby_rwsem r 7500 80123456
 * (how often it was taken, how long that took in all), and of the last turns
 *	turn release r 1 3-4
 * (why: somebody came, or those inside left; readers or a writer; who was let in, counted from 0 as they came) and
 *	woken 1 3-4 2
 * (who waited and was woken, in this order).
 *
 * /sys/kernel/debug/pby/diary (read) who had which lock of the stress when, in the order of having it; nanoseconds of
 *	CLOCK_MONOTONIC; the end is 0 while it lasts. Read it when it is calm.
 *	pby_stress_mutex 143 98123456789 98125456789
 *
 * /sys/kernel/debug/pby/sleep (write) MILLISECONDS: the writing process spends them in the function pby_sleeper.
 * /sys/kernel/debug/pby/calls (write) N: the writing process calls the function pby_plain N times;
 *	(read) "N NANOSECONDS" of the last such write.
 */
#ifndef PBY_TROUBLE_H
#define PBY_TROUBLE_H

#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/version.h>

enum { PBY_ORDER_MAX = 400 };	/* of a queue: the kernel wakes 256 readers at once */

struct pby_kind;

/* A lock that the module plays with: one for each kind. */
struct pby_lock {
	const struct pby_kind *kind;
	void *object;		/* the lock itself, where it is not the kind's own */
	struct mm_struct *mm;	/* mmap only: whose lock it is; a reference is held */
};

/* What to do with locks of a kind; write is always true for kinds that know no readers. */
struct pby_kind {
	const char *name;
	bool has_readers;
	bool spins;		/* nobody may sleep while he has it */
	const char *symbol;
	void *address;		/* NULL: found by of_process, or the mmap_lock of the process */
	void (*take)(struct pby_lock *lock, bool write);
	void (*drop)(struct pby_lock *lock, bool write);
	bool (*writer_waits)(void);	/* NULL: a writer in state D is queued */
	void *(*of_process)(struct task_struct *task);	/* the lock in what the process has, or NULL */
};

/* locks.c */
void pby_kinds__init(void);
const struct pby_kind *pby_kind__find(const char *name);
void *pby_lock__address(const struct pby_lock *lock);
/* Of a kind that has no lock of its own: the one that the process has; 0 or -errno. mmput(lock->mm) when it is over. */
int pby_lock__find(struct pby_lock *lock, pid_t pid);

/* objects.c: the lock in an object that the process has, or NULL */
void *pby_object__signal(struct task_struct *task);
void *pby_object__cred(struct task_struct *task);
void *pby_object__cgroup(struct task_struct *task);
void *pby_object__threadgroup(struct task_struct *task);
bool pby_object__threadgroup_writer_waits(void);
void *pby_object__inode(struct task_struct *task);
void *pby_object__umount(struct task_struct *task);
void *pby_object__fpos(struct task_struct *task);
void *pby_object__seq(struct task_struct *task);
void *pby_object__kernfs(struct task_struct *task);
void *pby_object__pipe(struct task_struct *task);
void *pby_object__map(struct task_struct *task);
void *pby_object__array(struct task_struct *task);
void *pby_object__heap(struct task_struct *task);
void *pby_object__device(struct task_struct *task);
int pby_objects__init(void);
void pby_objects__exit(void);

/* queue.c */
int pby_queue__make(const char *kind, const char *order, pid_t pid, bool spins);
int pby_queue__enter(const char *kind, const char *mode);
void pby_queue__release(void);
void pby_queue__truth(struct seq_file *m);

/* storm.c */
int pby_storm__make(const char *kind, unsigned int threads, unsigned int rounds, unsigned int busy_us,
		     pid_t pid);
/* The storm that goes on comes to its end. */
void pby_storm__calm(void);
void pby_storm__truth(struct seq_file *m);

/* turns.c */
int pby_turns__make(const char *script);
void pby_turns__truth(struct seq_file *m);

/* deadlock.c */
int pby_deadlock__abba(void);
int pby_deadlock__self(void);
void pby_deadlock__truth(struct seq_file *m);

/* stress.c */
int pby_stress__start(int nr);
void pby_stress__stop(void);
void pby_stress__diary(struct seq_file *m);
void pby_stress__exit(void);

/* uprobe.c */
int pby_uprobe__make(const char *file, unsigned long offset);
void pby_uprobe__release(void);

/* ends.c */
int pby_ends__make(void);
void pby_ends__release(void);

/* calls.c */
struct dentry;
void pby_calls__init(struct dentry *dir);

/* Has the task gone to sleep so that only what it waits for wakes it? `__state` was `state` before v5.14. */
static inline bool pby_task__blocked(struct task_struct *task)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
	return READ_ONCE(task->__state) & TASK_UNINTERRUPTIBLE;
#else
	return READ_ONCE(task->state) & TASK_UNINTERRUPTIBLE;
#endif
}

/* Poll until `condition` holds: 0, or -ETIMEDOUT after ten seconds. */
#define pby_until(condition) ({						\
	int __left = 10000;						\
	while (!(condition) && --__left)				\
		msleep(1);						\
	__left ? 0 : -ETIMEDOUT; })

#endif
