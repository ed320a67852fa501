// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * contend.c: takes a lock of the kernel many times, contended or not, and says what one time took.
 *
 * usage: contend, and lines on its standard input: "contended N" or "uncontended N". Each is answered by a line: the
 * nanoseconds of one lseek(), or "lost" when the lock changed hands meanwhile and the round is worth nothing.
 *
 * The lock is the one of a file's position, a mutex: lseek() does little else. Two cores do not contend often, so it is
 * made to last: one thread reads the file, another one queues behind it, and when the first is done, the second is kept
 * from running. Who takes the mutex now finds it free but with a waiter: it takes the slow path, one begin and one end
 * of contention, and gets it without sleeping. All threads share one CPU and the measuring one goes first, so that
 * neither the scheduler nor other load is measured.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILE_BYTES = 32 << 20, POLL_US = 50, POLLS = 2000 };

struct thread {
	pthread_t id;
	pid_t tid;
	int fd;
	char *buffer;
	sem_t go, done;
	volatile bool has;	/* it has, or had, the lock */
};

static void *holder(void *arg)
{
	struct thread *t = arg;

	for (;;) {
		sem_wait(&t->go);
		lseek(t->fd, 0, SEEK_SET);
		t->has = true;
		if (read(t->fd, t->buffer, FILE_BYTES) != FILE_BYTES)
			exit(3);
		sem_post(&t->done);
	}
	return NULL;
}

static void *waiter(void *arg)
{
	struct thread *t = arg;

	t->tid = gettid();
	sem_post(&t->done);
	for (;;) {
		sem_wait(&t->go);
		lseek(t->fd, 0, SEEK_CUR);
		t->has = true;
		sem_post(&t->done);
	}
	return NULL;
}

static void start(struct thread *t, void *(*run)(void *), int fd, char *buffer)
{
	t->fd = fd;
	t->buffer = buffer;
	sem_init(&t->go, 0, 0);
	sem_init(&t->done, 0, 0);
	if (pthread_create(&t->id, NULL, run, t))
		exit(3);
}

static void priority(pthread_t thread, int policy, int priority)
{
	struct sched_param p = { .sched_priority = priority };
	int error = pthread_setschedparam(thread, policy, &p);

	if (!error)
		return;
	fprintf(stderr, "contend: the order of threads cannot be set: %s\n", strerror(error));
	exit(3);
}

/* Waiting for a mutex is the only uninterruptible sleep of these threads. */
static bool queued(pid_t tid)
{
	char path[64], state = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	fclose(f);
	return state == 'D';
}

/* True: nobody has the lock, and one waits for it who cannot come. */
static bool make_queue(struct thread *h, struct thread *w)
{
	h->has = w->has = false;
	priority(h->id, SCHED_FIFO, 1);
	priority(w->id, SCHED_FIFO, 2);
	sem_post(&h->go);
	for (int i = 0; !h->has && i < POLLS; i++)
		usleep(POLL_US);
	sem_post(&w->go);
	for (int i = 0; !w->has && !queued(w->tid) && i < POLLS; i++)
		usleep(POLL_US);
	priority(w->id, SCHED_IDLE, 0);
	sem_wait(&h->done);
	return !w->has;
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static double burst(int fd, unsigned long n)
{
	double start = now_ns();

	for (unsigned long i = 0; i < n; i++)
		lseek(fd, 0, SEEK_CUR);
	return (now_ns() - start) / n;
}

int main(void)
{
	struct thread h = { 0 }, w = { 0 };
	/* In shared memory: its read() lets others run at each page. */
	int fd = open("/dev/shm", O_TMPFILE | O_RDWR, 0600);
	char *buffer = malloc(FILE_BYTES), line[64];
	cpu_set_t one;

	if (fd < 0 || !buffer)
		return 3;
	memset(buffer, 1, FILE_BYTES);
	if (pwrite(fd, buffer, FILE_BYTES, 0) != FILE_BYTES)
		return 3;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	start(&h, holder, fd, buffer);
	start(&w, waiter, fd, buffer);
	sem_wait(&w.done);
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		bool contended = !strncmp(line, "contended ", 10);
		unsigned long n = strtoul(strchr(line, ' ') ? strchr(line, ' ') : "", NULL, 10);
		bool ready;
		double ns;

		priority(pthread_self(), SCHED_FIFO, 10);
		ready = !contended || make_queue(&h, &w);
		ns = burst(fd, n);
		ready = ready && !(contended && w.has);
		priority(pthread_self(), SCHED_OTHER, 0);
		if (contended)
			sem_wait(&w.done);
		if (ready)
			printf("%.1f\n", ns);
		else
			puts("lost");
	}
	return 0;
}
