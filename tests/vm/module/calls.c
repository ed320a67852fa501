// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Two functions to hang probes on: one that sleeps as long as it is told, and one that costs next to nothing. */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "trouble.h"

static atomic64_t last_nr, last_ns;

/* A return probe's instance is taken for as long as this sleeps: many callers exhaust the pool. */
static noinline __noclone long pby_sleeper(unsigned int ms)
{
	return schedule_timeout_interruptible(msecs_to_jiffies(ms));
}

/* The empty statement keeps the compiler from seeing that the result does not depend on the calls. */
static noinline __noclone unsigned long pby_plain(unsigned long x)
{
	asm volatile("" : "+r" (x));
	return x + 1;
}

static ssize_t sleep_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	unsigned int ms;
	int err = kstrtouint_from_user(from, size, 10, &ms);

	if (err)
		return err;
	pby_sleeper(ms);
	return signal_pending(current) ? -EINTR : size;
}

static ssize_t calls_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	unsigned long nr, i, x = 0;
	u64 begin;
	int err = kstrtoul_from_user(from, size, 10, &nr);

	if (err)
		return err;
	begin = ktime_get_ns();
	for (i = 0; i < nr; i++) {
		x = pby_plain(x);
		if (i % 1024 == 0)
			cond_resched();
	}
	atomic64_set(&last_ns, ktime_get_ns() - begin);
	atomic64_set(&last_nr, x);
	return size;
}

static ssize_t calls_read(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	char line[64];
	int n = scnprintf(line, sizeof(line), "%lld %lld\n", (long long)atomic64_read(&last_nr),
			  (long long)atomic64_read(&last_ns));

	return simple_read_from_buffer(to, size, pos, line, n);
}

static const struct file_operations sleep_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = sleep_write,
};

static const struct file_operations calls_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = calls_read,
	.write = calls_write,
};

void pby_calls__init(struct dentry *dir)
{
	debugfs_create_file("sleep", 0200, dir, NULL, &sleep_fops);
	debugfs_create_file("calls", 0600, dir, NULL, &calls_fops);
}
