// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* events.c: how fast invented contention is folded, whether it comes out as it was, and whether memory grows. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "model/contention/fold.h"
#include "support/lock_world.h"

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long resident_kb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

/* The peer: the same events, invented and added up by type only. */
static double invent(const struct lock_world_options *o, uint64_t nr)
{
	struct lock_world *w = lock_world__new(o);
	uint64_t sums[PBY_LOCK_EVENT_TYPES] = { 0 };
	struct pby_lock_event e;
	double start = seconds(), took;

	for (uint64_t i = 0; i < nr; i++) {
		lock_world__next(w, &e);
		sums[e.type] += e.ns;
	}
	took = seconds() - start;
	lock_world__free(w);
	return sums[PBY_LOCK_BEGIN] ? took : 0;
}

int main(int argc, char **argv)
{
	uint64_t nr = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000000;
	struct lock_world_options o = { .seed = 7, .tasks = 2000, .locks = 500, .lost_ends = 1000, .shuffle = 16 };
	struct lock_world *w = lock_world__new(&o);
	struct pby_fold *f = pby_fold__new(NULL);
	struct pby_lock_event e;
	struct pby_contention c;
	const char *differs;
	long warm_kb = 0, end_kb;
	double start = seconds(), took, alone;
	uint64_t n = 0;

	if (!w || !f)
		return 1;
	while (n < nr || !lock_world__settled(w)) {
		lock_world__next(w, &e);
		pby_fold__event(f, &e);
		if (++n == nr / 10)
			warm_kb = resident_kb();
	}
	pby_fold__flush(f);
	took = seconds() - start;
	end_kb = resident_kb();
	if (pby_fold__snapshot(f, 0, &c))
		return 1;
	differs = lock_world__differs(w, &c);
	alone = invent(&o, nr);
	printf("%llu M events of %u tasks at %u locks, one end in %u lost, out of order within %u\n",
	       (unsigned long long)(n / 1000000), o.tasks, o.locks, o.lost_ends, o.shuffle);
	printf("%.1f M events/s of processor time (%.0f ns each, inventing them %.0f ns: folding is %.1f times that)\n",
	       (double)n / took / 1e6, took / (double)n * 1e9, alone / (double)nr * 1e9, (took - alone) / alone);
	printf("memory after a tenth of the events %ld kB, after all of them %ld kB\n", warm_kb, end_kb);
	printf("%u tasks wait, %llu ends lost, %s\n", c.waiters.nr, (unsigned long long)c.loss.lost_ends,
	       differs ? differs : "every lock, waiter and sum as invented");
	pby_contention__free(&c);
	pby_fold__free(f);
	lock_world__free(w);
	return differs != NULL || end_kb > warm_kb + 1024;
}
