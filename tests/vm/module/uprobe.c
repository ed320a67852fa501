// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * A uprobe whose consumer keeps the thread that hits it: inside the kernel's read side of register_rwsem, so that whoever
 * attaches to the same place waits for that lock, and nobody waits for another one.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/namei.h>
#include <linux/uprobes.h>
#include <linux/version.h>
#include <linux/wait.h>

#include "trouble.h"

static struct path file;
static loff_t place;
static struct uprobe_consumer consumer;
static bool armed;
static DECLARE_WAIT_QUEUE_HEAD(let_go);

/* Its name is what shows in the stack of the one that hit. */
static noinline void pby_keep(void)
{
	wait_event_interruptible(let_go, !READ_ONCE(armed));
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
/* All handlers are called under register_rwsem. */
static int on_hit(struct uprobe_consumer *self, struct pt_regs *regs)
{
	pby_keep();
	return 0;
}

static int attach(void)
{
	consumer.handler = on_hit;
	return uprobe_register(d_inode(file.dentry), place, &consumer);
}

static void detach(void)
{
	uprobe_unregister(d_inode(file.dentry), place, &consumer);
}
#else
static struct uprobe *uprobe;

/* Since then only who wants to be removed is asked again under it. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static int on_hit(struct uprobe_consumer *self, struct pt_regs *regs)
#else
static int on_hit(struct uprobe_consumer *self, struct pt_regs *regs, __u64 *data)
#endif
{
	return READ_ONCE(armed) ? UPROBE_HANDLER_REMOVE : 0;
}

static bool is_wanted(struct uprobe_consumer *self, struct mm_struct *mm)
{
	if (current->mm == mm)
		pby_keep();
	return true;
}

static int attach(void)
{
	consumer.handler = on_hit;
	consumer.filter = is_wanted;
	uprobe = uprobe_register(d_inode(file.dentry), place, 0, &consumer);
	return PTR_ERR_OR_ZERO(uprobe);
}

static void detach(void)
{
	uprobe_unregister_nosync(uprobe, &consumer);
	uprobe_unregister_sync();
}
#endif

int pby_uprobe__make(const char *name, unsigned long offset)
{
	int err;

	if (file.dentry)
		return -EBUSY;
	err = kern_path(name, LOOKUP_FOLLOW, &file);
	if (err)
		return err;
	place = offset;
	err = attach();
	if (err) {
		path_put(&file);
		file.dentry = NULL;
		return err;
	}
	__module_get(THIS_MODULE);
	WRITE_ONCE(armed, true);
	return 0;
}

void pby_uprobe__release(void)
{
	if (!file.dentry)
		return;
	WRITE_ONCE(armed, false);
	wake_up_all(&let_go);
	detach();
	path_put(&file);
	file.dentry = NULL;
	module_put(THIS_MODULE);
}
