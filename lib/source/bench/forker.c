// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* forker.c: forks, exits, waits; how long fork() itself took is what counts. */
#define _GNU_SOURCE
#include "source/bench/forker.h"
#include "base/clock.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void fork_again_and_again(struct pby_forker_notes *notes, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent) {
		uint64_t nr = notes->nr;
		double begin = pby_clock__ns();
		pid_t pid;

		__atomic_store(&notes->begin_ns, &begin, __ATOMIC_RELEASE);
		pid = fork();
		if (!pid)
			_exit(0);
		notes->forks[nr % PBY_FORKER_RING].begin_ns = begin;
		notes->forks[nr % PBY_FORKER_RING].end_ns = pby_clock__ns();
		__atomic_store_n(&notes->nr, nr + 1, __ATOMIC_RELEASE);
		if (pid > 0)
			waitpid(pid, NULL, 0);
		/* It is to meet the registration, not to fill the CPU. */
		usleep(200);
	}
	_exit(0);
}

int pby_forker__start(struct pby_forker *f)
{
	pid_t me = getpid();

	f->pid = -1;
	f->notes = mmap(NULL, sizeof(*f->notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (f->notes == MAP_FAILED)
		return -errno;
	f->pid = fork();
	if (!f->pid)
		fork_again_and_again(f->notes, me);
	return f->pid < 0 ? -errno : 0;
}

void pby_forker__stop(struct pby_forker *f)
{
	if (f->pid > 0) {
		kill(f->pid, SIGKILL);
		while (waitpid(f->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (f->notes != MAP_FAILED)
		munmap(f->notes, sizeof(*f->notes));
	f->pid = -1;
}

double pby_forker__longest(const struct pby_forker *f, double from_ns, double to_ns)
{
	uint64_t nr = __atomic_load_n(&f->notes->nr, __ATOMIC_ACQUIRE);
	double longest = 0, begin, now = pby_clock__ns();

	for (uint64_t i = nr > PBY_FORKER_RING ? nr - PBY_FORKER_RING : 0; i < nr; i++) {
		begin = f->notes->forks[i % PBY_FORKER_RING].begin_ns;
		if (begin < to_ns && f->notes->forks[i % PBY_FORKER_RING].end_ns > from_ns &&
		    f->notes->forks[i % PBY_FORKER_RING].end_ns - begin > longest)
			longest = f->notes->forks[i % PBY_FORKER_RING].end_ns - begin;
	}
	/* One that is still stuck counts for as long as it has been. */
	__atomic_load(&f->notes->begin_ns, &begin, __ATOMIC_ACQUIRE);
	if (__atomic_load_n(&f->notes->nr, __ATOMIC_ACQUIRE) == nr && begin > 0 && begin < to_ns && now - begin > longest &&
	    (nr == 0 || begin > f->notes->forks[(nr - 1) % PBY_FORKER_RING].begin_ns))
		longest = now - begin;
	return longest;
}
