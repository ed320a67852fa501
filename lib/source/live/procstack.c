// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* procstack.c: walks /proc, one thread after the other, in order of their numbers. */
#define _GNU_SOURCE
#include "source/live/procstack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/root.h"
#include "base/text.h"

enum { MAX_STACK_TEXT = 16 << 10, MAX_STAT = 4096 };

/* Numbers of a /proc folder, ascending, so that a walk can be resumed. */
struct numbers {
	int32_t *items;
	uint32_t nr, cap;
};

static int ascending(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return x < y ? -1 : x > y;
}

static bool list(int at, const char *path, struct numbers *out)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *e;

	out->nr = 0;
	if (!d) {
		pby_fd__close(&fd);
		return false;
	}
	while ((e = readdir(d))) {
		struct pby_text t = pby_text__str(e->d_name);
		uint64_t n;

		if (!pby_text__u64(&t, &n) || !pby_text__empty(&t) || n > INT32_MAX)
			continue;
		if (out->nr == out->cap) {
			uint32_t cap = out->cap ? out->cap * 2 : 256;
			int32_t *items = realloc(out->items, cap * sizeof(*items));

			if (!items)
				break;
			out->items = items;
			out->cap = cap;
		}
		out->items[out->nr++] = (int32_t)n;
	}
	closedir(d);
	qsort(out->items, out->nr, sizeof(*out->items), ascending);
	return true;
}

/* One read of a small file; -errno or its length. */
static int slurp(int at, const char *path, char *to, size_t size)
{
	PBY_AUTO_FD fd = openat(at, path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, to, size);
	return n < 0 ? -errno : (int)n;
}

struct walk {
	struct pby_region *region;
	struct pby_proc_tasks *out;
	const struct pby_proc_question *q;
	int proc;
	char text[MAX_STACK_TEXT];
};

/* NSpid: 812 7 is thread 7 in its own namespace; one number only outside of all. */
static int32_t innermost(struct pby_text line)
{
	struct pby_text word;
	uint64_t n = 0;
	int nr = 0;

	for (; pby_text__word(&line, &word); nr++)
		if (!pby_text__u64(&word, &n))
			return 0;
	return nr > 1 ? (int32_t)n : 0;
}

static void from_status(struct pby_text status, struct pby_proc_task *t)
{
	struct pby_text line, word;
	uint64_t n;

	while (pby_text__line(&status, &line)) {
		if (pby_text__eat(&line, "NSpid:"))
			t->ns_pid = innermost(line);
		else if ((pby_text__eat(&line, "voluntary_ctxt_switches:") ||
			  pby_text__eat(&line, "nonvoluntary_ctxt_switches:")) &&
			 pby_text__word(&line, &word) && pby_text__u64(&word, &n))
			t->switches += n;
	}
}

static void read_thread(struct walk *w, int32_t tgid, int32_t tid)
{
	struct pby_arena *arena = &w->region->arena;
	struct pby_proc_task *t = PBY_PUSH(arena, &w->out->items);
	char path[64];
	int n;

	if (!t)
		return;
	/* Named before anything is asked: 6.1.192 takes exec_update_lock for stat, too. */
	*t = (struct pby_proc_task){ .pid = tid, .tgid = tgid, .ppid = -1, .cpu = -1, .comm = "" };
	snprintf(path, sizeof(path), "%d/task/%d/stat", tgid, tid);
	snprintf(w->region->doing, sizeof(w->region->doing), "/proc/%s", path);
	n = slurp(w->proc, path, w->text, MAX_STAT);
	/* Gone meanwhile. */
	if (n <= 0 || !pby_proc_stat__parse(pby_text__of(w->text, n), t, arena)) {
		w->out->items.nr--;
		return;
	}
	snprintf(path, sizeof(path), "%d/task/%d/status", tgid, tid);
	n = slurp(w->proc, path, w->text, MAX_STAT);
	if (n > 0)
		from_status(pby_text__of(w->text, n), t);
	if (w->q->stacks && t->state != 'Z' && t->state != 'X') {
		snprintf(path, sizeof(path), "%d/task/%d/stack", tgid, tid);
		snprintf(w->region->doing, sizeof(w->region->doing), "/proc/%s", path);
		n = slurp(w->proc, path, w->text, sizeof(w->text));
		if (n >= 0)
			t->stack = pby_arena__strndup(arena, w->text, n);
		else
			t->stack_errno = -n;
	}
	__atomic_store_n(&w->out->nr_done, w->out->items.nr, __ATOMIC_RELEASE);
	pby_region__step(w->region);
}

void pby_proc_tasks__collect(struct pby_region *region, void *question)
{
	struct walk *w = calloc(1, sizeof(*w));
	struct numbers groups = { 0 }, threads = { 0 };
	char path[32];

	if (!w)
		return;
	w->region = region;
	w->q = question;
	w->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	w->out = pby_arena__alloc(&region->arena, sizeof(*w->out));
	region->result = w->out;
	if (w->out && list(w->proc, ".", &groups)) {
		for (uint32_t g = 0; g < groups.nr; g++) {
			if (groups.items[g] < w->q->after_tgid)
				continue;
			snprintf(path, sizeof(path), "%d/task", groups.items[g]);
			if (!list(w->proc, path, &threads))
				continue;
			for (uint32_t i = 0; i < threads.nr; i++)
				if (groups.items[g] > w->q->after_tgid || threads.items[i] > w->q->after_tid)
					read_thread(w, groups.items[g], threads.items[i]);
		}
		w->out->listed = true;
	}
	free(groups.items);
	free(threads.items);
	close(w->proc);
	free(w);
}
