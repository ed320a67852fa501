// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: asks the sources of a sick machine in children, and joins what they say by thread. */
#include "source/live/live.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/root.h"
#include "base/text.h"
#include "model/kernel.h"
#include "source/live/assembly.h"
#include "source/live/kmemory.h"
#include "source/live/procstack.h"

enum { REGION = 512 << 20, STEP_MS = 1000, MAX_STUCK = 8, DEFAULT_MS = 20000 };

/* What the questions have in common: where answers go, and the time that is left. */
struct ask {
	struct pby_assembly all;
	int64_t deadline_ms;
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* A child may take a second for one step, and never more than what is left of all. */
static int patience(const struct ask *a)
{
	int64_t left = a->deadline_ms - now_ms();

	return left < 0 ? 0 : left < STEP_MS ? (int)left : STEP_MS;
}

/* One child until it ends or stands still; where the next one has to go on. True: all is read. */
static bool read_proc(struct ask *a, struct pby_proc_question *q, uint32_t *nr_tasks,
		      uint32_t *nr_stacks)
{
	const struct pby_proc_tasks *got;
	struct pby_child child;
	enum pby_child_end end;
	bool all;

	if (pby_child__start(&child, REGION, pby_proc_tasks__collect, q, NULL))
		return true;
	end = pby_child__wait(&child, patience(a));
	got = child.region->result;
	for (uint32_t i = 0; got && i < __atomic_load_n(&got->nr_done, __ATOMIC_ACQUIRE); i++) {
		const struct pby_proc_task *p = &got->items.items[i];

		pby_assembly__proc(&a->all, p);
		q->after_tgid = p->tgid;
		q->after_tid = p->pid;
		*nr_tasks += 1;
		*nr_stacks += p->stack != NULL;
	}
	all = end == PBY_CHILD_DONE || !got;
	if (!all && got->items.nr > got->nr_done) {
		/* The one whose stack never came: known but for its stack. */
		struct pby_proc_task half = got->items.items[got->nr_done];

		half.stack = NULL;
		pby_assembly__proc(&a->all, &half);
		q->after_tgid = half.tgid;
		q->after_tid = half.pid;
	}
	a->all.live->nr_stuck += end == PBY_CHILD_STUCK;
	pby_child__free(&child);
	return all;
}

static void ask_proc(struct ask *a)
{
	struct pby_proc_question q = { .stacks = geteuid() == 0 };
	uint32_t nr_tasks = 0, nr_stacks = 0, nr_silent = 0;

	while (!read_proc(a, &q, &nr_tasks, &nr_stacks) && ++nr_silent < MAX_STUCK &&
	       patience(a) > 0)
		;
	a->all.live->no_stacks = !nr_stacks;
	pby_assembly__source(&a->all, "/proc stacks", nr_stacks > 0, pby_arena__printf(a->all.arena,
	       "%u threads, %u stacks%s%s", nr_tasks, nr_stacks,
	       nr_silent ? pby_arena__printf(a->all.arena, "; %u did not answer", nr_silent) : "",
	       q.stacks ? nr_stacks ? "" : " (not readable: no CAP_SYS_ADMIN in the first user namespace?)"
			: " (stacks need root)"));
}

/* CONFIG_HZ when the configuration is known; ages of rw_semaphore waiters need it. */
static uint32_t hz_of(const struct pby_kernel *k)
{
	uint32_t i = pby_map__get(&k->options, "CONFIG_HZ", strlen("CONFIG_HZ"));
	struct pby_text t;
	uint64_t hz;

	if (i == PBY_MAP_NONE)
		return 0;
	t = pby_text__str(k->option_values.items[i]);
	return pby_text__u64(&t, &hz) && hz <= 10000 ? (uint32_t)hz : 0;
}

static const char *memory_said(struct pby_arena *arena, const struct pby_region *region,
			       const struct pby_live_memory *m)
{
	if (m && *m->why)
		return pby_arena__strdup(arena, m->why);
	if (!m || !m->done)
		return pby_arena__printf(arena, "%u threads, then no answer from %s",
					 m ? m->tasks.nr : 0, region->doing);
	return pby_arena__printf(arena, "%u threads, %u contended locks%s", m->tasks.nr, m->locks.nr,
				 m->cut || m->nr_bad ?
				 "; the list of tasks kept changing: some may be missing" : "");
}

static void ask_memory(struct ask *a, const struct pby_live_options *o)
{
	struct pby_live_question q = { o->kernel, hz_of(o->kernel), NULL };
	const struct pby_live_memory *m;
	struct pby_child child;
	enum pby_child_end end;
	struct pby_err err;

	if (o->kernel->btf.read != PBY_YES || o->kernel->symbols.read != PBY_YES) {
		pby_assembly__source(&a->all, "kernel memory", false, "not read: it needs BTF and kallsyms");
		return;
	}
	if (pby_child__start(&child, REGION, pby_live_memory__collect, &q, &err)) {
		pby_assembly__source(&a->all, "kernel memory", false, pby_arena__strdup(a->all.arena, err.text));
		return;
	}
	/* Sorting symbols and the walk under a loaded CPU are one step: give it more than a second. */
	end = pby_child__wait(&child, (int)(a->deadline_ms - now_ms()) / 2);
	m = child.region->result;
	a->all.live->nr_stuck += end == PBY_CHILD_STUCK;
	if (m)
		pby_assembly__memory(&a->all, m);
	pby_assembly__source(&a->all, "kernel memory", m && !*m->why && (m->done || m->tasks.nr),
			     memory_said(a->all.arena, child.region, m));
	pby_child__free(&child);
}

int pby_live__look(struct pby_live *live, const struct pby_live_options *o, struct pby_err *err)
{
	struct ask a = { .deadline_ms = now_ms() + (o->timeout_ms > 0 ? o->timeout_ms : DEFAULT_MS) };
	int rc = pby_assembly__start(&a.all, live, err);

	if (rc)
		return rc;
	live->dump.kernel = pby_arena__strdup(a.all.arena, o->kernel->release);
	ask_memory(&a, o);
	ask_proc(&a);
	pby_assembly__end(&a.all);
	if (!live->dump.tasks.nr)
		return pby_err__set(err, ENODATA, "neither kernel memory nor /proc shows a task");
	return 0;
}
