// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ticks.c: opens the sampling clock and empties its rings. */
#define _GNU_SOURCE
#include "source/cost/ticks.h"

#include <asm/perf_regs.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PAGES = 64, DEPTH = 64 };

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/*
 * The caller's chain of the kernel only: of user mode one address is enough, and walking its stack
 * would read its memory.
 */
static struct perf_event_attr describe(enum pby_cost_clock clock, uint32_t hz)
{
	struct perf_event_attr a = { .size = sizeof(a) };

	a.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_CPU | PERF_SAMPLE_PERIOD |
			PERF_SAMPLE_CALLCHAIN | PERF_SAMPLE_REGS_USER;
	a.sample_regs_user = 1ull << PERF_REG_X86_IP;
	a.sample_max_stack = DEPTH;
	a.exclude_callchain_user = 1;
	a.exclude_idle = 1;
	a.exclude_hv = 1;
	if (clock == PBY_CLOCK_CYCLES) {
		a.type = PERF_TYPE_HARDWARE;
		a.config = PERF_COUNT_HW_CPU_CYCLES;
		a.freq = 1;
		a.sample_freq = hz;
	} else {
		a.type = PERF_TYPE_SOFTWARE;
		a.config = PERF_COUNT_SW_CPU_CLOCK;
		a.sample_period = 1000000000ull / hz;
	}
	return a;
}

static int open_on(struct pby_ticker *t, struct perf_event_attr *attr, int cpu)
{
	size_t size = (1 + PAGES) * page_size();
	int rc;

	t->fd = (int)syscall(SYS_perf_event_open, attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	if (t->fd < 0)
		return -errno;
	t->map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, t->fd, 0);
	if (t->map == MAP_FAILED) {
		rc = -errno;
		close(t->fd);
		return rc;
	}
	t->ring = (struct pby_perf_ring){ .data = (uint8_t *)t->map + page_size(),
					  .size = PAGES * page_size() };
	return 0;
}

static const char *reason(struct pby_arena *arena, int code)
{
	if (code == EACCES || code == EPERM)
		return "watching all CPUs needs CAP_PERFMON or kernel.perf_event_paranoid below 0";
	if (code == EMFILE)
		return "one perf event a CPU is more than the limit of open files";
	return pby_arena__printf(arena, "perf_event_open: %s", strerror(code));
}

/* Online CPUs need not be the first ones: those that are not there say ENODEV. */
static int open_all(struct pby_ticks *ticks, uint32_t hz, struct pby_arena *arena)
{
	struct perf_event_attr attr = describe(ticks->clock, hz);
	long nr = sysconf(_SC_NPROCESSORS_CONF);
	int rc, first = -ENODEV;

	ticks->nr = 0;
	ticks->period_ns = attr.freq ? 0 : attr.sample_period;
	ticks->tickers = pby_arena__alloc(arena, (size_t)(nr > 0 ? nr : 1) * sizeof(*ticks->tickers));
	if (!ticks->tickers)
		return -ENOMEM;
	for (long cpu = 0; cpu < nr; cpu++) {
		rc = open_on(&ticks->tickers[ticks->nr], &attr, (int)cpu);
		if (!rc) {
			ticks->nr++;
			continue;
		}
		if (rc == -ENODEV)
			continue;
		first = rc;
		ticks->why = reason(arena, -rc);
		/* What one CPU refuses for want of rights or of a PMU, all do. */
		if (!ticks->nr)
			break;
	}
	return ticks->nr ? 0 : first;
}

int pby_ticks__open(struct pby_ticks *ticks, uint32_t hz, struct pby_arena *arena)
{
	int rc;

	*ticks = (struct pby_ticks){ .clock = PBY_CLOCK_CYCLES };
	rc = open_all(ticks, hz, arena);
	if (rc != -ENOENT && rc != -EOPNOTSUPP && rc != -ENODEV)
		return rc;
	ticks->why = NULL;
	ticks->clock = PBY_CLOCK_CPU;
	return open_all(ticks, hz, arena);
}

static void keep(const struct pby_cost_sample *sample, struct pby_arena *arena, struct pby_cost_seen *seen)
{
	size_t size = sample->nr_chain * sizeof(*sample->chain);
	uint64_t *chain = size ? pby_arena__alloc(arena, size) : NULL;
	struct pby_cost_sample *s;

	if (size && chain)
		memcpy(chain, sample->chain, size);
	s = !size || chain ? PBY_PUSH(arena, &seen->samples) : NULL;
	if (!s) {
		seen->lost++;
		return;
	}
	*s = *sample;
	s->chain = chain;
}

static void take_ring(struct pby_ticker *t, struct pby_arena *arena, struct pby_cost_seen *seen)
{
	struct perf_event_mmap_page *page = t->map;
	uint8_t scratch[PBY_PERF_RECORD_MAX];
	struct pby_perf_record record;
	struct pby_cost_sample sample;
	uint64_t chain[DEPTH];

	t->ring.head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
	while (pby_perf_ring__next(&t->ring, scratch, &record)) {
		seen->lost += pby_perf_record__lost(&record);
		if (pby_perf_record__sample(&record, &sample, chain, DEPTH))
			keep(&sample, arena, seen);
	}
	__atomic_store_n(&page->data_tail, t->ring.tail, __ATOMIC_RELEASE);
}

void pby_ticks__take(struct pby_ticks *ticks, struct pby_arena *arena, struct pby_cost_seen *seen)
{
	for (uint32_t i = 0; i < ticks->nr; i++)
		take_ring(&ticks->tickers[i], arena, seen);
}

void pby_ticks__close(struct pby_ticks *ticks)
{
	for (uint32_t i = 0; i < ticks->nr; i++) {
		munmap(ticks->tickers[i].map, (1 + PAGES) * page_size());
		close(ticks->tickers[i].fd);
	}
	ticks->nr = 0;
}

static double cpu_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static double loop(void)
{
	double start = cpu_ns();

	for (volatile uint32_t i = 0; i < 1000000; i++)
		;
	return cpu_ns() - start;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double pby_ticks__price(void)
{
	enum { TURNS = 5, HZ_PRICE = 20000 };
	struct perf_event_attr attr = describe(PBY_CLOCK_CPU, HZ_PRICE);
	struct pby_ticker t = { 0 };
	double prices[TURNS], plain, ticked, price = 0;
	size_t size = (1 + PAGES) * page_size();

	attr.disabled = 1;
	t.fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	if (t.fd < 0)
		return 0;
	t.map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, t.fd, 0);
	if (t.map == MAP_FAILED) {
		close(t.fd);
		return 0;
	}
	for (int i = 0; i < TURNS; i++) {
		plain = loop();
		ioctl(t.fd, PERF_EVENT_IOC_ENABLE, 0);
		ticked = loop();
		ioctl(t.fd, PERF_EVENT_IOC_DISABLE, 0);
		/* Each turn of a loop that takes plain ns ticks every 1/HZ s of the time that it takes. */
		prices[i] = (ticked - plain) / (ticked * HZ_PRICE / 1e9);
	}
	qsort(prices, TURNS, sizeof(prices[0]), by_value);
	if (prices[TURNS / 2] > 0)
		price = prices[TURNS / 2];
	munmap(t.map, size);
	close(t.fd);
	return price;
}
