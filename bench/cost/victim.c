// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * victim.c: calls functions whose first instruction is known, in a loop with work between the calls, for ever.
 *
 * usage: victim FUNCTION WORK...	FUNCTION: nop5, push, ret; WORK: turns of a loop between two calls
 *
 * Prints "NAME OFFSET" of each function (in this file) and then, for each line read, "CALLS NANOSECONDS": calls
 * made so far and CPU time of the calling thread so far. Ends when its input does.
 */
#define _GNU_SOURCE
#include <link.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void victim_nop5(void);
void victim_push(void);
void victim_ret(void);

__asm__(".text\n.balign 64\n"
	".globl victim_nop5\n.type victim_nop5, @function\n"
	"victim_nop5: .byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n ret\n.size victim_nop5, . - victim_nop5\n.balign 64\n"
	".globl victim_push\n.type victim_push, @function\n"
	"victim_push: push %rbp\n mov %rsp, %rbp\n pop %rbp\n ret\n.size victim_push, . - victim_push\n.balign 64\n"
	".globl victim_ret\n.type victim_ret, @function\n"
	"victim_ret: ret\n.size victim_ret, . - victim_ret\n.balign 64\n");

static const struct {
	const char *name;
	void (*call)(void);
} functions[] = { { "nop5", victim_nop5 }, { "push", victim_push }, { "ret", victim_ret } };

/* What the loop has done; read by the other thread. */
struct work {
	void (*call)(void);
	uint32_t turns;
	uint64_t calls;
	clockid_t clock;
};

static void *loop(void *data)
{
	struct work *w = data;
	uint64_t x = 3;

	for (;;) {
		w->call();
		/*
		 * A chain of multiplications takes the same time whatever ran before. (An empty loop on a variable
		 * in memory does not: it runs from renamed registers until a trap makes the CPU forget them.)
		 */
		for (uint32_t i = 0; i < w->turns; i++)
			__asm__ volatile("imul %0, %0" : "+r"(x));
		__atomic_store_n(&w->calls, w->calls + 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

static int show_offset(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	for (size_t f = 0; f < sizeof(functions) / sizeof(functions[0]); f++)
		for (int i = 0; i < info->dlpi_phnum; i++) {
			const ElfW(Phdr) *p = &info->dlpi_phdr[i];
			uint64_t start = info->dlpi_addr + p->p_vaddr, at = (uintptr_t)functions[f].call;

			if (p->p_type == PT_LOAD && at >= start && at < start + p->p_filesz)
				printf("%s %llu\n", functions[f].name, (unsigned long long)(at - start + p->p_offset));
		}
	return 1;	/* the first object is the program itself */
}

int main(int argc, char **argv)
{
	struct work w = { 0 };
	pthread_t thread;
	char line[16];

	for (size_t f = 0; argc == 3 && f < sizeof(functions) / sizeof(functions[0]); f++)
		if (!strcmp(functions[f].name, argv[1]))
			w.call = functions[f].call;
	if (!w.call) {
		fprintf(stderr, "usage: victim nop5|push|ret WORK\n");
		return 2;
	}
	w.turns = (uint32_t)strtoul(argv[2], NULL, 10);
	dl_iterate_phdr(show_offset, NULL);
	printf("\n");
	fflush(stdout);
	if (pthread_create(&thread, NULL, loop, &w) || pthread_getcpuclockid(thread, &w.clock))
		return 1;
	while (fgets(line, sizeof(line), stdin)) {
		struct timespec ts;

		clock_gettime(w.clock, &ts);
		printf("%llu %llu\n", (unsigned long long)__atomic_load_n(&w.calls, __ATOMIC_RELAXED),
		       ts.tv_sec * 1000000000ull + (unsigned long long)ts.tv_nsec);
		fflush(stdout);
	}
	return 0;
}
