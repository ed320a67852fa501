// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch_ticks.c: the child that samples. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "source/cost/ticks.h"
#include "source/cost/watch.h"

enum { MIN_HZ = 19, MAX_HZ = 997 };
static const double emptying_s = 0.25;	/* a ring holds a thousand ticks: a second of the fastest clock */

static uint32_t choose_hz(const struct pby_meter_request *r, double price_ns)
{
	long nr = sysconf(_SC_NPROCESSORS_ONLN);
	double hz = price_ns > 0 && nr > 0 ? PBY_METER_TICKS_LIMIT * 1e9 / price_ns / (double)nr : MAX_HZ;

	if (r->hz)
		return r->hz;
	/* An odd rate does not keep step with what happens every so many milliseconds. */
	return hz < MIN_HZ ? MIN_HZ : hz > MAX_HZ ? MAX_HZ : (uint32_t)hz | 1;
}

/*
 * How long each CPU was idle since boot, from /proc/stat: "cpu0 user nice system idle iowait ...", in ticks of
 * the user interface.
 */
static void idle_times(struct pby_arena *arena, struct pby_cost_seen *seen, double sign, double seconds)
{
	int fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
	char text[65536];
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text));
	struct pby_text t = pby_text__of(text, n > 0 ? (size_t)n : 0), line;
	double hz = (double)sysconf(_SC_CLK_TCK);

	if (fd >= 0)
		close(fd);
	while (pby_text__line(&t, &line)) {
		uint64_t cpu, fields[5] = { 0 };
		double *at;

		if (!pby_text__eat(&line, "cpu") || !pby_text__u64(&line, &cpu) || cpu > UINT16_MAX)
			continue;
		for (int i = 0; i < 5; i++) {
			pby_text__skip_blanks(&line);
			pby_text__u64(&line, &fields[i]);
		}
		while (seen->cpu_busy_s.nr <= cpu) {
			at = PBY_PUSH(arena, &seen->cpu_busy_s);
			if (!at)
				return;
		}
		seen->cpu_busy_s.items[cpu] += seconds - sign * (double)(fields[3] + fields[4]) / hz;
	}
}

void pby_watch__ticks(struct pby_region *region, void *arg)
{
	const struct pby_meter_request *r = arg;
	struct pby_watch *w = pby_watch__begin(region);
	struct pby_cost_seen *seen = w ? &w->seen : NULL;
	struct pby_ticks ticks;
	double start;
	int rc;

	if (!w)
		return;
	seen->samples_why = "opening a sampling clock: no answer";
	pby_region__doing(region, "perf_event_open");
	seen->sample_ns = r->sample_ns > 0 ? r->sample_ns : pby_ticks__price();
	rc = pby_ticks__open(&ticks, choose_hz(r, seen->sample_ns), &region->arena);
	seen->samples_why = ticks.why;
	if (rc)
		return;
	seen->clock = ticks.clock;
	seen->tick_ns = ticks.period_ns;
	seen->nr_cpus = ticks.nr;
	if (ticks.clock == PBY_CLOCK_CYCLES)
		idle_times(&region->arena, seen, -1, 0);
	start = pby_watch__now();
	while (pby_watch__sleep(region, w, emptying_s) && pby_watch__now() - start < r->seconds) {
		pby_ticks__take(&ticks, &region->arena, seen);
		seen->seconds = pby_watch__now() - start;
	}
	pby_ticks__take(&ticks, &region->arena, seen);
	seen->seconds = pby_watch__now() - start;
	if (ticks.clock == PBY_CLOCK_CYCLES)
		idle_times(&region->arena, seen, 1, seen->seconds);
	pby_ticks__close(&ticks);
	if (region->arena.failed)
		seen->samples_why = "more samples than memory was set aside for";
	w->cpu_s = pby_watch__cpu();
}
