// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* child_pool.c: the asking side: starts workers, hands out questions, waits, leaves behind. */
#define _GNU_SOURCE
#include "source/child_pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "source/worker.h"

/*
 * Where the shared pages are wanted: far from everything that loaders and the address sanitizer
 * place on 64-bit machines. Elsewhere the kernel chooses, and a worker that cannot have the address ends.
 */
#define PAGES_AT ((uintptr_t)0x20000000 << 16)

enum { MIN_GRACE_MS = 100, MAX_GRACE_MS = 1000, LEAVE_MS = 1000 };

/* A killed child on a loaded machine needs a moment for its end; who waits long for an answer waits for that, too. */
static int grace(int timeout_ms)
{
	int ms = timeout_ms / 2;

	return ms < MIN_GRACE_MS ? MIN_GRACE_MS : ms > MAX_GRACE_MS ? MAX_GRACE_MS : ms;
}

static void *map_page(int fd, size_t size, uint32_t nr)
{
	void *want = (void *)(PAGES_AT + nr * (uintptr_t)size);
	void *at = mmap(want, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);

	return at == MAP_FAILED ? NULL : at;
}

/* A program of its own: no address space is copied, and nothing of ours is inherited. */
static int spawn(const char *program, int talk, int memory, const void *at, pid_t *pid)
{
	char address[32], name[] = PBY_WORKER_NAME;
	char *argv[] = { name, address, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	bool null = !access("/dev/null", R_OK | W_OK);
	sigset_t none;
	int rc;

	snprintf(address, sizeof(address), "%llx", (unsigned long long)(uintptr_t)at);
	sigemptyset(&none);
	if (posix_spawn_file_actions_init(&files))
		return ENOMEM;
	if (posix_spawnattr_init(&how)) {
		posix_spawn_file_actions_destroy(&files);
		return ENOMEM;
	}
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&how, &none);
	/* Out of the way first: either may be one of the two numbers that are to be used. */
	posix_spawn_file_actions_adddup2(&files, talk, PBY_WORKER_SPARE);
	posix_spawn_file_actions_adddup2(&files, memory, PBY_WORKER_SPARE + 1);
	posix_spawn_file_actions_adddup2(&files, PBY_WORKER_SPARE, PBY_WORKER_TALK);
	posix_spawn_file_actions_adddup2(&files, PBY_WORKER_SPARE + 1, PBY_WORKER_MEMORY);
	/* In an initramfs without /dev: a folder, which can be neither read nor written. */
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&files, fd, null ? "/dev/null" : "/", null ? O_RDWR : O_RDONLY, 0);
	rc = posix_spawn(pid, program, &files, &how, argv, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

static int start(struct pby_child_pool *pool, struct pby_jobs jobs, const char *program)
{
	struct pby_worker *w = &pool->workers[pool->nr];
	int memory = memfd_create("probity", MFD_CLOEXEC), talk[2] = { -1, -1 }, rc = 0;

	*w = (struct pby_worker){ .pid = -1, .talk = -1 };
	if (memory < 0 || ftruncate(memory, (off_t)pool->size) ||
	    !(w->page = map_page(memory, pool->size, pool->nr)) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk))
		rc = errno;
	else if (program)
		rc = spawn(program, talk[1], memory, w->page, &w->pid);
	else if ((w->pid = fork()) < 0)
		rc = errno;
	if (!w->pid) {
		close(talk[0]);
		pby_child__let_go(talk[1]);
		_exit(pby_worker__loop(w->page, pool->size, talk[1], jobs));
	}
	if (memory >= 0)
		close(memory);
	if (talk[1] >= 0)
		close(talk[1]);
	w->talk = talk[0];
	if (!rc) {
		pool->nr++;
		return 0;
	}
	if (talk[0] >= 0)
		close(talk[0]);
	if (w->page)
		munmap(w->page, pool->size);
	return rc;
}

int pby_child_pool__start(struct pby_child_pool *pool, struct pby_jobs jobs, size_t size,
			  const char *program, struct pby_err *err)
{
	int rc = 0;

	*pool = (struct pby_child_pool){ .size = size, .interrupt_fd = -1 };
	while (pool->nr < PBY_WORKERS && !rc)
		rc = start(pool, jobs, program);
	return pool->nr ? 0 : pby_err__set(err, rc, "no child process: %s", strerror(rc));
}

struct pby_worker *pby_worker__ask(struct pby_worker *w, uint32_t job, const void *question, size_t size)
{
	if (w->busy || w->gone || size > PBY_QUESTION_MAX)
		return NULL;
	memcpy(w->page->question, question, size);
	w->page->job = job;
	w->busy = send(w->talk, "", 1, MSG_NOSIGNAL) == 1;
	w->gone = !w->busy;
	return w->busy ? w : NULL;
}

struct pby_worker *pby_child_pool__ask(struct pby_child_pool *pool, uint32_t job,
				       const void *question, size_t size)
{
	struct pby_worker *w = NULL;

	for (uint32_t i = 0; i < pool->nr && !w; i++)
		if (!pool->workers[i].reserved)
			w = pby_worker__ask(&pool->workers[i], job, question, size);
	return w;
}

/* What ends a wait: a byte or the end of the worker, time, or the user's own impatience. */
static bool heard_within(struct pby_child_pool *pool, const struct pby_worker *w, int timeout_ms)
{
	struct pollfd p[2] = { { .fd = w->talk, .events = POLLIN },
			       { .fd = pool->interrupt_fd, .events = POLLIN } };
	const uint32_t *count = &w->page->region.steps;
	uint32_t steps = 0, now;
	int64_t end = 0, left;

	for (;;) {
		now = __atomic_load_n(count, __ATOMIC_RELAXED);
		if (!end || now != steps)
			end = pby_clock__ms() + timeout_ms;
		steps = now;
		left = end - pby_clock__ms();
		if (poll(p, pool->interrupt_fd >= 0 && !pool->interrupted ? 2 : 1, left > 0 ? (int)left : 0) > 0) {
			if (p[0].revents)
				return true;
			pool->interrupted = true;
			return false;
		}
		if (left <= 0 && steps == __atomic_load_n(count, __ATOMIC_RELAXED))
			return false;
	}
}

/* The socket's other end closes when the process has gone. */
static bool ended_within(const struct pby_worker *w, int ms)
{
	struct pollfd p = { .fd = w->talk, .events = POLLIN };
	char byte;

	/* An answer that came a moment too late may lie before the end. */
	while (poll(&p, 1, ms) > 0)
		if (recv(w->talk, &byte, 1, MSG_DONTWAIT) <= 0)
			return true;
	return false;
}

static enum pby_child_end reap(struct pby_worker *w, bool killed)
{
	int status = 0;

	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->pid = -1;
	return killed ? PBY_CHILD_LATE : PBY_CHILD_CRASHED;
}

enum pby_child_end pby_child_pool__wait(struct pby_child_pool *pool, struct pby_worker *w,
					int timeout_ms)
{
	bool heard = heard_within(pool, w, timeout_ms);
	char byte;

	if (heard && recv(w->talk, &byte, 1, MSG_DONTWAIT) == 1) {
		w->busy = false;
		return PBY_CHILD_DONE;
	}
	w->gone = true;
	if (!heard)
		kill(w->pid, SIGKILL);
	if (heard || ended_within(w, grace(timeout_ms)))
		return reap(w, !heard);
	pool->nr_stuck++;
	return PBY_CHILD_STUCK;
}

const struct pby_region *pby_worker__region(const struct pby_worker *w)
{
	return &w->page->region;
}

uint32_t pby_child_pool__free_workers(const struct pby_child_pool *pool)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < pool->nr; i++)
		nr += !pool->workers[i].busy && !pool->workers[i].gone && !pool->workers[i].reserved;
	return nr;
}

/* Those that end within that time, of all together. */
static void reap_all(struct pby_child_pool *pool, int timeout_ms, bool killed)
{
	int64_t until = pby_clock__ms() + timeout_ms;

	for (uint32_t i = 0; i < pool->nr; i++) {
		struct pby_worker *w = &pool->workers[i];
		int64_t left = until - pby_clock__ms();

		if (w->pid > 0 && !w->gone && ended_within(w, left > 0 ? (int)left : 0))
			reap(w, killed);
	}
}

void pby_child_pool__free(struct pby_child_pool *pool)
{
	/*
	 * All are told first, and killed together, so that they leave side by side: where nobody can end any more
	 * (cgroup_threadgroup_rwsem) they are waited for once, not one after the other.
	 */
	for (uint32_t i = 0; i < pool->nr; i++)
		shutdown(pool->workers[i].talk, SHUT_WR);
	reap_all(pool, LEAVE_MS, false);
	for (uint32_t i = 0; i < pool->nr; i++)
		if (pool->workers[i].pid > 0 && !pool->workers[i].gone)
			kill(pool->workers[i].pid, SIGKILL);
	reap_all(pool, MAX_GRACE_MS, true);
	for (uint32_t i = 0; i < pool->nr; i++) {
		struct pby_worker *w = &pool->workers[i];

		close(w->talk);
		munmap(w->page, pool->size);
	}
	*pool = (struct pby_child_pool){ .interrupt_fd = -1 };
}
