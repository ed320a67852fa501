// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tracefs_probe.c: writes kprobe_events, and starts the keeper. */
#define _GNU_SOURCE
#include "source/bench/tracefs_probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/root.h"

enum { REMOVE_TRIES = 500, REMOVE_PAUSE_MS = 20 };

static int open_events(void)
{
	static const char *const paths[] = { "/sys/kernel/tracing/kprobe_events",
					     "/sys/kernel/debug/tracing/kprobe_events" };
	int fd = -1;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]) && fd < 0; i++)
		fd = open(paths[i], O_WRONLY | O_APPEND | O_CLOEXEC);
	return fd;
}

/* Appending changes nothing that others have defined. */
static int append(const char *line)
{
	PBY_AUTO_FD fd = open_events();

	if (fd < 0)
		return -errno;
	return write(fd, line, strlen(line)) == (ssize_t)strlen(line) ? 0 : -errno;
}

/* The event can be busy as long as a dying process still has a program on it. */
static void take_away(const char *name)
{
	const struct timespec pause = { 0, REMOVE_PAUSE_MS * 1000000 };
	char line[64];

	snprintf(line, sizeof(line), "-:%s\n", name);
	for (int i = 0; i < REMOVE_TRIES && append(line) == -EBUSY; i++)
		nanosleep(&pause, NULL);
}

static void keep(const char *name, int end_fd)
{
	char byte;

	setsid();
	/* It inherited the wish to die with the parent; it is the one that must not. */
	prctl(PR_SET_PDEATHSIG, 0);
	prctl(PR_SET_NAME, "probity-keeper");
	while (read(end_fd, &byte, 1) < 0 && errno == EINTR)
		;
	take_away(name);
	_exit(0);
}

int pby_tracefs_probe__define(struct pby_tracefs_probe *p, const char *function, uint32_t maxactive,
			      struct pby_err *err)
{
	char line[160];
	int ends[2], rc;

	*p = (struct pby_tracefs_probe){ .pipe_fd = -1, .keeper = -1 };
	snprintf(p->name, sizeof(p->name), "probity/enough_%d", (int)getpid());
	snprintf(line, sizeof(line), "r%u:%s %s\n", maxactive, p->name, function);
	if (pipe2(ends, O_CLOEXEC))
		return pby_err__set(err, errno, "pipe: %s", strerror(errno));
	p->keeper = fork();
	if (!p->keeper) {
		close(ends[1]);
		keep(p->name, ends[0]);
	}
	close(ends[0]);
	p->pipe_fd = ends[1];
	rc = p->keeper < 0 ? -errno : append(line);
	if (!rc)
		return 0;
	pby_tracefs_probe__remove(p);
	return pby_err__set(err, -rc, "kprobe_events of tracefs: %s", strerror(-rc));
}

void pby_tracefs_probe__remove(struct pby_tracefs_probe *p)
{
	if (p->pipe_fd >= 0)
		close(p->pipe_fd);
	if (p->keeper > 0)
		waitpid(p->keeper, NULL, 0);
	*p = (struct pby_tracefs_probe){ .pipe_fd = -1, .keeper = -1 };
}
