// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sleepers.c: rt_sigtimedwait(2) for a signal that comes when all are asleep. */
#define _GNU_SOURCE
#include "source/bench/sleepers.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/root.h"
#include "base/text.h"
#include "model/kernel.h"

enum { STACK = 64 << 10, POLL_MS = 5, POLLS = 6000 };

const char *pby_sleepers__kernel_function(struct pby_kernel *k)
{
	static const struct { const char *machine, *function; } rows[] = {
		{ "x86_64", "__x64_sys_rt_sigtimedwait" }, { "aarch64", "__arm64_sys_rt_sigtimedwait" },
		{ "riscv64", "__riscv_sys_rt_sigtimedwait" }, { "s390x", "__s390x_sys_rt_sigtimedwait" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(k->machine, rows[i].machine))
			return rows[i].function;
	return "sys_rt_sigtimedwait";
}

/* The statement behind the call keeps it from becoming a jump, which would not return here. */
__attribute__((noinline)) void pby_sleepers__sleep(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	syscall(SYS_rt_sigtimedwait, &set, NULL, NULL, 8);
	__asm__ volatile("");
}

__attribute__((noinline)) void pby_recursion__level(uint32_t depth)
{
	if (depth > 1)
		pby_recursion__level(depth - 1);
	__asm__ volatile("");
}

void pby_recursion__run(uint32_t depth)
{
	pby_recursion__level(depth);
}

struct sleeper {
	pthread_t thread;
	pid_t tid;
	bool asleep;
};

static void *sleep_once(void *arg)
{
	struct sleeper *s = arg;

	__atomic_store_n(&s->tid, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	pby_sleepers__sleep();
	return NULL;
}

/* "128 0x7f..." while it sleeps in system call 128, "running" while it runs. 1, 0, or -errno. */
static int is_asleep(pid_t tid)
{
	PBY_AUTO_BUF text = { 0 };
	struct pby_text t;
	uint64_t nr;
	char path[64];
	int rc;

	if (!tid)
		return 0;
	snprintf(path, sizeof(path), "/proc/self/task/%d/syscall", tid);
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ENOSYS : -errno;
	rc = pby_fd__read_all(fd, path, 4096, &text, NULL);
	if (rc)
		return rc;
	t = pby_text__of(text.data, text.len);
	return pby_text__u64(&t, &nr) && nr == SYS_rt_sigtimedwait;
}

static int wait_until_asleep(struct sleeper *sleepers, uint32_t nr, uint32_t *asleep)
{
	const struct timespec pause = { 0, POLL_MS * 1000000 };

	*asleep = 0;
	for (int poll = 0; *asleep < nr && poll < POLLS; poll++) {
		for (uint32_t i = 0; i < nr; i++) {
			int rc = sleepers[i].asleep ? 0 : is_asleep(__atomic_load_n(&sleepers[i].tid, __ATOMIC_ACQUIRE));

			if (rc < 0)
				return rc;
			sleepers[i].asleep |= rc;
			*asleep += rc;
		}
		if (*asleep < nr)
			nanosleep(&pause, NULL);
	}
	return *asleep < nr ? -ETIMEDOUT : 0;
}

/* The signal must wait for who waits for it, not end the process: it is blocked in all threads. */
static void block_signal(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int pby_sleepers__run(uint32_t nr, uint32_t *at_once)
{
	struct sleeper *sleepers = calloc(nr, sizeof(*sleepers));
	pthread_attr_t attr;
	uint32_t started = 0;
	int rc = 0;

	*at_once = 0;
	if (!sleepers)
		return -ENOMEM;
	block_signal();
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	for (; !rc && started < nr; started += !rc)
		rc = -pthread_create(&sleepers[started].thread, &attr, sleep_once, &sleepers[started]);
	if (!rc)
		rc = wait_until_asleep(sleepers, nr, at_once);
	for (uint32_t i = 0; i < started; i++)
		pthread_kill(sleepers[i].thread, SIGUSR1);
	for (uint32_t i = 0; i < started; i++)
		pthread_join(sleepers[i].thread, NULL);
	pthread_attr_destroy(&attr);
	free(sleepers);
	return rc;
}
