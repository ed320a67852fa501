// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch_people.c: the child that asks who the processes are that were seen, and what uprobes are on. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/text.h"
#include "model/probes.h"
#include "source/cost/watch.h"
#include "source/proc/parse.h"

static ssize_t read_file(int32_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, text, size);
	close(fd);
	return n;
}

/* "231 (comm) S ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime ..." */
bool pby_watch__charged(int32_t pid, uint64_t *ns)
{
	enum { UTIME = 11 };	/* words between the state and it */
	char text[1024];
	ssize_t n = read_file(pid, "stat", text, sizeof(text));
	struct pby_text t = pby_text__of(text, n > 0 ? (size_t)n : 0), word = { 0 };
	uint64_t user, system;

	for (const char *p = t.p; p < t.end; p++)
		if (*p == ')')
			word = (struct pby_text){ p + 1, t.end };
	t = word;
	for (int i = 0; i <= UTIME; i++)
		if (!pby_text__word(&t, &word))
			return false;
	pby_text__skip_blanks(&t);
	if (!pby_text__u64(&word, &user) || !pby_text__u64(&t, &system))
		return false;
	*ns = (user + system) * (1000000000ull / (uint64_t)sysconf(_SC_CLK_TCK));
	return true;
}

static void name(struct pby_region *region, struct pby_cost_task *task)
{
	char text[8192];
	ssize_t n = read_file(task->pid, "comm", text, sizeof(text));

	if (n > 0)
		task->comm = pby_arena__strndup(&region->arena, text, (size_t)n - (text[n - 1] == '\n'));
}

/* Reading it may wait for the file system that it is on. */
static void read_code(struct pby_region *region, struct pby_watch *w, const struct pby_probes *probes, uint32_t i)
{
	const struct pby_probe *p = &probes->probes.items[i];
	struct pby_cost_code *code;
	struct stat st;
	ssize_t n;
	int fd;

	if (pby_probe_kind__family(p->kind) != PBY_FAMILY_UPROBE || !p->target)
		return;
	pby_region__doing(region, p->target);
	fd = open(p->target, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return;
	code = !fstat(fd, &st) && S_ISREG(st.st_mode) ? PBY_PUSH(&region->arena, &w->seen.codes) : NULL;
	if (code) {
		code->probe = i;
		n = pread(fd, code->bytes, sizeof(code->bytes), (off_t)p->offset);
		code->nr = n > 0 ? (uint32_t)n : 0;
	}
	close(fd);
}

/* Waits for cgroup_mutex on kernels up to 6.1. */
static void find_cgroup(struct pby_region *region, struct pby_cost_task *task)
{
	char text[8192], doing[64];
	struct pby_text cgroup;
	ssize_t n;

	snprintf(doing, sizeof(doing), "/proc/%d/cgroup", task->pid);
	pby_region__doing(region, doing);
	n = read_file(task->pid, "cgroup", text, sizeof(text));
	if (n <= 0)
		return;
	cgroup = pby_cgroup__path(pby_text__of(text, (size_t)n));
	task->cgroup = pby_arena__strndup(&region->arena, cgroup.p, pby_text__len(&cgroup));
}

static void add(struct pby_region *region, struct pby_watch *w, struct pby_map *known, int32_t pid)
{
	struct pby_cost_task *task;
	int32_t *key;

	/* What is in another pid namespace has no number here. */
	if (pid <= 0 || pby_map__get(known, (const char *)&pid, sizeof(pid)) != PBY_MAP_NONE)
		return;
	key = pby_arena__alloc(&region->arena, sizeof(*key));
	task = key ? PBY_PUSH(&region->arena, &w->seen.tasks) : NULL;
	if (!task)
		return;
	*key = task->pid = pid;
	pby_map__put(known, (const char *)key, sizeof(*key), w->seen.tasks.nr - 1);
	name(region, task);
	pby_region__step(region);
}

void pby_watch__people(struct pby_region *region, void *arg)
{
	const struct pby_watch_people *people = arg;
	struct pby_watch *w = pby_watch__begin(region);
	struct pby_map known = { 0 };

	if (!w)
		return;
	for (uint32_t i = 0; i < people->seen->samples.nr; i++)
		add(region, w, &known, people->seen->samples.items[i].pid);
	for (uint32_t i = 0; i < people->probes->owners.nr; i++)
		add(region, w, &known, people->probes->owners.items[i].pid);
	for (uint32_t i = 0; i < people->probes->probes.nr; i++)
		read_code(region, w, people->probes, i);
	for (uint32_t i = 0; i < w->seen.tasks.nr; i++)
		find_cgroup(region, &w->seen.tasks.items[i]);
	pby_map__free(&known);
	w->cpu_s = pby_watch__cpu();
}
