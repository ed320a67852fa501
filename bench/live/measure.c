// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * measure.c: how long one look at made-up kernel memory takes, and the judgement behind it, and in how much memory.
 *
 * usage: measure TASKS BLOCKED...   a row for each pair
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "made.h"
#include "model/hang/hang.h"
#include "model/kernel.h"
#include "report/hang.h"
#include "source/live/assembly.h"
#include "source/live/kmemory.h"
#include "source/live/kview.h"

enum { ROUNDS = 5, SYMBOLS = 150000, LIMIT_MS = 1000, LIMIT_MB = 64 };

/* What a round took; in memory shared with the child that did it. */
struct round {
	double open_ms, look_ms, judge_ms;
	uint32_t tasks, waiting, named;
};

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* As many symbols as a kernel has; one of them is a slow path. */
static void make_symbols(struct pby_kernel *k)
{
	char name[32];

	pby_symbols__add(&k->syms, pby_text__str("__mutex_lock.constprop.0"), MADE_TEXT_START, 't', false);
	for (uint32_t i = 1; i < SYMBOLS; i++) {
		snprintf(name, sizeof(name), "made_function_%u", i);
		pby_symbols__add(&k->syms, pby_text__str(name), MADE_TEXT_START + i * 256ULL, 't', false);
	}
	k->symbols.read = PBY_YES;
}

static int load_kernel(struct pby_kernel *k)
{
	struct btf *btf = btf__load_vmlinux_btf();

	if (!btf || pby_types__index(&k->types, btf))
		return -1;
	k->btf.read = PBY_YES;
	make_symbols(k);
	return 0;
}

/* One look and one judgement, with the kernel known already. */
static void look(const struct pby_kernel *k, int fd, struct round *round)
{
	size_t size = 512 << 20;
	struct pby_region *region = mmap(NULL, size, PROT_READ | PROT_WRITE,
					 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	struct pby_live_memory out = { 0 };
	struct pby_kmem core;
	struct pby_live_question q = { .kernel = k, .hz = 250, .core = &core };
	struct pby_kview view = { .mem = { .fd = -1 } };
	struct pby_assembly assembly;
	struct pby_live live;
	struct pby_hang hang;
	struct pby_err err;
	double start = now_ms(), opened, looked;

	pby_arena__init_fixed(&region->arena, region + 1, size - sizeof(*region));
	if (pby_kmem__open(&core, dup(fd), "made", &err) || pby_live_memory__open(&view, &q, &out, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	opened = now_ms();
	if (pby_live_memory__look(&view, &q, &out, region, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	looked = now_ms();
	pby_assembly__start(&assembly, &live, &err);
	pby_assembly__memory(&assembly, &out);
	pby_assembly__end(&assembly);
	pby_hang__judge(&hang, &live.dump);
	json_object_put(pby_hang__json(&hang));
	*round = (struct round){ .open_ms = opened - start, .look_ms = looked - opened, .judge_ms = now_ms() - looked,
				 .tasks = out.tasks.nr };
	for (uint32_t i = 0; i < out.tasks.nr; i++)
		round->waiting += out.tasks.items[i].lock >= 0;
	for (uint32_t i = 0; i < out.locks.nr; i++)
		round->named += out.locks.items[i].owner == PBY_OWNER_TASK;
}

/* The best of some rounds, each in a process of its own, and the largest of them. */
static int measure(const struct pby_kernel *k, uint32_t nr_tasks, uint32_t nr_blocked, uint32_t task_size, double *base)
{
	struct round *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), best = { 0 };
	struct pby_layout layout;
	struct rusage use = { 0 };
	struct made made;
	double total;
	long kb = 0;

	pby_layout__read(&layout, &k->types);
	if (made__make(&made, &layout, task_size, nr_tasks, nr_blocked))
		return -1;
	for (int i = 0; i < ROUNDS; i++) {
		pid_t pid = fork();
		int status;

		if (!pid) {
			look(k, made.fd, shared);
			_exit(0);
		}
		if (wait4(pid, &status, 0, &use) != pid || status)
			return -1;
		kb = use.ru_maxrss > kb ? use.ru_maxrss : kb;
		if (!i || shared->look_ms + shared->judge_ms < best.look_ms + best.judge_ms)
			best = *shared;
	}
	close(made.fd);
	if (best.tasks != nr_tasks || best.waiting != nr_blocked || best.named != made.nr_locks) {
		fprintf(stderr, "%u of %u tasks, %u of %u waits, %u of %u owners were found\n", best.tasks, nr_tasks,
			best.waiting, nr_blocked, best.named, made.nr_locks);
		return -1;
	}
	total = best.look_ms + best.judge_ms;
	if (!*base)
		*base = total / nr_tasks;
	printf("%7u %8u %9.1f %9.1f %9.2f %9.2f %8.0f %8.3f %8.3f\n", nr_tasks, nr_blocked, best.look_ms, best.judge_ms,
	       total * 1e3 / nr_tasks, total / nr_tasks / *base, kb / 1024.0, total / LIMIT_MS, kb / 1024.0 / LIMIT_MB);
	return 0;
}

int main(int argc, char **argv)
{
	struct pby_kernel kernel = { 0 };
	double base = 0;
	int64_t size;

	if (argc < 3 || load_kernel(&kernel)) {
		fprintf(stderr, "measure: needs pairs of numbers, and BTF of this kernel\n");
		return 2;
	}
	size = pby_types__size(&kernel.types, "task_struct");
	printf("%7s %8s %9s %9s %9s %9s %8s %8s %8s\n", "tasks", "blocked", "look ms", "judge ms", "us/task", "x first",
	       "MB", "of 1 s", "of 64 MB");
	for (int i = 1; i + 1 < argc; i += 2)
		if (measure(&kernel, (uint32_t)strtoul(argv[i], NULL, 10), (uint32_t)strtoul(argv[i + 1], NULL, 10),
			    (uint32_t)size, &base))
			return 1;
	pby_kernel__free(&kernel);
	return 0;
}
