// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Locks that are members of what a process has, or of objects made here: to see what they are called. */
#include <linux/bpf.h>
#include <linux/cgroup.h>
#include <linux/dcache.h>
#include <linux/device.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernfs.h>
#include <linux/module.h>
#include <linux/percpu-rwsem.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "trouble.h"

/* An object that only its slab cache can name; so large that a slab of it takes several pages. */
struct pby_heap {
	long before[5];
	struct mutex mutex;
	long behind[200];
};

static struct mutex pby_array[4];
static struct pby_heap *heap;
static struct device *device;

void *pby_object__signal(struct task_struct *task)
{
	return task ? &task->signal->exec_update_lock : NULL;
}

void *pby_object__cred(struct task_struct *task)
{
	return task ? &task->signal->cred_guard_mutex : NULL;
}

void *pby_object__cgroup(struct task_struct *task)
{
	struct cgroup *cgroup;

	if (!task)
		return NULL;
	rcu_read_lock();
	cgroup = task_dfl_cgroup(task);
	rcu_read_unlock();
	return &cgroup->pidlist_mutex;
}

/* The kernel does not export it: who loads the module says where it is. */
static unsigned long threadgroup_rwsem;
module_param(threadgroup_rwsem, ulong, 0400);

void *pby_object__threadgroup(struct task_struct *task)
{
	return (void *)threadgroup_rwsem;
}

bool pby_object__threadgroup_writer_waits(void)
{
	return atomic_read(&((struct percpu_rw_semaphore *)threadgroup_rwsem)->block);
}

static struct dentry *folder_of(struct task_struct *task)
{
	return task && task->fs ? task->fs->pwd.dentry : NULL;
}

void *pby_object__inode(struct task_struct *task)
{
	struct dentry *dentry = folder_of(task);

	return dentry ? &d_inode(dentry)->i_rwsem : NULL;
}

void *pby_object__umount(struct task_struct *task)
{
	struct dentry *dentry = folder_of(task);

	return dentry ? &dentry->d_sb->s_umount : NULL;
}

static bool is_regular(struct file *file)
{
	return S_ISREG(file_inode(file)->i_mode);
}

static bool is_on(struct file *file, const char *type)
{
	return is_regular(file) && !strcmp(file_inode(file)->i_sb->s_type->name, type);
}

/* Of the files in /proc/PID most are read by seq_file. */
static bool is_seq(struct file *file)
{
	return is_on(file, "proc");
}

static bool is_kernfs(struct file *file)
{
	return is_on(file, "sysfs");
}

static bool is_pipe(struct file *file)
{
	return S_ISFIFO(file_inode(file)->i_mode);
}

static bool is_map(struct file *file)
{
	return !strcmp(file->f_path.dentry->d_name.name, "bpf-map");
}

/* The first file that the process has open and that is such a one. It keeps it open, or the test is wrong. */
static struct file *file_of(struct task_struct *task, bool (*is_it)(struct file *file))
{
	struct file *found = NULL;
	struct fdtable *fdt;
	unsigned int i;

	if (!task || !task->files)
		return NULL;
	rcu_read_lock();
	fdt = rcu_dereference_raw(task->files->fdt);
	for (i = 0; i < fdt->max_fds && !found; i++) {
		struct file *file = rcu_dereference_raw(fdt->fd[i]);

		if (file && is_it(file))
			found = file;
	}
	rcu_read_unlock();
	return found;
}

void *pby_object__fpos(struct task_struct *task)
{
	struct file *file = file_of(task, is_regular);

	return file ? &file->f_pos_lock : NULL;
}

void *pby_object__seq(struct task_struct *task)
{
	struct file *file = file_of(task, is_seq);

	return file ? &((struct seq_file *)file->private_data)->lock : NULL;
}

void *pby_object__kernfs(struct task_struct *task)
{
	struct file *file = file_of(task, is_kernfs);
	struct kernfs_open_file *of = file ? ((struct seq_file *)file->private_data)->private : NULL;

	return of ? &of->mutex : NULL;
}

void *pby_object__pipe(struct task_struct *task)
{
	struct file *file = file_of(task, is_pipe);

	return file ? &file_inode(file)->i_pipe->mutex : NULL;
}

void *pby_object__map(struct task_struct *task)
{
	struct file *file = file_of(task, is_map);

	return file ? &((struct bpf_map *)file->private_data)->freeze_mutex : NULL;
}

void *pby_object__array(struct task_struct *task)
{
	return &pby_array[2];
}

void *pby_object__heap(struct task_struct *task)
{
	return &heap->mutex;
}

void *pby_object__device(struct task_struct *task)
{
	return &device->mutex;
}

int pby_objects__init(void)
{
	int i;

	heap = kzalloc(sizeof(*heap), GFP_KERNEL);
	if (!heap)
		return -ENOMEM;
	mutex_init(&heap->mutex);
	for (i = 0; i < ARRAY_SIZE(pby_array); i++)
		mutex_init(&pby_array[i]);
	device = root_device_register("pby_device");
	if (IS_ERR(device)) {
		kfree(heap);
		return PTR_ERR(device);
	}
	return 0;
}

void pby_objects__exit(void)
{
	root_device_unregister(device);
	kfree(heap);
}
