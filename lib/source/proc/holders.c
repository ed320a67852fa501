// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* holders.c: the walk over /proc/PID/fd, then a closer look at the processes that hold something. */
#define _GNU_SOURCE
#include "source/proc/holders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "model/sighting.h"
#include "source/child.h"
#include "source/proc/parse.h"
#include "source/proc/perf_fd.h"

struct walk {
	struct pby_region *region;
	struct pby_sightings *seen;
	const struct pby_own_children *own;
	struct pby_perf_fds perf;
	int proc;		/* /proc */
	uint32_t nr_closed;	/* processes that could not be looked into */
	uint32_t nr_unasked;	/* descriptors that could not be asked about */
	int refusal;
};

/* Reads a small file below /proc/PID; what does not fit is cut. */
static ssize_t read_small(const struct walk *w, char *text, size_t size, const char *path)
{
	int fd = openat(w->proc, path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n;
}

static uint32_t process_index(struct walk *w, pid_t pid)
{
	uint32_t nr = w->seen->processes.nr;
	struct pby_process *p;

	if (nr && w->seen->processes.items[nr - 1].pid == pid)
		return nr - 1;
	p = PBY_PUSH(&w->region->arena, &w->seen->processes);
	if (!p)
		return UINT32_MAX;
	*p = (struct pby_process){ .pid = pid, .comm = "" };
	return nr;
}

/* Fills in what the descriptor holds; false when it does not matter or cannot be known. */
static bool identify(struct walk *w, struct pby_holder *h, pid_t pid)
{
	const char *key = h->what == PBY_HOLDS_LINK ? "link_id" : "prog_id";
	char path[64], text[2048];
	uint64_t id;
	ssize_t n;
	int rc;

	if (h->what == PBY_HOLDS_MAP)
		return false;
	if (h->what == PBY_HOLDS_STATS)
		return true;
	if (h->what == PBY_HOLDS_PERF) {
		rc = pby_perf_fd__ask(w->region, h, pid);
		/* -ENOENT: a perf event that runs no program; -EOPNOTSUPP: one that samples. */
		if (rc && rc != -ENOENT && rc != -EOPNOTSUPP) {
			w->nr_unasked++;
			w->refusal = -rc;
		}
		return !rc;
	}
	snprintf(path, sizeof(path), "%d/fdinfo/%d", pid, h->fd);
	n = read_small(w, text, sizeof(text), path);
	if (n <= 0 || !pby_fdinfo__number(pby_text__of(text, (size_t)n), key, &id)) {
		w->nr_unasked += n < 0 && errno != ENOENT;
		w->refusal = n < 0 ? errno : w->refusal;
		return false;
	}
	h->id = (uint32_t)id;
	return true;
}

static void look_at_fd(struct walk *w, int dir, pid_t pid, const char *name)
{
	struct pby_holder h = { .same_as = UINT32_MAX, .name = "" }, *slot;
	struct pby_text number = pby_text__str(name);
	char link[64];
	uint64_t fd;
	ssize_t n = readlinkat(dir, name, link, sizeof(link));

	if (n <= 0 || !pby_fd_link__parse(pby_text__of(link, (size_t)n), &h.what) ||
	    !pby_text__u64(&number, &fd))
		return;
	h.fd = (int)fd;
	if (!identify(w, &h, pid))
		return;
	h.process = process_index(w, pid);
	slot = h.process == UINT32_MAX ? NULL : PBY_PUSH(&w->region->arena, &w->seen->holders);
	if (slot)
		*slot = h;
	if (slot && h.what == PBY_HOLDS_PERF)
		pby_perf_fd__same(&w->perf, w->region, w->seen, w->seen->holders.nr - 1);
}

static void look_at_process(struct walk *w, pid_t pid)
{
	struct dirent *e;
	char path[32];
	DIR *d;
	int fd;

	snprintf(path, sizeof(path), "%d/fd", pid);
	fd = openat(w->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	d = fd < 0 ? NULL : fdopendir(fd);
	/* readdir() tells the refusal: opening the folder is allowed to everybody on old kernels. */
	errno = d ? 0 : errno;
	while (d && (e = readdir(d))) {
		if (*e->d_name != '.')
			look_at_fd(w, fd, pid, e->d_name);
		errno = 0;
	}
	if (errno && errno != ENOENT && errno != ESRCH) {
		w->nr_closed++;
		w->refusal = errno;
	}
	if (d)
		closedir(d);
	else if (fd >= 0)
		close(fd);
}

static void describe(struct walk *w, struct pby_process *p)
{
	struct pby_arena *arena = &w->region->arena;
	char path[64], text[256];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/comm", p->pid);
	n = read_small(w, text, sizeof(text), path);
	if (n > 0)
		p->comm = pby_arena__strndup(arena, text, (size_t)n - (text[n - 1] == '\n'));
	snprintf(path, sizeof(path), "%d/ns/pid", p->pid);
	n = readlinkat(w->proc, path, text, sizeof(text));
	if (n > 0)
		pby_ns_link__parse(pby_text__of(text, (size_t)n), &p->pid_ns);
}

static void find_cgroup(struct walk *w, struct pby_process *p)
{
	char path[64], text[8192], doing[96];
	struct pby_text cgroup;
	ssize_t n;

	snprintf(path, sizeof(path), "%d/cgroup", p->pid);
	snprintf(doing, sizeof(doing), "/proc/%s", path);
	p->cgroup_why = "did not answer: something holds cgroup_mutex";
	pby_region__doing(w->region, doing);
	n = read_small(w, text, sizeof(text), path);
	if (n <= 0) {
		p->cgroup_why = n < 0 ? strerror(errno) : "empty";
		return;
	}
	cgroup = pby_cgroup__path(pby_text__of(text, (size_t)n));
	p->cgroup = pby_arena__strndup(&w->region->arena, cgroup.p, pby_text__len(&cgroup));
}

/* The initial pid namespace has this inode on every kernel (PROC_PID_INIT_INO). */
static bool in_own_namespace(const struct walk *w)
{
	const uint64_t initial = 0xEFFFFFFC;
	char link[64];
	uint64_t inode;
	ssize_t n = readlinkat(w->proc, "self/ns/pid", link, sizeof(link));

	return n > 0 && pby_ns_link__parse(pby_text__of(link, (size_t)n), &inode) &&
	       inode != initial;
}

static void conclude(struct walk *w)
{
	struct pby_listing *list = &w->seen->lists[PBY_LIST_HOLDERS];

	list->read = PBY_YES;
	if (w->nr_closed || w->nr_unasked) {
		list->partial = true;
		list->why = pby_arena__printf(&w->region->arena,
			"%u processes and %u descriptors could not be looked into (%s)",
			w->nr_closed, w->nr_unasked, strerror(w->refusal));
	} else if (w->seen->own_pid_namespace) {
		list->partial = true;
		list->why = "only the processes of this pid namespace are seen from here";
	} else if (w->region->arena.failed) {
		list->partial = true;
		list->why = "too many to remember";
	}
}

static bool is_own(const struct walk *w, pid_t pid)
{
	for (uint32_t i = 0; i < w->own->nr; i++)
		if (w->own->pids[i] == pid)
			return true;
	return pid == getpid();
}

void pby_holders__list(struct pby_region *region, struct pby_sightings *seen,
		       const struct pby_own_children *own)
{
	struct walk w = { .region = region, .seen = seen, .own = own };
	struct pby_listing *list = &seen->lists[PBY_LIST_HOLDERS];
	DIR *proc = opendir("/proc");
	struct dirent *e;

	pby_region__doing(region, "/proc/PID/fd");
	if (!proc) {
		list->read = PBY_NO;
		list->why = pby_arena__printf(&region->arena, "/proc: %s", strerror(errno));
		return;
	}
	w.proc = dirfd(proc);
	while ((e = readdir(proc))) {
		struct pby_text name = pby_text__str(e->d_name);
		uint64_t pid;

		if (pby_text__u64(&name, &pid) && pby_text__empty(&name) &&
		    !is_own(&w, (pid_t)pid))
			look_at_process(&w, (pid_t)pid);
		pby_region__step(region);
	}
	seen->own_pid_namespace = in_own_namespace(&w);
	for (uint32_t i = 0; i < seen->processes.nr; i++)
		describe(&w, &seen->processes.items[i]);
	conclude(&w);
	for (uint32_t i = 0; i < seen->processes.nr; i++)
		seen->processes.items[i].cgroup_why = "not asked: that of another process never answered";
	for (uint32_t i = 0; i < seen->processes.nr; i++)
		find_cgroup(&w, &seen->processes.items[i]);
	pby_perf_fds__free(&w.perf);
	closedir(proc);
}
