// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-target: a process to hang user-space probes on: functions whose first instruction is known, called in a loop.
 *
 * usage: pby-target FUNCTION CALLS [THREADS [MAPPERS]]
 *        pby-target FUNCTION where      prints at which offset of the file it begins
 *
 * FUNCTION, and what it begins with: push (push %rbp, emulated by the kernel), nop5 (the 5-byte nop that 6.18 and later
 * can turn into a system call), ret (nothing but a return), sleep (goes to sleep for ever, so that its return is awaited).
 * The functions are called pby_target_push and so on. Prints "ready", waits for a line on its input, calls CALLS times
 * in each thread, prints "done", and waits again; ends when its input does. As long as they call, MAPPERS more threads
 * map, use, empty and unmap memory. SIGUSR1 ends the calls sooner.
 */
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#include "guest.h"

void pby_target_push(void);
void pby_target_nop5(void);
void pby_target_ret(void);
void pby_target_sleep(void);

__asm__(".text\n"
	".globl pby_target_push\n.type pby_target_push, @function\n"
	"pby_target_push: push %rbp\n mov %rsp, %rbp\n pop %rbp\n ret\n.size pby_target_push, . - pby_target_push\n"
	".globl pby_target_nop5\n.type pby_target_nop5, @function\n"
	"pby_target_nop5: .byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n ret\n.size pby_target_nop5, . - pby_target_nop5\n"
	".globl pby_target_ret\n.type pby_target_ret, @function\n"
	"pby_target_ret: ret\n.size pby_target_ret, . - pby_target_ret\n");

/* The statement behind the call keeps it from becoming a jump. */
__attribute__((noinline)) void pby_target_sleep(void)
{
	pause();
	__asm__ volatile("");
}

static const struct {
	const char *name;
	void (*call)(void);
} functions[] = {
	{ "push", pby_target_push },
	{ "nop5", pby_target_nop5 },
	{ "ret", pby_target_ret },
	{ "sleep", pby_target_sleep },
};

static volatile sig_atomic_t enough;

static void end_calls(int signal)
{
	(void)signal;
	enough = 1;
}

struct work {
	void (*call)(void);
	unsigned long calls;
	_Atomic unsigned long calling;	/* threads that still do */
};

static void *call_often(void *data)
{
	struct work *work = data;

	for (unsigned long i = 0; i < work->calls && !enough; i++)
		work->call();
	atomic_fetch_sub(&work->calling, 1);
	return NULL;
}

static void *map_often(void *data)
{
	enum { SIZE = 1 << 16 };
	struct work *work = data;

	while (atomic_load(&work->calling)) {
		char *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			guest__die("mmap");
		*memory = 1;
		madvise(memory, SIZE, MADV_DONTNEED);
		munmap(memory, SIZE);
	}
	return NULL;
}

static void call_in_threads(struct work *work, pthread_t *threads, unsigned long callers, unsigned long nr)
{
	atomic_store(&work->calling, callers);
	for (unsigned long i = 0; i < nr; i++)
		if ((errno = pthread_create(&threads[i], NULL, i < callers ? call_often : map_often, work)))
			guest__die("thread");
	for (unsigned long i = 0; i < nr; i++)
		pthread_join(threads[i], NULL);
}

/* The program headers of this very process say what of the file lies where. */
static int say_where(void (*call)(void))
{
	const ElfW(Phdr) *ph = (const void *)getauxval(AT_PHDR);
	uintptr_t addr = (uintptr_t)call, base = 0;

	for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++)
		if (ph[i].p_type == PT_PHDR)
			base = (uintptr_t)ph - ph[i].p_vaddr;
	for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
		if (ph[i].p_type != PT_LOAD || addr - base - ph[i].p_vaddr >= ph[i].p_filesz)
			continue;
		printf("%lu\n", (unsigned long)(addr - base - ph[i].p_vaddr + ph[i].p_offset));
		return 0;
	}
	return 1;
}

int main(int argc, char **argv)
{
	struct work work = { 0 };
	unsigned long nr_threads, nr_mappers;
	pthread_t *threads;
	char line[16];

	guest__or_die("pby-target");
	for (size_t i = 0; argc > 1 && i < sizeof(functions) / sizeof(functions[0]); i++)
		if (!strcmp(functions[i].name, argv[1]))
			work.call = functions[i].call;
	if (work.call && argc == 3 && !strcmp(argv[2], "where"))
		return say_where(work.call);
	if (!work.call || argc < 3 || argc > 5) {
		fprintf(stderr, "usage: pby-target push|nop5|ret|sleep CALLS [THREADS [MAPPERS]]\n");
		return 2;
	}
	work.calls = guest__number(argv[2]);
	nr_threads = argc > 3 ? guest__number(argv[3]) : 1;
	nr_mappers = argc > 4 ? guest__number(argv[4]) : 0;
	threads = calloc(nr_threads + nr_mappers, sizeof(*threads));
	if (!threads)
		guest__die("threads");
	signal(SIGUSR1, end_calls);
	guest__say("ready");
	while (fgets(line, sizeof(line), stdin)) {
		enough = 0;
		call_in_threads(&work, threads, nr_threads, nr_threads + nr_mappers);
		guest__say("done");
	}
	free(threads);
	return 0;
}
