// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* child.c: forks the process that may be abandoned. */
#define _GNU_SOURCE
#include "source/child.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

/* Does this descriptor serve the work: the end of the pipe, a directory or file that is ours? */
static bool is_for_work(int fd, int end_fd)
{
	int flags = fcntl(fd, F_GETFD);
	struct stat st;

	if (fd == end_fd)
		return true;
	/* What does not close on exec is the caller's: pipes and locks left open by number. */
	if (flags < 0 || !(flags & FD_CLOEXEC) || fstat(fd, &st))
		return false;
	return S_ISDIR(st.st_mode) || S_ISREG(st.st_mode);
}

/*
 * A child that is left behind would keep alive what it inherited: in the process of an agent
 * these are its probes, perf events and sockets.
 */
static void close_inherited(int end_fd)
{
	int dir = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = dir < 0 ? NULL : fdopendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		struct pby_text name = pby_text__str(e->d_name);
		uint64_t fd;

		if (pby_text__u64(&name, &fd) && fd > 2 && (int)fd != dir &&
		    !is_for_work((int)fd, end_fd))
			close((int)fd);
	}
	if (d)
		closedir(d);
}

void pby_child__let_go(int end_fd)
{
	int null = open("/dev/null", O_RDWR);

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int fd = 0; fd < 3; fd++) {
		if (null >= 0)
			dup2(null, fd);
		else
			close(fd);
	}
	close_inherited(end_fd);
}

int pby_child__start(struct pby_child *child, size_t size,
		     void (*work)(struct pby_region *region, void *arg), void *arg,
		     struct pby_err *err)
{
	pid_t self = getpid();
	int end[2];

	*child = (struct pby_child){ .size = size, .pid = -1, .end_fd = -1 };
	child->region = mmap(NULL, size, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (child->region == MAP_FAILED) {
		child->region = NULL;
		return pby_err__set(err, errno, "shared memory: %s", strerror(errno));
	}
	pby_arena__init_fixed(&child->region->arena, child->region + 1,
			      size - sizeof(*child->region));
	if (pipe2(end, O_CLOEXEC)) {
		int rc = pby_err__set(err, errno, "pipe: %s", strerror(errno));

		pby_child__free(child);
		return rc;
	}
	child->pid = fork();
	if (child->pid == 0) {
		close(end[0]);
		pby_child__let_go(end[1]);
		/* Who was killed before that is not mourned by the kernel. */
		if (getppid() != self)
			_exit(0);
		work(child->region, arg);
		_exit(0);
	}
	close(end[1]);
	child->end_fd = end[0];
	if (child->pid < 0) {
		int rc = pby_err__set(err, errno, "fork: %s", strerror(errno));

		pby_child__free(child);
		return rc;
	}
	return 0;
}

void pby_region__doing(struct pby_region *region, const char *what)
{
	pby_text__copy(pby_text__str(what), region->doing, sizeof(region->doing));
	pby_region__step(region);
}

bool pby_child__gone(const struct pby_child *child, int timeout_ms)
{
	struct pollfd p = { .fd = child->end_fd, .events = POLLIN };

	return poll(&p, 1, timeout_ms) > 0;
}

/* The pipe's other end closes when the child has gone, however it went. */
static bool gone_within(const struct pby_child *child, int timeout_ms)
{
	struct pollfd p = { .fd = child->end_fd, .events = POLLIN };
	uint32_t steps = 0, now;
	int64_t end = 0, left;

	for (;;) {
		now = __atomic_load_n(&child->region->steps, __ATOMIC_RELAXED);
		if (!end || now != steps)
			end = pby_clock__ms() + timeout_ms;
		steps = now;
		left = end - pby_clock__ms();
		if (poll(&p, 1, left > 0 ? (int)left : 0) > 0)
			return true;
		if (left <= 0 && steps == __atomic_load_n(&child->region->steps, __ATOMIC_RELAXED))
			return false;
	}
}

enum { KILL_GRACE_MS = 100 };

enum pby_child_end pby_child__wait(struct pby_child *child, int timeout_ms)
{
	bool late = !gone_within(child, timeout_ms);
	int status = 0;

	if (late) {
		kill(child->pid, SIGKILL);
		if (!gone_within(child, KILL_GRACE_MS))
			return PBY_CHILD_STUCK;
	}
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	child->pid = -1;
	if (late)
		return PBY_CHILD_LATE;
	return WIFSIGNALED(status) ? PBY_CHILD_CRASHED : PBY_CHILD_DONE;
}

void pby_child__free(struct pby_child *child)
{
	/* Zeroed memory is a child that was never started: its descriptor 0 is somebody else's. */
	if (child->region && child->end_fd >= 0)
		close(child->end_fd);
	if (child->region)
		munmap(child->region, child->size);
	*child = (struct pby_child){ .pid = -1, .end_fd = -1 };
}
