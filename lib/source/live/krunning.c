// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* krunning.c: watches the stacks of tasks that run, and finds where interrupts met them. */
#include "source/live/krunning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "source/core/unwind.h"
#include "source/dump/frame.h"
#include "source/live/saved_regs.h"

/* A tick comes every 1 to 10 ms; a stack has 16 KB, 32 with KASAN. */
enum { STEP_MS = 4, MAX_SAVED = 16, MAX_WORDS = (64 << 10) / 8 };

/* One task that is watched. */
struct watched {
	const struct pby_ktask *task;
	struct pby_running running;
	struct pby_saved_regs before[MAX_SAVED];
	uint32_t nr_before;
	uint64_t stime, first_utime, first_run_ns;
	uint32_t nr_looks, nr_on_cpu;
};

struct watch {
	const struct pby_kview *view;
	struct pby_unwind unwind;
	struct pby_arena *arena;
	uint64_t *words;	/* MAX_WORDS */
	uint64_t tick_ns;
};

struct pby_text pby_krunning__function(const struct pby_kview *view, uint64_t ip, char buf[PBY_RUNNING_NAME])
{
	uint64_t offset;
	const struct pby_symbol *s = pby_addresses__find(&view->addresses, ip, &offset);

	if (s)
		pby_text__copy(pby_symbol__bare(pby_symbol__name(s)), buf, PBY_RUNNING_NAME);
	else
		snprintf(buf, PBY_RUNNING_NAME, "0x%llx", (unsigned long long)ip);
	return pby_text__str(buf);
}

/* "pby_spin+0x1c/0x40 [pby_trouble]" a line, the innermost first: that is the place, the others its callers. */
static void keep_callers(struct pby_running *r, const char *stack)
{
	struct pby_text text = pby_text__str(stack ? stack : ""), line;
	struct pby_raw_frame raw[2];

	r->nr_callers = 0;
	if (!pby_text__line(&text, &line))
		return;
	while (pby_text__line(&text, &line))
		if (pby_raw_frame__parse(line, raw) == 1)
			pby_running__add_caller(r, raw[0].name);
}

static void met(struct watch *w, struct watched *t, const struct pby_saved_regs *saved)
{
	struct pby_kmem_cpu registers = { .ip = saved->ip, .sp = saved->sp, .bp = saved->bp };
	char name[PBY_RUNNING_NAME];

	pby_krunning__function(w->view, saved->ip, name);
	if (pby_running__met(&t->running, name, w->arena))
		keep_callers(&t->running, pby_unwind__running(&w->unwind, t->task, &registers, w->arena));
}

static bool seen_before(const struct watched *t, const struct pby_saved_regs *saved)
{
	for (uint32_t i = 0; i < t->nr_before; i++)
		if (t->before[i].addr == saved->addr && t->before[i].print == saved->print)
			return true;
	return false;
}

static uint32_t find_saved(const struct watch *w, const struct pby_ktask *task, struct pby_saved_regs found[MAX_SAVED])
{
	uint32_t nr, kept = 0;
	uint64_t offset;

	if (task->stack_size > MAX_WORDS * sizeof(*w->words) ||
	    !pby_kmem__read(&w->view->mem, task->stack, w->words, task->stack_size))
		return 0;
	nr = pby_saved_regs__find(w->words, task->stack_size / 8, task->stack, found, MAX_SAVED);
	for (uint32_t i = 0; i < nr; i++)
		if (pby_addresses__find(&w->view->addresses, found[i].ip, &offset))
			found[kept++] = found[i];
	return kept;
}

/*
 * Registers that were not there before are of an interrupt since then. In a loop two interrupts can leave the very same ones:
 * a tick that was charged to the kernel came, and what it saved lies just below what is in use, above older ones.
 */
static void look(struct watch *w, struct watched *t)
{
	const struct pby_layout *l = &w->view->layout;
	uint64_t stime = pby_kview__word(w->view, t->task->addr, &l->task_stime);
	struct pby_saved_regs found[MAX_SAVED];
	uint32_t nr = find_saved(w, t->task, found);
	bool any = false;

	t->nr_on_cpu += pby_kview__word(w->view, t->task->addr, &l->task_on_cpu) != 0;
	for (uint32_t i = 0; t->nr_looks && i < nr; i++) {
		if (seen_before(t, &found[i]))
			continue;
		met(w, t, &found[i]);
		any = true;
	}
	if (t->nr_looks && !any && nr && stime > t->stime)
		met(w, t, &found[nr - 1]);
	memcpy(t->before, found, nr * sizeof(*found));
	t->nr_before = nr;
	t->stime = stime;
	t->nr_looks++;
}

static void begin(const struct watch *w, struct watched *t, const struct pby_ktask *task)
{
	*t = (struct watched){ .task = task, .running = { .pid = task->pid, .cpu = task->cpu, .by = PBY_RUNNING_BY_MEMORY },
			       .first_utime = pby_kview__word(w->view, task->addr, &w->view->layout.task_utime),
			       .first_run_ns = pby_kview__word(w->view, task->addr, &w->view->layout.task_run_ns) };
}

static const char *nothing_seen(const struct watched *t, uint64_t run_ns)
{
	if (!t->nr_on_cpu)
		return "it was on no CPU any more";
	if (t->nr_on_cpu == t->nr_looks && !run_ns)
		return "no interrupt came to its CPU in that time: they are off there, or the CPU has no tick (nohz_full)";
	return "no interrupt met it in that time";
}

static void end(const struct watch *w, struct watched *t)
{
	const struct pby_layout *l = &w->view->layout;
	uint64_t user_ns = pby_kview__word(w->view, t->task->addr, &l->task_utime) - t->first_utime;
	uint64_t run_ns = pby_kview__word(w->view, t->task->addr, &l->task_run_ns) - t->first_run_ns;
	const struct pby_field *cpu = l->task_cpu.there ? &l->task_cpu : &l->task_cpu_old;

	/* One tick at least: what is charged to user space is charged in ticks. */
	t->running.nr_user = w->tick_ns && user_ns < UINT64_MAX / 2 ? (uint32_t)(user_ns / w->tick_ns) : 0;
	if (cpu->there)
		t->running.cpu = (int32_t)pby_kview__word(w->view, t->task->addr, cpu);
	if (!t->running.nr_kernel && !t->running.nr_user)
		t->running.why = pby_arena__strdup(w->arena, nothing_seen(t, run_ns));
	pby_running__sort(&t->running);
}

static void watch_all(struct watch *w, struct watched *all, uint32_t nr, uint32_t ms, struct pby_region *region)
{
	int64_t until = pby_clock__ms() + ms;

	do {
		for (uint32_t i = 0; i < nr; i++)
			look(w, &all[i]);
		pby_region__step(region);
		nanosleep(&(struct timespec){ .tv_nsec = STEP_MS * 1000000 }, NULL);
	} while (pby_clock__ms() < until);
}

void pby_krunning__watch(const struct pby_kview *view, const struct pby_types *types,
			 const struct pby_running_question *q, struct pby_live_memory *out, struct pby_region *region)
{
	struct watch w = { .view = view, .arena = &region->arena, .tick_ns = view->hz ? 1000000000 / view->hz : 0 };
	struct watched all[PBY_RUNNING_MAX];
	struct pby_err err;
	uint32_t nr = 0;

	w.words = view->mem.x86_64 ? malloc(MAX_WORDS * sizeof(*w.words)) : NULL;
	if (!w.words || pby_unwind__start(&w.unwind, view, types, &err)) {
		free(w.words);
		return;
	}
	for (uint32_t i = 0; i < q->nr && i < PBY_RUNNING_MAX; i++) {
		const struct pby_ktask *task = pby_ktasks__by(&view->tasks, PBY_KTASK_PID, (uint64_t)q->pids[i]);

		if (task && task->stack)
			begin(&w, &all[nr++], task);
	}
	watch_all(&w, all, nr, q->ms, region);
	for (uint32_t i = 0; i < nr; i++) {
		struct pby_running *r = PBY_PUSH(&region->arena, &out->running);

		end(&w, &all[i]);
		if (r)
			*r = all[i].running;
	}
	pby_unwind__free(&w.unwind);
	free(w.words);
}
