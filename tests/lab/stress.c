// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * stress.c: every pool on real threads, with owners and counts watched; built with
 * ThreadSanitizer by tests/lab/stress. Each holder counts its object's word up: plainly in
 * pby_pool, so that ThreadSanitizer sees whether get and put order it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "lab/pool_run.h"
#include "probity/pool.h"

enum { THREADS = 4, ROUNDS = 20000 };

static int nr_tests;

static int report(bool ok, const char *name, const char *got)
{
	printf("%sok %d - %s%s%s\n", ok ? "" : "not ", ++nr_tests, name, ok ? "" : ": ", ok ? "" : got);
	return !ok;
}

static int lab_pools_hold(void)
{
	int bad = 0;

	for (size_t i = 0; i < lab_nr_pools; i++) {
		for (int krp = 0; krp < 2; krp++) {
			struct lab_pool_run r = {
				.pool = &lab_pools[i], .threads = THREADS, .owners = true, .duration_ns = 200000000,
				.mix = { .bulk = krp ? 1 : 2, .kretprobe = krp },
			};
			struct lab_pool_point p;
			char name[64], got[128] = "";
			bool ok = !lab_pool__measure(&r, &p, NULL);

			snprintf(name, sizeof(name), "%s, %s", lab_pools[i].name, krp ? "kretprobe" : "raw");
			if (ok)
				snprintf(got, sizeof(got), "%s, %ld lost", p.violation ? p.violation : "-", (long)p.lost);
			bad += report(ok && !p.violation && !p.lost && p.per_s > 0, name, got);
		}
	}
	return bad;
}

static void *worker(void *arg)
{
	struct pby_pool *pool = arg;
	long got = 0;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t *obj = pby_pool__get(pool);

		if (!obj)
			continue;
		(*obj)++;
		got++;
		pby_pool__put(pool, obj);
	}
	return (void *)got;
}

static int pool_holds(void)
{
	struct pby_pool *pool = pby_pool__new(3, sizeof(uint64_t), PBY_POOL_SHARED);
	pthread_t threads[THREADS];
	uint64_t got = 0, counted = 0, *obj;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, worker, pool);
	for (int i = 0; i < THREADS; i++) {
		void *n;

		pthread_join(threads[i], &n);
		got += (long)n;
	}
	while ((obj = pby_pool__get(pool)))
		counted += *obj;
	pby_pool__free(pool);
	return report(got == counted, "pby_pool, shared stack", "a count was lost");
}

int main(void)
{
	int bad = lab_pools_hold() + pool_holds();

	printf("1..%d\n", nr_tests);
	return bad != 0;
}
