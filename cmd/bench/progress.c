// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* progress.c: how far it is, how long it will take, and whether to stop. */
#include "cmd/bench/bench.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 79 };

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void bench_progress__begin(struct bench_progress *p, const char *what)
{
	*p = (struct bench_progress){ what, now_s(), 0, isatty(STDERR_FILENO) };
	p->said_s = p->begin_s;
}

/* On a terminal one line is renewed; elsewhere a line every ten seconds is enough. */
void bench_progress__say(struct bench_progress *p, double share, const char *now)
{
	double at = now_s(), took = at - p->begin_s;
	char line[LINE + 1], left[32] = "";

	if (at - p->said_s < (p->terminal ? 0.2 : 10))
		return;
	p->said_s = at;
	if (share > 0.02)
		snprintf(left, sizeof(left), ", %.0f s left", took / share - took);
	snprintf(line, sizeof(line), "bench %s: %.0f %%%s: %s", p->what, share * 100, left, now);
	if (p->terminal)
		fprintf(stderr, "\r%-*s", LINE, line);
	else
		fprintf(stderr, "%s\n", line);
}

void bench_progress__end(struct bench_progress *p)
{
	if (p->terminal)
		fprintf(stderr, "\r%*s\r", LINE, "");
}

/* The one variable of this program that a signal writes. */
static volatile sig_atomic_t stop_asked;

static void on_signal(int sig)
{
	(void)sig;
	stop_asked = 1;
}

void bench_stop__catch(void)
{
	/* The second one ends the program at once: what is attached goes with its child then. */
	const struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

bool bench_stop__asked(void)
{
	return stop_asked;
}
