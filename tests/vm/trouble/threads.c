// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-threads: many threads that write the same text to the same file at the same time, again and again.
 *
 * usage: pby-threads NUMBER ROUNDS FILE TEXT
 *
 * Prints "started" when all threads are about to write, and "done" at the end. With the test module's `sleep` file all
 * of them sleep in one kernel function; with `enter` all of them queue up for one lock.
 */
#include <fcntl.h>
#include <pthread.h>

#include "guest.h"

struct work {
	pthread_barrier_t start;
	unsigned long rounds;
	const char *file, *text;
};

static void *write_often(void *data)
{
	struct work *work = data;
	int file = open(work->file, O_WRONLY);
	size_t size = strlen(work->text);

	if (file < 0)
		guest__die(work->file);
	pthread_barrier_wait(&work->start);
	for (unsigned long i = 0; i < work->rounds; i++)
		if (pwrite(file, work->text, size, 0) != (ssize_t)size)
			guest__die(work->file);
	close(file);
	return NULL;
}

int main(int argc, char **argv)
{
	struct work work;
	unsigned long nr;
	pthread_t *threads;

	guest__or_die("pby-threads");
	if (argc != 5) {
		fprintf(stderr, "usage: pby-threads NUMBER ROUNDS FILE TEXT\n");
		return 2;
	}
	nr = guest__number(argv[1]);
	work.rounds = guest__number(argv[2]);
	work.file = argv[3];
	work.text = argv[4];
	threads = calloc(nr, sizeof(*threads));
	if (!threads || pthread_barrier_init(&work.start, NULL, nr + 1))
		guest__die("threads");
	for (unsigned long i = 0; i < nr; i++)
		if ((errno = pthread_create(&threads[i], NULL, write_often, &work)))
			guest__die("thread");
	pthread_barrier_wait(&work.start);
	guest__say("started");
	for (unsigned long i = 0; i < nr; i++)
		pthread_join(threads[i], NULL);
	guest__say("done");
	free(threads);
	return 0;
}
