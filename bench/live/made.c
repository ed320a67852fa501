// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* made.c: writes the made-up memory into a sparse file, one segment for all of it. */
#define _GNU_SOURCE
#include "made.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Everything lies in one segment; each sort of object has its own stretch of it. */
#define BASE 0xff11000000000000ULL
enum { THREADS = 4, STACK = 16 << 10, USED = 800, PER_LOCK = 10, FILE_HEAD = 4096 };
enum { SIGNALS = 0, LOCKS = 1, MMS = 2, STACKS = 3, TASKS = 4, STRETCHES };

static const uint64_t stride[STRETCHES] = { 4096, 64, 4096, STACK * 2, 16 << 10 };

struct pen {
	char *memory;
	uint64_t start[STRETCHES + 1];
	const struct pby_layout *l;
};

static uint64_t at(const struct pen *p, int stretch, uint32_t i)
{
	return BASE + p->start[stretch] + i * stride[stretch];
}

static void put(const struct pen *p, uint64_t addr, uint64_t value, size_t size)
{
	memcpy(p->memory + FILE_HEAD + (addr - BASE), &value, size);
}

static void put_field(const struct pen *p, uint64_t object, const struct pby_field *f, uint64_t value)
{
	if (f->there)
		put(p, object + f->offset, value, f->size > 8 ? 8 : f->size);
}

/* The n-th node of a ring of nr nodes, whose addresses a function tells. */
static void link_ring(const struct pen *p, uint64_t node, uint64_t next)
{
	put(p, node, next, 8);
	put(p, next + 8, node, 8);
}

static void put_task(const struct pen *p, uint32_t i, uint32_t nr_tasks)
{
	const struct pby_layout *l = p->l;
	uint64_t task = at(p, TASKS, i), stack = at(p, STACKS, i), group = i / THREADS;
	uint32_t first = (uint32_t)group * THREADS, last = first + THREADS < nr_tasks ? first + THREADS - 1 : nr_tasks - 1;
	uint64_t signal = at(p, SIGNALS, (uint32_t)group), head = signal + l->signal_thread_head.offset;

	put_field(p, task, &l->task_pid, i + 1);
	put_field(p, task, &l->task_tgid, first + 1);
	put_field(p, task, &l->task_real_parent, at(p, TASKS, 0));
	put_field(p, task, l->task_state.there ? &l->task_state : &l->task_state_old, 1);
	put_field(p, task, &l->task_signal, signal);
	put_field(p, task, &l->task_mm, at(p, MMS, (uint32_t)group));
	put_field(p, task, &l->task_stack, stack);
	put_field(p, task, &l->task_sp, stack + STACK - USED);
	put_field(p, task, &l->task_exec_start, 1000000 + i);
	snprintf(p->memory + FILE_HEAD + (task - BASE) + l->task_comm.offset, 16, "made-%u", i);
	/* Words of all sorts: text addresses, pointers, its own address as current. */
	for (uint32_t w = 0; w < USED / 8; w++)
		put(p, stack + STACK - USED + w * 8, w % 7 ? w : w % 3 ? task : MADE_TEXT_START + (1 << 20) + w, 8);
	link_ring(p, i == first ? head : at(p, TASKS, i - 1) + l->task_thread_node.offset, task + l->task_thread_node.offset);
	if (i == last)
		link_ring(p, task + l->task_thread_node.offset, head);
	if (i == first && i)
		link_ring(p, at(p, TASKS, first - THREADS) + l->task_tasks.offset, task + l->task_tasks.offset);
	if (i == first && first + THREADS >= nr_tasks)
		link_ring(p, task + l->task_tasks.offset, at(p, TASKS, 0) + l->task_tasks.offset);
}

/* A mutex_waiter in the middle of the stack, the slow path's return address above it, as on a real one. */
static uint64_t put_waiter(const struct pen *p, uint32_t i)
{
	const struct pby_layout *l = p->l;
	uint64_t task = at(p, TASKS, i), top = at(p, STACKS, i) + STACK - USED, waiter = top + USED / 2;

	put_field(p, task, l->task_state.there ? &l->task_state : &l->task_state_old, 2);
	put(p, top + 8 * 8, MADE_TEXT_START + 64, 8);
	put_field(p, waiter, &l->mutex_waiter_task, task);
	return waiter + l->mutex_waiter_list.offset;
}

static void put_locks(const struct pen *p, struct made *made)
{
	const struct pby_layout *l = p->l;
	uint32_t every = made->nr_tasks / made->nr_blocked, waiting = 0;

	for (uint32_t k = 0; waiting < made->nr_blocked; k++) {
		uint64_t lock = at(p, LOCKS, k), first = 0, node = 0;

		/* Its owner is the task in front of the first waiter, who waits for nothing. */
		put_field(p, lock, &l->mutex_owner, at(p, TASKS, waiting * every));
		for (uint32_t w = 0; w < PER_LOCK && waiting < made->nr_blocked; w++, waiting++) {
			uint64_t next = put_waiter(p, waiting * every + 1);

			if (first)
				link_ring(p, node, next);
			else if (l->mutex_wait_list.there)
				link_ring(p, lock + l->mutex_wait_list.offset, next);
			first = first ? first : next;
			node = next;
		}
		if (l->mutex_wait_list.there) {
			link_ring(p, node, lock + l->mutex_wait_list.offset);
		} else {
			link_ring(p, node, first);
			put_field(p, lock, &l->mutex_first_waiter, first - l->mutex_waiter_list.offset);
		}
		made->nr_locks = k + 1;
	}
}

static void put_head(const struct pen *p, uint64_t size, uint32_t task_size)
{
	struct { Elf64_Ehdr eh; Elf64_Phdr load, note; struct { Elf64_Nhdr h; char name[8]; } n; } head = {
		.eh = { .e_type = ET_CORE, .e_phoff = sizeof(Elf64_Ehdr), .e_phnum = 2, .e_phentsize = sizeof(Elf64_Phdr) },
		.load = { .p_type = PT_LOAD, .p_offset = FILE_HEAD, .p_vaddr = BASE, .p_filesz = size },
		.note = { .p_type = PT_NOTE, .p_offset = FILE_HEAD + size, .p_filesz = sizeof(head.n) + task_size },
		.n = { .h = { 5, task_size, 4 }, .name = "CORE" },
	};

	memcpy(head.eh.e_ident, ELFMAG, SELFMAG);
	head.eh.e_ident[EI_CLASS] = ELFCLASS64;
	memcpy(p->memory, &head, sizeof(head));
	memcpy(p->memory + FILE_HEAD + size, &head.n, sizeof(head.n));
	/* NT_TASKSTRUCT: the opener's own task is the list's last one; its next is the first. */
	put(p, BASE + size + sizeof(head.n) + p->l->task_tasks.offset, at(p, TASKS, 0) + p->l->task_tasks.offset, 8);
}

int made__make(struct made *made, const struct pby_layout *layout, uint32_t task_size, uint32_t nr_tasks,
	       uint32_t nr_blocked)
{
	struct pen p = { .l = layout };
	uint64_t size;

	*made = (struct made){ .fd = memfd_create("made", 0), .nr_tasks = nr_tasks, .nr_blocked = nr_blocked };
	for (int s = 0; s < STRETCHES; s++)
		p.start[s + 1] = p.start[s] + ((nr_tasks * stride[s] + 4095) & ~4095ULL);
	size = p.start[STRETCHES];
	if (made->fd < 0 || ftruncate(made->fd, (off_t)(FILE_HEAD + size + 65536)))
		return -errno;
	p.memory = mmap(NULL, FILE_HEAD + size + 65536, PROT_READ | PROT_WRITE, MAP_SHARED, made->fd, 0);
	if (p.memory == MAP_FAILED)
		return -errno;
	for (uint32_t i = 0; i < nr_tasks; i++)
		put_task(&p, i, nr_tasks);
	put_locks(&p, made);
	put_head(&p, size, task_size);
	munmap(p.memory, FILE_HEAD + size + 65536);
	return 0;
}
