// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ktask.c: walks the kernel's lists of processes and threads. */
#include "source/live/ktask.h"

#include <stdlib.h>
#include <string.h>

/* Far above any machine's pid_max: a list that is longer was torn. */
enum { MAX_TASKS = 8 << 20, DEFAULT_STACK = 16 << 10, MAX_STACK = 256 << 10, MAX_PART = 16 << 10 };

/* What a walk carries with it. */
struct walk {
	struct pby_ktasks *tasks;
	const struct pby_kmem *mem;
	const struct pby_layout *l;
	/* The part of the task_struct at seen that holds all members of interest, read at once. */
	uint32_t first, end;	/* offsets */
	uint64_t seen;		/* 0: none is read */
	char *part;		/* MAX_PART bytes, or NULL */
};

/* Two dozen reads of a word each take six times as long as one of some kilobytes. */
static void choose_part(struct walk *w)
{
	const struct pby_layout *l = w->l;
	const struct pby_field *all[] = {
		&l->task_comm, &l->task_real_parent, &l->task_pid, &l->task_tgid, &l->task_state, &l->task_state_old,
		&l->task_exit_state, &l->task_flags, &l->task_on_cpu, &l->task_mm, &l->task_signal, &l->task_files,
		&l->task_stack, &l->task_stack_vm_area, &l->task_sp, &l->task_blocker, &l->task_blocker_mutex,
		&l->task_pi_blocked_on, &l->task_exec_start, &l->task_vfork_done, &l->task_thread_pid,
		&l->task_rcu_blocked_node, &l->task_rcu_holdout, &l->task_trc_nesting, &l->task_thread_node,
		&l->task_tasks, &l->task_nvcsw, &l->task_nivcsw, &l->task_run_ns, &l->task_cpu, &l->task_cpu_old,
	};

	w->first = UINT32_MAX;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!all[i]->there)
			continue;
		if (all[i]->offset < w->first)
			w->first = all[i]->offset;
		if (all[i]->offset + all[i]->size > w->end)
			w->end = all[i]->offset + all[i]->size;
	}
}

static void read_part(struct walk *w, uint64_t task)
{
	w->seen = 0;
	if (w->first < w->end && w->end - w->first <= MAX_PART &&
	    pby_kmem__read(w->mem, task + w->first, w->part, w->end - w->first))
		w->seen = task;
}

static uint64_t word(const struct walk *w, uint64_t addr, const struct pby_field *f)
{
	uint64_t v = 0;

	if (!f->there || f->size > sizeof(v))
		return 0;
	if (w->seen && addr == w->seen && f->offset >= w->first && f->offset + f->size <= w->end)
		memcpy(&v, w->part + (f->offset - w->first), f->size);
	else
		pby_kmem__word(w->mem, addr + f->offset, f->size, &v);
	return v;
}

static uint32_t hash_of(uint64_t value)
{
	return pby_hash__bytes((const char *)&value, sizeof(value));
}

static uint64_t key_of(const struct pby_ktask *t, enum pby_ktask_key key)
{
	switch (key) {
	case PBY_KTASK_ADDR:
		return t->addr;
	case PBY_KTASK_PID:
		return (uint64_t)t->pid;
	case PBY_KTASK_MM:
		return t->mm;
	default:
		return t->signal;
	}
}

const struct pby_ktask *pby_ktasks__by(const struct pby_ktasks *tasks, enum pby_ktask_key key, uint64_t value)
{
	const struct pby_index *ix = &tasks->by[key];
	uint32_t e = value ? pby_index__first(ix, hash_of(value)) : PBY_INDEX_END;

	for (; e != PBY_INDEX_END; e = ix->entries[e].next)
		if (key_of(&tasks->items[ix->entries[e].value], key) == value)
			return &tasks->items[ix->entries[e].value];
	return NULL;
}

const struct pby_ktask *pby_ktasks__at(const struct pby_ktasks *tasks, uint64_t addr)
{
	return pby_ktasks__by(tasks, PBY_KTASK_ADDR, addr);
}

/* Enters the last task; what is there under a key already stays. */
static bool index_last(struct pby_ktasks *all)
{
	const struct pby_ktask *t = &all->items[all->nr];

	for (int key = 0; key < PBY_KTASK_KEYS; key++) {
		uint64_t value = key_of(t, key);

		if (value && !pby_ktasks__by(all, key, value) &&
		    !pby_index__add(&all->by[key], hash_of(value), all->nr))
			return false;
	}
	return true;
}

/* The stack's vmalloc area has one guard page behind it. Without VMAP_STACK: x86's default. */
static uint64_t stack_size(const struct walk *w, uint64_t task)
{
	uint64_t area = word(w, task, &w->l->task_stack_vm_area);
	uint64_t size = area ? word(w, area, &w->l->vm_struct_size) : 0;

	return size > 8192 && size <= MAX_STACK ? size - 4096 : DEFAULT_STACK;
}

static uint64_t switches(const struct walk *w, uint64_t task)
{
	return word(w, task, &w->l->task_nvcsw) + word(w, task, &w->l->task_nivcsw);
}

/*
 * Off its run queue. Who was preempted on the way into or out of a lock is still in state D and on no CPU, with the
 * waiter in the list and perhaps the lock in its hands.
 */
static bool is_off_queue(const struct walk *w, uint64_t task)
{
	return !word(w, task, &w->l->task_on_rq) || word(w, task, &w->l->task_sched_delayed);
}

bool pby_ktask__slept_on(const struct pby_ktask *t, const struct pby_kmem *mem, const struct pby_layout *l)
{
	struct walk w = { .mem = mem, .l = l };

	return !t->on_cpu && !word(&w, t->addr, &l->task_on_cpu) && is_off_queue(&w, t->addr) &&
	       switches(&w, t->addr) == t->switches && (int32_t)word(&w, t->addr, &l->task_pid) == t->pid;
}

/* struct pid has a number for each namespace from the first one down to its own: upid is {nr, ns}. */
static int32_t innermost_pid(const struct walk *w, uint64_t pid)
{
	const struct pby_layout *l = w->l;
	uint64_t level = pid ? word(w, pid, &l->pid_level) : 0;

	/* MAX_PID_NS_LEVEL is 32. */
	if (!level || level > 32 || !l->pid_numbers.there || !l->upid_nr.there || !l->upid_ns.there)
		return 0;
	return (int32_t)word(w, pid + l->pid_numbers.offset + level * (l->upid_ns.offset + 8), &l->upid_nr);
}

static bool add(struct walk *w, uint64_t addr)
{
	const struct pby_layout *l = w->l;
	struct pby_ktasks *all = w->tasks;
	struct pby_ktask *t;
	uint64_t parent;

	if (all->nr == all->cap) {
		uint32_t cap = all->cap ? all->cap * 2 : 1024;

		t = realloc(all->items, cap * sizeof(*t));
		if (!t)
			return false;
		all->items = t;
		all->cap = cap;
	}
	t = &all->items[all->nr];
	*t = (struct pby_ktask){ .addr = addr };
	read_part(w, addr);
	if (!pby_kmem__string(w->mem, addr + l->task_comm.offset, t->comm, 16)) {
		all->nr_bad++;
		return true;
	}
	parent = word(w, addr, &l->task_real_parent);
	t->pid = (int32_t)word(w, addr, &l->task_pid);
	t->tgid = (int32_t)word(w, addr, &l->task_tgid);
	t->ppid = parent ? (int32_t)word(w, parent, &l->task_tgid) : 0;
	t->ns_pid = innermost_pid(w, word(w, addr, &l->task_thread_pid));
	t->state = (uint32_t)word(w, addr, l->task_state.there ? &l->task_state : &l->task_state_old);
	t->exit_state = (uint32_t)word(w, addr, &l->task_exit_state);
	t->flags = (uint32_t)word(w, addr, &l->task_flags);
	t->on_cpu = word(w, addr, &l->task_on_cpu);
	t->mm = word(w, addr, &l->task_mm);
	t->signal = word(w, addr, &l->task_signal);
	t->files = word(w, addr, &l->task_files);
	t->vfork_done = word(w, addr, &l->task_vfork_done);
	t->thread_pid = word(w, addr, &l->task_thread_pid);
	t->rcu_blocked_node = word(w, addr, &l->task_rcu_blocked_node);
	t->rcu_tasks_holdout = word(w, addr, &l->task_rcu_holdout);
	t->trc_reader_nesting = word(w, addr, &l->task_trc_nesting);
	t->stack = word(w, addr, &l->task_stack);
	t->stack_size = t->stack ? stack_size(w, addr) : 0;
	t->sp = word(w, addr, &l->task_sp);
	t->blocker = word(w, addr, l->task_blocker.there ? &l->task_blocker : &l->task_blocker_mutex);
	t->pi_blocked_on = word(w, addr, &l->task_pi_blocked_on);
	t->exec_start = word(w, addr, &l->task_exec_start);
	t->switches = switches(w, addr);
	t->run_ns = word(w, addr, &l->task_run_ns);
	t->cpu = l->task_cpu.there || l->task_cpu_old.there ?
		 (int32_t)word(w, addr, l->task_cpu.there ? &l->task_cpu : &l->task_cpu_old) : -1;
	if (!index_last(all))
		return false;
	all->nr++;
	return true;
}

/* A list node whose successor does not point back at it is being changed, or never was one. */
static bool next_of(const struct walk *w, uint64_t node, uint64_t *next)
{
	uint64_t back;

	return pby_kmem__u64(w->mem, node, next) && pby_kmem__u64(w->mem, *next + 8, &back) &&
	       back == node;
}

/* All threads of the group whose leader is at this address. */
static bool add_group(struct walk *w, uint64_t leader)
{
	const struct pby_layout *l = w->l;
	uint64_t signal = word(w, leader, &l->task_signal);
	uint64_t head = signal + l->signal_thread_head.offset, node;

	/* An exiting leader may have lost its signal_struct: it still is a task. */
	if (!signal || !pby_kmem__u64(w->mem, head, &node))
		return add(w, leader);
	for (bool more = next_of(w, head, &node); node != head; more = next_of(w, node, &node)) {
		uint64_t task = node - l->task_thread_node.offset;

		/* A thread of another group, or no task at all: the list was cut while we read it. */
		if (!more || word(w, task, &l->task_signal) != signal || pby_ktasks__at(w->tasks, task)) {
			w->tasks->nr_bad++;
			break;
		}
		if (!add(w, task))
			return false;
	}
	return true;
}

static int walk_all(struct walk *w, uint64_t first)
{
	uint64_t node = first;

	do {
		if (!add_group(w, node - w->l->task_tasks.offset))
			return -ENOMEM;
		if (w->tasks->nr >= MAX_TASKS || !next_of(w, node, &node)) {
			w->tasks->cut = true;
			break;
		}
	} while (node != first);
	return 0;
}

/* On a busy machine tasks come and go under the walk; a torn one is tried again. */
enum { MAX_TRIES = 10 };

/*
 * Where the list of processes is entered: at init_task, which never goes, or behind the opener's own
 * task, which is the list's last one and so is followed by init_task until somebody forks.
 */
static bool entry(const struct walk *w, uint64_t init_task, uint64_t *first)
{
	uint32_t offset = w->l->task_tasks.offset;

	if (init_task) {
		*first = init_task + offset;
		return true;
	}
	if (!w->mem->self_task || w->mem->self_task_size < offset + sizeof(*first))
		return false;
	memcpy(first, (const char *)w->mem->self_task + offset, sizeof(*first));
	return true;
}

int pby_ktasks__walk(struct pby_ktasks *tasks, const struct pby_kmem *mem,
		     const struct pby_layout *l, uint64_t init_task, struct pby_err *err)
{
	char part[MAX_PART];
	struct walk w = { .tasks = tasks, .mem = mem, .l = l, .part = part };
	uint64_t first;
	int rc = 0;

	*tasks = (struct pby_ktasks){ 0 };
	if (!pby_layout__has_tasks(l))
		return pby_err__set(err, ENODATA, "BTF lacks members of task_struct that the walk needs");
	if (!entry(&w, init_task, &first))
		return pby_err__set(err, ENODATA, "neither a symbol init_task nor an NT_TASKSTRUCT note to start from");
	choose_part(&w);
	for (int i = 0; i < MAX_TRIES && !rc; i++) {
		pby_ktasks__free(tasks);
		for (int key = 0; key < PBY_KTASK_KEYS && !rc; key++)
			rc = pby_index__reserve(&tasks->by[key], 65536) ? 0 : -ENOMEM;
		if (!rc)
			rc = walk_all(&w, first);
		if (!rc && !tasks->cut && !tasks->nr_bad)
			return 0;
	}
	return rc ? pby_err__set(err, -rc, "no memory for the tasks") : 0;
}

bool pby_ktask__owns(const struct pby_ktask *task, uint64_t addr)
{
	return addr >= task->stack && addr - task->stack < task->stack_size;
}

char pby_ktask__letter(const struct pby_ktask *t)
{
	/* include/linux/sched.h, the same bits from 5.10 to 7.2; TASK_IDLE is UNINTERRUPTIBLE | NOLOAD. */
	enum { INTERRUPTIBLE = 1, UNINTERRUPTIBLE = 2, STOPPED = 4, TRACED = 8, DEAD = 0x10,
	       ZOMBIE = 0x20, PARKED = 0x40, NOLOAD = 0x400 };
	static const struct { uint32_t bits, letter; } rows[] = {
		{ UNINTERRUPTIBLE | NOLOAD, 'I' }, { UNINTERRUPTIBLE, 'D' }, { INTERRUPTIBLE, 'S' },
		{ STOPPED, 'T' }, { TRACED, 't' }, { PARKED, 'P' },
	};

	if (t->exit_state & (ZOMBIE | DEAD))
		return t->exit_state & ZOMBIE ? 'Z' : 'X';
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((t->state & rows[i].bits) == rows[i].bits)
			return (char)rows[i].letter;
	return 'R';
}

void pby_ktasks__free(struct pby_ktasks *tasks)
{
	free(tasks->items);
	for (int key = 0; key < PBY_KTASK_KEYS; key++)
		pby_index__free(&tasks->by[key]);
	*tasks = (struct pby_ktasks){ 0 };
}
