// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * cost.c: nanoseconds that a contended wait costs more, for probity's programs and for those of peers.
 *
 * usage: cost LOCKS.bpf.o PEER.bpf.o [PAIRS]
 *
 * The real programs are loaded but not attached: BPF_PROG_TEST_RUN calls begin and end in turn, with an address of the
 * kernel that can be read, so that owner words are read as ever. What the call itself costs is measured with programs
 * that do nothing, and taken off. Short rounds of all are interleaved: the best ones were not disturbed by others.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bpf/locks.h"

enum { ROUNDS = 101, MUTEX = 32, READ = 2 };

struct pair {
	const char *name;
	int begin, end;		/* descriptors of programs */
	int locks;		/* of probity's table of locks, or -1 */
	uint64_t flags;
	double ns[ROUNDS];
};

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}

/* Two programs and the maps that they need. */
static struct bpf_object *load(const char *path, const char *begin, const char *end,
			       const struct pby_locks_settings *settings)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *p;
	struct bpf_map *m;
	size_t size;

	if (libbpf_get_error(object))
		return NULL;
	bpf_object__for_each_program(p, object)
		bpf_program__set_autoload(p, !strcmp(bpf_program__name(p), begin) ||
					     !strcmp(bpf_program__name(p), end));
	bpf_object__for_each_map(m, object) {
		const void *now = bpf_map__initial_value(m, &size);
		char *data;

		if (!settings || !now || !strstr(bpf_map__name(m), ".rodata") || size < sizeof(*settings))
			continue;
		/* The settings are the first of the constants; verify() would notice if not. */
		data = malloc(size);
		memcpy(data, now, size);
		memcpy(data, settings, sizeof(*settings));
		bpf_map__set_initial_value(m, data, size);
		free(data);
	}
	return bpf_object__load(object) ? NULL : object;
}

static int program(struct bpf_object *object, const char *name)
{
	return bpf_program__fd(bpf_object__find_program_by_name(object, name));
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void call(int fd, uint64_t *args)
{
	LIBBPF_OPTS(bpf_test_run_opts, o, .ctx_in = args, .ctx_size_in = 2 * sizeof(*args));

	if (bpf_prog_test_run_opts(fd, &o)) {
		perror("BPF_PROG_TEST_RUN");
		exit(3);
	}
}

static uint64_t kernel_address(void)
{
	FILE *f = fopen("/proc/kallsyms", "r");
	unsigned long long addr = 0;
	char name[128] = "";

	while (f && strcmp(name, "_stext") && fscanf(f, "%llx %*c %127s%*[^\n]", &addr, name) >= 1)
		;
	if (f)
		fclose(f);
	return strcmp(name, "_stext") ? 0 : addr;
}

static double measure(const struct pair *p, uint64_t lock, unsigned long pairs)
{
	uint64_t begin[2] = { lock, p->flags }, end[2] = { lock, 0 };
	double start = now_ns();

	for (unsigned long i = 0; i < pairs; i++) {
		call(p->begin, begin);
		call(p->end, end);
	}
	return (now_ns() - start) / pairs;
}

/* Did the programs do their work? */
static void verify(const struct pair *p, uint64_t lock, uint64_t pairs)
{
	struct pby_locks_row row = { 0 };

	if (p->locks < 0)
		return;
	if (bpf_map_lookup_elem(p->locks, &lock, &row) || row.depth ||
	    row.waits[0].ended + row.waits[1].ended != pairs || row.waits[0].begun + row.waits[1].begun != pairs) {
		fprintf(stderr, "%s: not every wait was counted\n", p->name);
		exit(3);
	}
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
	unsigned long pairs = argc > 3 ? strtoul(argv[3], NULL, 0) : 1000;
	struct pby_locks_settings lean = { .stacks_above_ns = ~0ull, .task_storage = 1 };
	struct pby_locks_settings hash = { .stacks_above_ns = ~0ull }, all = { .task_storage = 1 };
	const struct {
		const char *name, *begin, *end;
		const struct pby_locks_settings *settings;
		uint64_t flags;
	} rows[] = {
		{ "empty programs", "empty_begin", "empty_end", NULL, 0 },
		{ "probity, mutex", "begin_raw_tp", "end_raw_tp", &lean, MUTEX },
		{ "probity, rwsem", "begin_raw_tp", "end_raw_tp", &lean, READ },
		{ "probity, hash in place of task storage", "begin_raw_tp", "end_raw_tp", &hash, MUTEX },
		{ "probity, a stack of each wait", "begin_raw_tp", "end_raw_tp", &all, MUTEX },
		{ "a script: start by thread, sum by lock", "script_begin", "script_end", NULL, 0 },
		{ "a tool: start and stack, sum by stack", "tool_begin", "tool_end", NULL, 0 },
	};
	enum { NR = sizeof(rows) / sizeof(rows[0]) };
	struct pair p[NR];
	uint64_t lock = kernel_address();
	double floor_ns;
	cpu_set_t one;

	if (argc < 3)
		return 2;
	libbpf_set_print(quiet);
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	for (int i = 0; i < NR; i++) {
		struct bpf_object *o = load(rows[i].settings ? argv[1] : argv[2], rows[i].begin, rows[i].end,
					    rows[i].settings);

		if (!o) {
			fprintf(stderr, "%s: cannot be loaded here\n", rows[i].name);
			return 3;
		}
		p[i] = (struct pair){ rows[i].name, program(o, rows[i].begin), program(o, rows[i].end),
				      rows[i].settings ? bpf_object__find_map_fd_by_name(o, "locks") : -1,
				      rows[i].flags, { 0 } };
		measure(&p[i], lock, 1000);
	}
	for (int r = 0; r < ROUNDS; r++)
		for (int i = 0; i < NR; i++)
			p[i].ns[r] = measure(&p[i], lock, pairs);
	for (int i = 0; i < NR; i++)
		verify(&p[i], lock, 1000 + ROUNDS * pairs);
	for (int i = 0; i < NR; i++)
		qsort(p[i].ns, ROUNDS, sizeof(double), by_size);
	floor_ns = p[0].ns[0];
	printf("%-42s %6s %8s %8s %7s\n", "ns for each begin/end pair", "best", "quarter", "median", "ratio");
	for (int i = 1; i < NR; i++)
		printf("%-42s %6.0f %8.0f %8.0f %7.2f\n", p[i].name, p[i].ns[0] - floor_ns,
		       p[i].ns[ROUNDS / 4] - p[0].ns[ROUNDS / 4], p[i].ns[ROUNDS / 2] - p[0].ns[ROUNDS / 2],
		       (p[i].ns[0] - floor_ns) / (p[1].ns[0] - floor_ns));
	printf("two calls of BPF_PROG_TEST_RUN with empty programs: %.0f ns, taken off; ratio: of the best, to the first\n",
	       floor_ns);
	return 0;
}
