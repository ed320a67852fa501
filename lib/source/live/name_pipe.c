// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_pipe.c: pipes, and their number as /proc/PID/fd shows it. */
#include "source/live/name.h"

/* Whose tables are searched for the pipe, and how far. */
enum { MAX_TASKS = 8, MAX_FDS = 1024, MAX_SLOTS = 1 << 20 };

static bool is_pipe(const struct pby_kview *view, uint64_t pipe)
{
	const struct pby_layout *l = &view->layout;
	uint64_t slots = pby_kview__word(view, pipe, &l->pipe_ring_size);
	uint64_t head = l->wait_head_list.offset;

	return l->pipe_rd_wait.there && l->pipe_wr_wait.there && l->wait_head_list.there && slots &&
	       slots <= MAX_SLOTS && !(slots & (slots - 1)) &&
	       pby_kview__sound_list(view, pipe + l->pipe_rd_wait.offset + head) &&
	       pby_kview__sound_list(view, pipe + l->pipe_wr_wait.offset + head);
}

/* The inode whose i_pipe is this pipe, through a file that the task has open; 0 when it has none. */
static uint64_t inode_in(const struct pby_kview *view, const struct pby_ktask *task, uint64_t pipe)
{
	const struct pby_layout *l = &view->layout;
	uint64_t fdt = task->files ? pby_kview__word(view, task->files, &l->files_fdt) : 0;
	uint64_t nr = fdt ? pby_kview__word(view, fdt, &l->fdt_max) : 0;
	uint64_t table = fdt ? pby_kview__word(view, fdt, &l->fdt_fd) : 0;

	for (uint64_t i = 0; table && i < nr && i < MAX_FDS; i++) {
		uint64_t file, inode;

		if (!pby_kmem__u64(&view->mem, table + 8 * i, &file) || !file ||
		    pby_kview__word(view, file, &l->file_private) != pipe)
			continue;
		inode = pby_kview__word(view, file, &l->file_inode);
		if (pby_kview__word(view, inode, &l->inode_pipe) == pipe && pby_prove__inode(view, inode))
			return inode;
	}
	return 0;
}

static uint64_t inode_of(const struct pby_naming *n, uint64_t pipe)
{
	const struct pby_ktask *task = pby_ktasks__by(&n->view->tasks, PBY_KTASK_PID, (uint64_t)n->lock->owner_pid);
	uint64_t inode = task ? inode_in(n->view, task, pipe) : 0;

	for (uint32_t i = 0; !inode && i < n->lock->waiters.nr && i < MAX_TASKS; i++) {
		task = pby_ktasks__by(&n->view->tasks, PBY_KTASK_PID, (uint64_t)n->lock->waiters.items[i].pid);
		inode = task ? inode_in(n->view, task, pipe) : 0;
	}
	return inode;
}

bool pby_name__pipe(const struct pby_naming *n, uint64_t pipe)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t inode;

	if (!is_pipe(n->view, pipe))
		return false;
	inode = inode_of(n, pipe);
	if (inode)
		pby_buf__addf(n->words, "pipe:[%llu]",
			      (unsigned long long)pby_kview__word(n->view, inode, &l->inode_ino));
	else
		pby_buf__addf(n->words, "the pipe at %llx", (unsigned long long)pipe);
	return true;
}
