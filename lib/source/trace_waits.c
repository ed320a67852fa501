// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trace_waits.c: finds the tasks that wait for what tracing needs, in two looks. */
#define _GNU_SOURCE
#include "source/trace_waits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/root.h"
#include "source/task_files.h"

enum {
	LOOK_MS = 500,		/* for the first look at all tasks */
	AGAIN_MS = 1000,	/* how long those that wait are watched */
	STEP_MS = 100,
	MAX_WAITING = 256,
};

/* A task that waits, as it was seen first. */
struct seen {
	struct pby_waiting task;
	int64_t switches;	/* how often it was switched away from; -1 unknown */
	bool unread;		/* its stack could not be read */
};

/* One run of the search. */
struct search {
	const struct pby_root *root;
	struct pby_arena *arena;
	struct pby_sickness *found;
	struct seen seen[MAX_WAITING];
	uint32_t nr_seen;
	int64_t start_ms;
	bool out_of_time;
	bool full;
	bool denied;	/* some stack needs more rights */
};

enum { MAX_FILE = 64 * 1024 };

/* PID/task/TID/NAME is the same file for a thread as PID/NAME for the process. */
static int read_task(struct search *s, int32_t pid, int32_t tid, const char *name,
		     struct pby_buf *out)
{
	char path[64];

	if (pid == tid)
		snprintf(path, sizeof(path), "proc/%d/%s", pid, name);
	else
		snprintf(path, sizeof(path), "proc/%d/task/%d/%s", pid, tid, name);
	return pby_root__read(s->root, path, MAX_FILE, out, NULL);
}

/*
 * Who may be part of a stuck trace? Waiters are in D; in I where RCU-tasks waits idly (6.12 on), which
 * no user process is in otherwise. PID 1 of a dying namespace waits in S, but is exiting. An idle
 * kworker is in I too; its name has a '+' only while it works.
 */
static bool suspicious(const struct pby_task_stat *t)
{
	bool kthread = t->flags & PBY_PF_KTHREAD;

	switch (t->state) {
	case 'D':
		return true;
	case 'I':
		return !kthread || strchr(t->comm, '+') || !strncmp(t->comm, "kprobe", 6);
	case 'S':
		return !kthread && (t->flags & PBY_PF_EXITING);
	default:
		return false;
	}
}

/* Fills frames; false when the stack cannot be read. */
static bool read_frames(struct search *s, struct pby_waiting *w)
{
	PBY_AUTO_BUF text = { 0 };
	int rc = read_task(s, w->pid, w->tid, "stack", &text);
	struct pby_text t = pby_text__of(text.data, text.len), name;

	w->nr_frames = 0;
	if (rc) {
		s->denied |= rc == -EACCES || rc == -EPERM;
		return rc == -ENOENT || rc == -ESRCH;
	}
	while (w->nr_frames < PBY_MAX_WAIT_FRAMES && pby_task_stack__next(&t, &name))
		w->frames[w->nr_frames++] = pby_arena__strndup(s->arena, name.p, pby_text__len(&name));
	return true;
}

static int64_t read_switches(struct search *s, const struct pby_waiting *w)
{
	PBY_AUTO_BUF text = { 0 };

	if (read_task(s, w->pid, w->tid, "status", &text))
		return -1;
	return pby_task_status__switches(pby_text__of(text.data, text.len));
}

static void look_closer(struct search *s, int32_t pid, int32_t tid, const struct pby_task_stat *stat)
{
	struct seen *n = &s->seen[s->nr_seen];

	if (s->nr_seen == MAX_WAITING) {
		s->full = true;
		return;
	}
	*n = (struct seen){ .task = { .pid = pid, .tid = tid, .state = stat->state } };
	pby_text__copy(pby_text__str(stat->comm), n->task.comm, sizeof(n->task.comm));
	n->task.kthread = stat->flags & PBY_PF_KTHREAD;
	n->task.exiting = stat->flags & PBY_PF_EXITING;
	/* Before the stack: a task that ran in between is then seen to have run. */
	n->switches = read_switches(s, &n->task);
	n->unread = !read_frames(s, &n->task);
	if (n->unread || pby_waiting__classify(&n->task) != PBY_WAIT_NONE)
		s->nr_seen++;
}

static void look_at(struct search *s, int32_t pid, int32_t tid, uint32_t *nr_threads)
{
	struct pby_task_stat stat;
	PBY_AUTO_BUF text = { 0 };

	*nr_threads = 0;
	if (read_task(s, pid, tid, "stat", &text) ||
	    !pby_task_stat__parse(pby_text__of(text.data, text.len), &stat))
		return;
	s->found->nr_tasks++;
	*nr_threads = stat.nr_threads;
	if (suspicious(&stat))
		look_closer(s, pid, tid, &stat);
}

/* Calls look for every number below a folder of /proc. */
static bool each_number(struct search *s, const char *path,
			void (*look)(struct search *s, int32_t of, int32_t number), int32_t of)
{
	struct pby_arena arena = { 0 };
	struct pby_names list;
	int rc = pby_root__list(s->root, path, &arena, &list, NULL);

	for (uint32_t i = 0; !rc && !s->out_of_time && i < list.names.nr; i++) {
		struct pby_text t = pby_text__str(list.names.items[i]);
		uint64_t number;

		if (!pby_text__u64(&t, &number) || !pby_text__empty(&t) || number > INT32_MAX)
			continue;
		look(s, of, (int32_t)number);
		s->out_of_time = s->root->live && pby_clock__ms() - s->start_ms > LOOK_MS;
	}
	pby_arena__free(&arena);
	return !rc;
}

static void look_at_thread(struct search *s, int32_t pid, int32_t tid)
{
	uint32_t nr;

	if (tid != pid)
		look_at(s, pid, tid, &nr);
}

static void look_at_process(struct search *s, int32_t of, int32_t pid)
{
	uint32_t nr_threads;
	char path[64];

	(void)of;
	look_at(s, pid, pid, &nr_threads);
	if (nr_threads < 2)
		return;
	snprintf(path, sizeof(path), "proc/%d/task", pid);
	each_number(s, path, look_at_thread, pid);
}

/* Keeps those that did not run since the first look. */
static void look_again(struct search *s, uint32_t waited_ms)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->nr_seen; i++) {
		struct seen *n = &s->seen[i];

		if (n->switches < 0 || read_switches(s, &n->task) != n->switches)
			continue;
		n->task.waited_ms = waited_ms;
		s->seen[kept++] = *n;
	}
	s->nr_seen = kept;
}

static void watch(struct search *s)
{
	int64_t from = pby_clock__ms(), waited = 0;

	while (s->nr_seen && waited < AGAIN_MS) {
		struct timespec step = { .tv_nsec = STEP_MS * 1000000L };

		nanosleep(&step, NULL);
		waited = pby_clock__ms() - from;
		look_again(s, (uint32_t)waited);
	}
}

static const char *partial(struct search *s)
{
	PBY_AUTO_BUF init = { 0 };

	if (s->out_of_time)
		return "there are more tasks than half a second can look at";
	if (s->full)
		return "more tasks wait than were looked at";
	if (read_task(s, 1, 1, "stat", &init))
		return "the tasks of other users are hidden";
	if (!s->found->nr_unread)
		return NULL;
	return s->denied ? "the stacks of waiting tasks can only be read by root"
			 : "the stacks of waiting tasks could not be read";
}

static void keep(struct search *s)
{
	for (uint32_t i = 0; i < s->nr_seen; i++) {
		struct pby_waiting *w;

		if (s->seen[i].unread) {
			s->found->nr_unread++;
			continue;
		}
		w = PBY_PUSH(s->arena, &s->found->waiting);
		if (w)
			*w = s->seen[i].task;
	}
}

void pby_trace_waits__find(const struct pby_root *root, struct pby_arena *arena,
			   struct pby_sickness *found)
{
	struct search *s = pby_arena__alloc(arena, sizeof(*s));
	bool any;

	found->looked = (struct pby_domain){ PBY_NO, "/proc/PID/stack", "no task can be seen in /proc" };
	if (!s)
		return;
	*s = (struct search){ .root = root, .arena = arena, .found = found, .start_ms = pby_clock__ms() };
	any = each_number(s, "proc", look_at_process, 0) && found->nr_tasks;
	if (root->live)
		watch(s);
	keep(s);
	if (any)
		found->looked = (struct pby_domain){ PBY_YES, "/proc/PID/stack", NULL };
	found->partial = partial(s);
}
