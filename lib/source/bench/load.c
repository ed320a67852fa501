// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* load.c: busy processes, one on each CPU. */
#define _GNU_SOURCE
#include "source/bench/load.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void be_busy(pid_t parent, uint32_t cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		for (int i = 0; i < 1000; i++)
			syscall(SYS_getuid);
	_exit(0);
}

int pby_bench_load__start(struct pby_bench_load *load, const uint32_t *cpus, uint32_t nr)
{
	pid_t me = getpid();

	load->nr = 0;
	for (uint32_t i = 0; i < nr && i < PBY_BENCH_MAX_LOAD; i++) {
		pid_t pid = fork();

		if (pid < 0) {
			int rc = -errno;

			pby_bench_load__stop(load);
			return rc;
		}
		if (!pid)
			be_busy(me, cpus[i]);
		load->pids[load->nr++] = pid;
	}
	return 0;
}

void pby_bench_load__stop(struct pby_bench_load *load)
{
	for (uint32_t i = 0; i < load->nr; i++)
		kill(load->pids[i], SIGKILL);
	for (uint32_t i = 0; i < load->nr; i++)
		while (waitpid(load->pids[i], NULL, 0) < 0 && errno == EINTR)
			;
	load->nr = 0;
}
