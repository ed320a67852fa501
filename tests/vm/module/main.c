// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The files of the test module in debugfs; trouble.h says what they take and give. */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include "trouble.h"

static struct dentry *dir;

/* Copy a written line into `line`, without its newline. */
static int line_from_user(char *line, size_t line_size, const char __user *from, size_t size)
{
	if (size >= line_size)
		return -E2BIG;
	if (copy_from_user(line, from, size))
		return -EFAULT;
	line[size] = '\0';
	strim(line);
	return 0;
}

static int command(char *line)
{
	char kind[16], order[PBY_ORDER_MAX + 1];
	unsigned int threads, rounds, busy_us = 0;
	unsigned long offset;
	int pid = 0;

	if (!strcmp(line, "abba"))
		return pby_deadlock__abba();
	if (!strcmp(line, "self"))
		return pby_deadlock__self();
	if (sscanf(line, "stress %d", &pid) == 1)
		return pby_stress__start(pid);
	if (!strcmp(line, "calm")) {
		pby_stress__stop();
		pby_storm__calm();
		return 0;
	}
	if (sscanf(line, "uprobe %159s %lu", order, &offset) == 2)
		return pby_uprobe__make(order, offset);
	if (!strcmp(line, "ends"))
		return pby_ends__make();
	if (!strcmp(line, "release")) {
		pby_uprobe__release();
		pby_ends__release();
		pby_queue__release();
		return 0;
	}
	if (sscanf(line, "queue %15s %400s %d", kind, order, &pid) >= 2)
		return pby_queue__make(kind, order, pid, false);
	if (sscanf(line, "spin %15s %400s %d", kind, order, &pid) >= 2)
		return pby_queue__make(kind, order, pid, true);
	if (sscanf(line, "storm %15s %u %u %u %d", kind, &threads, &rounds, &busy_us, &pid) >= 3)
		return pby_storm__make(kind, threads, rounds, busy_us, pid);
	if (sscanf(line, "turns %400s", order) == 1)
		return pby_turns__make(order);
	return -EINVAL;
}

static ssize_t make_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	char line[PBY_ORDER_MAX + 64];
	int err = line_from_user(line, sizeof(line), from, size);

	if (!err)
		err = command(line);
	return err ?: size;
}

static ssize_t enter_write(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	char line[32], kind[16], mode[2];
	int err = line_from_user(line, sizeof(line), from, size);

	if (!err)
		err = sscanf(line, "%15s %1[rw]", kind, mode) == 2 ? pby_queue__enter(kind, mode) : -EINVAL;
	return err ?: size;
}

static int truth_show(struct seq_file *m, void *unused)
{
	pby_queue__truth(m);
	pby_storm__truth(m);
	pby_turns__truth(m);
	pby_deadlock__truth(m);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(truth);

static int diary_show(struct seq_file *m, void *unused)
{
	pby_stress__diary(m);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(diary);

static const struct file_operations make_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = make_write,
};

static const struct file_operations enter_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = enter_write,
};

static int __init trouble_init(void)
{
	int err = pby_objects__init();

	if (err)
		return err;
	pby_kinds__init();
	dir = debugfs_create_dir("pby", NULL);
	if (IS_ERR(dir)) {
		pby_objects__exit();
		return PTR_ERR(dir);
	}
	debugfs_create_file("make", 0200, dir, NULL, &make_fops);
	debugfs_create_file("enter", 0200, dir, NULL, &enter_fops);
	debugfs_create_file("truth", 0400, dir, NULL, &truth_fops);
	debugfs_create_file("diary", 0400, dir, NULL, &diary_fops);
	pby_calls__init(dir);
	return 0;
}

static void __exit trouble_exit(void)
{
	debugfs_remove_recursive(dir);
	pby_stress__exit();
	pby_objects__exit();
}

module_init(trouble_init);
module_exit(trouble_exit);
MODULE_DESCRIPTION("Makes locks wait for each other on purpose, for the tests of probity");
MODULE_LICENSE("Dual BSD/GPL");
