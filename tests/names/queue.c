// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * queue.c: threads that queue up for the mutex of a pipe of their own, by a chain of functions that is known: fill(),
 * into which put() and call() are inlined. Ends with its parent's signal, or after a minute.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

static int ends[2];
static char bytes[4096];

/* Without the C library, whose code is seldom compiled with frame pointers. */
ALWAYS_INLINE long call(long nr, long a, long b, long c)
{
#ifdef __x86_64__
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(nr), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return result;
#else
	return syscall(nr, a, b, c);
#endif
}

ALWAYS_INLINE void put(void)
{
	if (call(SYS_write, ends[1], (long)bytes, sizeof(bytes)) < 0)
		exit(1);
}

__attribute__((noinline)) static void fill(void)
{
	put();
	__asm__ volatile("");
}

static void *writer(void *unused)
{
	for (;;)
		fill();
	return unused;
}

int main(void)
{
	static char all[1 << 16];
	pthread_t thread;

	if (pipe(ends))
		return 1;
	for (int i = 0; i < 8; i++)
		if (pthread_create(&thread, NULL, writer, NULL))
			return 1;
	alarm(60);
	while (read(ends[0], all, sizeof(all)) > 0)
		;
	return 0;
}
