// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kperf.c: lets the clocks of the CPUs on which tasks run say where, for as long as the descriptors are open. */
#define _GNU_SOURCE
#include "source/live/krunning.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/root.h"
#include "base/text.h"

/* 256 KB for each CPU hold a quarter of a second and more of deep stacks; they are emptied ten times as often. */
enum { PAGE = 4096, RING = 64 * PAGE, STEP_MS = 20, TICKS_MS = 100, TICKS_ROUNDS = 20, PERIOD_NS = 1001001, MAX_RECORD = 1 << 16 };

struct cpu {
	int32_t nr;
	int fd;
	struct perf_event_mmap_page *ring;
};

struct sampler {
	const struct pby_kview *view;
	struct pby_live_memory *out;
	struct pby_arena *arena;
	struct cpu cpus[PBY_RUNNING_MAX];
	uint32_t nr;
	char record[MAX_RECORD];
};

/* The sum of a line "cpu3 1 2 3 ..." of /proc/stat: it only stands still where no tick comes. */
static uint64_t ticks_of(struct pby_text stat, int32_t cpu)
{
	struct pby_text line, word;
	uint64_t n, sum = 0;
	char name[24];

	snprintf(name, sizeof(name), "cpu%d ", cpu);
	while (pby_text__line(&stat, &line)) {
		if (!pby_text__eat(&line, name))
			continue;
		while (pby_text__word(&line, &word))
			sum += pby_text__u64(&word, &n) ? n : 0;
		break;
	}
	return sum;
}

static void read_ticks(struct sampler *s, uint64_t ticks[PBY_RUNNING_MAX])
{
	PBY_AUTO_FD fd = open("/proc/stat", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, s->record, sizeof(s->record));

	for (uint32_t i = 0; i < s->nr; i++)
		ticks[i] = n > 0 ? ticks_of(pby_text__of(s->record, (size_t)n), s->cpus[i].nr) : 0;
}

static struct pby_running *running_of(struct sampler *s, int32_t pid)
{
	for (uint32_t i = 0; i < s->out->running.nr; i++)
		if (s->out->running.items[i].pid == pid)
			return &s->out->running.items[i];
	return NULL;
}

static void not_sampled(struct sampler *s, int32_t cpu, const char *why)
{
	for (uint32_t k = 0; k < s->out->running.nr; k++)
		if (s->out->running.items[k].cpu == cpu)
			s->out->running.items[k].why = pby_arena__printf(s->arena, "not sampled: %s", why);
}

/*
 * No tick, no answer to the interrupt that opening sends: such a CPU is let alone, and that is said. One of a guest
 * whose host is busy may have none for a good while.
 */
static void drop_deaf(struct sampler *s, struct pby_region *region)
{
	uint64_t before[PBY_RUNNING_MAX], after[PBY_RUNNING_MAX];
	uint32_t kept = 0, nr_deaf = s->nr;

	read_ticks(s, before);
	for (int round = 0; round < TICKS_ROUNDS && nr_deaf; round++) {
		nanosleep(&(struct timespec){ .tv_nsec = TICKS_MS * 1000000 }, NULL);
		read_ticks(s, after);
		pby_region__step(region);
		nr_deaf = 0;
		for (uint32_t i = 0; i < s->nr; i++)
			nr_deaf += after[i] <= before[i];
	}
	for (uint32_t i = 0; i < s->nr; i++) {
		if (after[i] > before[i])
			s->cpus[kept++] = s->cpus[i];
		else
			not_sampled(s, s->cpus[i].nr, "no tick came to its CPU in 2 s: its interrupts may be off, and opening "
						      "its clock might never return");
	}
	s->nr = kept;
}

static bool open_cpu(struct sampler *s, struct cpu *cpu, struct pby_region *region)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr), .config = PERF_COUNT_SW_CPU_CLOCK, .sample_period = PERIOD_NS,
		.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_CALLCHAIN, .exclude_callchain_user = 1,
	};
	char doing[64];
	int code = 0;

	snprintf(doing, sizeof(doing), "the clock of CPU %d (perf_event_open)", cpu->nr);
	pby_region__doing(region, doing);
	cpu->fd = (int)syscall(SYS_perf_event_open, &attr, -1, cpu->nr, -1, PERF_FLAG_FD_CLOEXEC);
	cpu->ring = cpu->fd < 0 ? MAP_FAILED : mmap(NULL, PAGE + RING, PROT_READ | PROT_WRITE, MAP_SHARED, cpu->fd, 0);
	if (cpu->ring != MAP_FAILED)
		return true;
	code = errno;
	not_sampled(s, cpu->nr, code == EPERM || code == EACCES ?
		    "perf_event_open(2) is not permitted here (CAP_PERFMON; lockdown=confidentiality)" : strerror(code));
	if (cpu->fd >= 0)
		close(cpu->fd);
	return false;
}

/* header, ip, pid and tid, number of addresses, addresses; those above PERF_CONTEXT_MAX are marks. */
static void take_sample(struct sampler *s, const struct perf_event_header *h)
{
	const uint64_t *words = (const uint64_t *)(h + 1);
	size_t nr_words = (h->size - sizeof(*h)) / 8;
	struct pby_running *r;
	uint64_t nr;
	char name[PBY_RUNNING_NAME];

	if (nr_words < 3)
		return;
	r = running_of(s, (int32_t)(words[1] >> 32));
	if (!r)
		return;
	if ((h->misc & PERF_RECORD_MISC_CPUMODE_MASK) != PERF_RECORD_MISC_KERNEL) {
		r->nr_user++;
		return;
	}
	pby_krunning__function(s->view, words[0], name);
	if (!pby_running__met(r, name, s->arena))
		return;
	r->nr_callers = 0;
	nr = words[2] < nr_words - 3 ? words[2] : nr_words - 3;
	/* The first one is the place itself. Return addresses may be the first ones behind their function. */
	for (uint64_t i = 0, depth = 0; i < nr; i++)
		if (words[3 + i] < (uint64_t)PERF_CONTEXT_MAX && depth++)
			pby_running__add_caller(r, pby_krunning__function(s->view, words[3 + i] - 1, name));
}

static void copy_out(const struct cpu *cpu, uint64_t at, void *to, size_t size)
{
	const char *data = (const char *)cpu->ring + PAGE;
	size_t from = at % RING, first = size < RING - from ? size : RING - from;

	memcpy(to, data + from, first);
	memcpy((char *)to + first, data, size - first);
}

static void drain(struct sampler *s, const struct cpu *cpu)
{
	uint64_t head = __atomic_load_n(&cpu->ring->data_head, __ATOMIC_ACQUIRE), tail = cpu->ring->data_tail;
	struct perf_event_header *h = (struct perf_event_header *)(void *)s->record;

	while (tail + sizeof(*h) <= head) {
		copy_out(cpu, tail, h, sizeof(*h));
		if (h->size < sizeof(*h) || tail + h->size > head)
			break;
		copy_out(cpu, tail, s->record, h->size);
		if (h->type == PERF_RECORD_SAMPLE)
			take_sample(s, h);
		tail += h->size;
	}
	__atomic_store_n(&cpu->ring->data_tail, head, __ATOMIC_RELEASE);
}

static void add_task(struct sampler *s, const struct pby_ktask *task)
{
	const struct pby_layout *l = &s->view->layout;
	const struct pby_field *cpu = l->task_cpu.there ? &l->task_cpu : &l->task_cpu_old;
	struct pby_running *r = PBY_PUSH(s->arena, &s->out->running);
	int32_t at = cpu->there ? (int32_t)pby_kview__word(s->view, task->addr, cpu) : -1;

	if (!r)
		return;
	*r = (struct pby_running){ .pid = task->pid, .cpu = at, .by = PBY_RUNNING_BY_PERF };
	for (uint32_t i = 0; i < s->nr; i++)
		if (s->cpus[i].nr == at)
			return;
	if (at >= 0)
		s->cpus[s->nr++] = (struct cpu){ .nr = at, .fd = -1 };
	else
		r->why = pby_arena__strdup(s->arena, "not sampled: its CPU is not known");
}

void pby_kperf__sample(const struct pby_kview *view, const struct pby_running_question *q, struct pby_live_memory *out,
		       struct pby_region *region)
{
	struct sampler *s = pby_arena__alloc(&region->arena, sizeof(*s));
	int64_t until;
	uint32_t kept = 0;

	if (!s)
		return;
	s->view = view;
	s->out = out;
	s->arena = &region->arena;
	for (uint32_t i = 0; i < q->nr && i < PBY_RUNNING_MAX; i++) {
		const struct pby_ktask *task = pby_ktasks__by(&view->tasks, PBY_KTASK_PID, (uint64_t)q->pids[i]);

		if (task)
			add_task(s, task);
	}
	drop_deaf(s, region);
	for (uint32_t i = 0; i < s->nr; i++)
		if (open_cpu(s, &s->cpus[i], region))
			s->cpus[kept++] = s->cpus[i];
	s->nr = kept;
	for (until = pby_clock__ms() + q->ms; s->nr && pby_clock__ms() < until;) {
		nanosleep(&(struct timespec){ .tv_nsec = STEP_MS * 1000000 }, NULL);
		for (uint32_t i = 0; i < s->nr; i++)
			drain(s, &s->cpus[i]);
		pby_region__step(region);
	}
	for (uint32_t i = 0; i < s->nr; i++) {
		munmap(s->cpus[i].ring, PAGE + RING);
		close(s->cpus[i].fd);
	}
	for (uint32_t i = 0; i < out->running.nr; i++) {
		struct pby_running *r = &out->running.items[i];

		if (!r->why && !r->nr_kernel && !r->nr_user)
			r->why = pby_arena__strdup(s->arena, "it was not on that CPU while its clock was watched: it slept, "
						   "or went elsewhere");
		pby_running__sort(r);
	}
}
