// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmemory.c: one pass over all tasks of the kernel, then over the locks that they sleep on. */
#include "source/live/kmemory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/root.h"
#include "source/core/tick.h"
#include "source/core/unwind.h"
#include "source/kmem_bpf.h"
#include "source/live/ender.h"
#include "source/live/klocks.h"
#include "source/live/kpercpu.h"

static double idle_of(const struct pby_ktask *t, uint64_t now)
{
	if (!t->exec_start || !now || t->on_cpu)
		return -1;
	return now > t->exec_start ? (double)(now - t->exec_start) / 1e9 : 0;
}

/* The scheduler clock is that of the task that ran last: the reader itself, a moment ago. */
static uint64_t sched_clock(const struct pby_kview *view)
{
	uint64_t now = 0;

	for (uint32_t i = 0; i < view->tasks.nr; i++)
		if (view->tasks.items[i].exec_start > now)
			now = view->tasks.items[i].exec_start;
	return now;
}

/* unwind: NULL where the stacks come from /proc. */
static void add_tasks(const struct pby_kview *view, const struct pby_unwind *unwind,
		      struct pby_live_memory *out, struct pby_region *region)
{
	struct pby_endings enders = { view, out, &region->arena };
	struct pby_klocks locks;
	uint64_t now = sched_clock(view);

	out->by_task = pby_arena__alloc(&region->arena, (view->tasks.nr + 1) * sizeof(*out->by_task));
	if (!out->by_task || !pby_klocks__init(&locks, view, out, &region->arena))
		return;
	memset(out->by_task, 0xff, view->tasks.nr * sizeof(*out->by_task));
	for (uint32_t i = 0; i < view->tasks.nr; i++) {
		const struct pby_ktask *k = &view->tasks.items[i];
		struct pby_kwait wait;
		struct pby_live_task *t;

		if (!k->pid)
			continue;
		pby_region__step(region);
		wait = pby_kwait__find(view, k);
		t = PBY_PUSH(&region->arena, &out->tasks);
		if (!t)
			break;
		*t = (struct pby_live_task){
			.pid = k->pid, .tgid = k->tgid, .ppid = k->ppid, .ns_pid = k->ns_pid,
			.comm = pby_arena__strdup(&region->arena, k->comm),
			.state = pby_ktask__letter(k), .on_cpu = k->on_cpu, .kthread = k->flags & PBY_PF_KTHREAD,
			.cpu = k->cpu, .switches = k->switches, .run_ns = k->run_ns,
			.idle_s = idle_of(k, now), .how = wait.how, .mode = wait.mode, .lock = -1,
		};
		t->stack = unwind ? pby_unwind__text(unwind, k, &region->arena) : NULL;
		out->nr_stacks += t->stack != NULL;
		if (wait.how)
			t->lock = pby_klocks__at(&locks, wait.lock, wait.kind);
		out->by_task[i] = (int32_t)out->tasks.nr - 1;
	}
	pby_klocks__suspects(&locks);
	pby_endings__find(&enders);
	pby_kpercpu__srcus(view, out, &region->arena);
	out->nr_bad = view->tasks.nr_bad;
	out->cut = view->tasks.cut;
	pby_klocks__free(&locks);
}

/*
 * CONFIG_HZ where no configuration tells it: the ticks of a tenth of a second, to the nearest value
 * that kernel/Kconfig.hz offers.
 */
static uint32_t measure_hz(const struct pby_kview *view)
{
	static const uint32_t choices[] = { 100, 250, 300, 1000 };
	struct timespec from, to;
	uint64_t before = pby_kview__jiffies(view), ticks;
	uint32_t best = 0;
	double hz, gap = 1e9;

	clock_gettime(CLOCK_MONOTONIC, &from);
	usleep(100000);
	ticks = pby_kview__jiffies(view) - before;
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (!before || !ticks)
		return 0;
	hz = (double)ticks / ((double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		double away = hz > choices[i] ? hz / choices[i] : choices[i] / hz;

		if (away < gap) {
			gap = away;
			best = choices[i];
		}
	}
	return best;
}

/* Whether /proc counts as the kernel does: our own number in both. */
static void compare_pids(const struct pby_kview *view, struct pby_live_memory *out)
{
	const struct pby_field *f = &view->layout.task_pid;
	PBY_AUTO_FD fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	char text[64];
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text));
	struct pby_text t = pby_text__of(text, n > 0 ? (size_t)n : 0);
	uint64_t pid;

	if (!view->mem.self_task || view->mem.self_task_size < f->offset + sizeof(out->own_pid) || !pby_text__u64(&t, &pid))
		return;
	memcpy(&out->own_pid, (const char *)view->mem.self_task + f->offset, sizeof(out->own_pid));
	out->proc_pid = (int32_t)pid;
}

static void add_with_stacks(const struct pby_kview *view, const struct pby_types *types,
			    struct pby_live_memory *out, struct pby_region *region)
{
	struct pby_unwind unwind;
	struct pby_err err;
	int rc = pby_unwind__start(&unwind, view, types, &err);

	if (rc)
		snprintf(out->why_no_stacks, sizeof(out->why_no_stacks), "%.127s", err.text);
	add_tasks(view, rc ? NULL : &unwind, out, region);
	pby_unwind__free(&unwind);
}

static uint64_t size_of(const struct pby_types *types, const char *composite)
{
	int64_t size = pby_types__size(types, composite);

	return size > 0 ? (uint64_t)size : 0;
}

struct pby_live_task *pby_live_memory__task(struct pby_live_memory *memory, const struct pby_kview *view,
					    const struct pby_ktask *task)
{
	int32_t at = memory->by_task[task - view->tasks.items];

	return at < 0 ? NULL : &memory->tasks.items[at];
}

/* /proc/kcore, or where there is none, a BPF program that reads. */
static int open_running(struct pby_kview *view, const struct pby_kernel *kernel, struct pby_live_memory *out,
			struct pby_err *err)
{
	struct pby_err no_kcore = { "" }, no_bpf = { "" };
	int rc = pby_kmem__open_live(&view->mem, &no_kcore);

	if (!rc)
		return 0;
	if (kernel->btf.read != PBY_YES)
		return pby_err__set(err, -rc, "%s", no_kcore.text);
	if (pby_kmem_bpf__open(&view->mem, size_of(&kernel->types, "task_struct"), &no_bpf))
		return pby_err__set(err, -rc, "%.120s; %.120s", no_kcore.text, no_bpf.text);
	out->by_bpf = true;
	return 0;
}

/* Kernel stacks lie where vmalloc() puts them, outside of what a BPF program reads unasked. */
static void allow_stacks(struct pby_kview *view)
{
	for (uint32_t i = 0; i < view->tasks.nr; i++)
		if (view->tasks.items[i].stack)
			pby_kmem_bpf__allow(&view->mem, view->tasks.items[i].stack, view->tasks.items[i].stack_size);
	pby_kmem_bpf__allowed(&view->mem);
}

int pby_live_memory__open(struct pby_kview *view, const struct pby_live_question *q,
			  struct pby_live_memory *out, struct pby_err *err)
{
	int rc = 0;

	if (q->core) {
		view->mem = *q->core;
		view->borrowed = true;
	} else {
		rc = open_running(view, q->kernel, out, err);
	}
	if (rc)
		return rc;
	if (q->kernel->btf.read != PBY_YES)
		return pby_err__set(err, ENODATA, "not read: this kernel has no BTF (CONFIG_DEBUG_INFO_BTF)");
	pby_layout__read(&view->layout, &q->kernel->types);
	if (!q->core)
		compare_pids(view, out);
	view->page_struct_size = size_of(&q->kernel->types, "page");
	view->upid_size = size_of(&q->kernel->types, "upid");
	if (!pby_addresses__build(&view->addresses, &q->kernel->syms))
		return pby_err__set(err, ENOMEM, "no memory to sort the symbols");
	pby_kview__find_slowpaths(view);
	out->no_addresses = !pby_kview__symbol(view, "init_task") && !pby_kview__symbol(view, "schedule");
	view->jiffies_at = pby_kview__symbol(view, "jiffies_64");
	view->hz = q->hz || q->core ? q->hz : measure_hz(view);
	return 0;
}

static double now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/*
 * Tasks and locks are read one after the other while the machine goes on. Who slept from the moment he was read
 * until everything was, waited for what was found, all that time: so did all of them at once.
 */
static void check_sleepers(const struct pby_kview *view, struct pby_live_memory *out)
{
	uint32_t i = 0;

	for (uint32_t k = 0; k < view->tasks.nr && i < out->tasks.nr; k++) {
		const struct pby_ktask *task = &view->tasks.items[k];
		struct pby_live_task *t = &out->tasks.items[i];

		if (!task->pid)
			continue;
		i++;
		if (t->lock < 0 || pby_ktask__slept_on(task, &view->mem, &view->layout))
			continue;
		t->ran = true;
		t->lock = -1;
	}
}

int pby_live_memory__look(struct pby_kview *view, const struct pby_live_question *q, struct pby_live_memory *out,
			  struct pby_region *region, struct pby_err *err)
{
	int rc;

	out->from_s = now_s();
	rc = pby_ktasks__walk(&view->tasks, &view->mem, &view->layout, pby_kview__symbol(view, "init_task"), err);
	if (rc)
		return rc;
	if (view->mem.read)
		allow_stacks(view);
	if (q->core && !view->hz)
		view->hz = pby_tick__hz(view, pby_kview__jiffies(view), sched_clock(view));
	if (q->core)
		add_with_stacks(view, &q->kernel->types, out, region);
	else
		add_tasks(view, NULL, out, region);
	check_sleepers(view, out);
	out->to_s = now_s();
	out->done = true;
	return 0;
}

void pby_live_memory__close(struct pby_kview *view)
{
	pby_ktasks__free(&view->tasks);
	pby_addresses__free(&view->addresses);
	if (!view->borrowed)
		pby_kmem__close(&view->mem);
}

void pby_live_memory__collect(struct pby_region *region, void *question)
{
	const struct pby_live_question *q = question;
	struct pby_live_memory *out = pby_arena__alloc(&region->arena, sizeof(*out));
	struct pby_kview view = { .mem = { .fd = -1 } };
	struct pby_err err = { "" };

	if (!out)
		return;
	region->result = out;
	pby_region__doing(region, q->core ? "the core" : "/proc/kcore");
	out->error = -pby_live_memory__open(&view, q, out, &err);
	if (!out->error)
		out->error = -pby_live_memory__look(&view, q, out, region, &err);
	if (out->error)
		snprintf(out->why, sizeof(out->why), "%.255s", err.text);
	pby_live_memory__close(&view);
}
