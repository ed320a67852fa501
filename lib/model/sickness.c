// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sickness.c: reads from the frames of waiting tasks what they wait for. */
#include "model/sickness.h"

#include <string.h>

const char *pby_trace_wait__name(enum pby_trace_wait wait)
{
	static const char *const names[PBY_NR_WAITS] = {
		[PBY_WAIT_NONE] = "",
		[PBY_WAIT_RCU_TASKS] = "an RCU-tasks grace period",
		[PBY_WAIT_EXIT_SRCU] = "exiting tasks",
		[PBY_WAIT_NAMESPACE] = "the other tasks of its pid namespace",
		[PBY_WAIT_TEXT_MUTEX] = "text_mutex",
		[PBY_WAIT_EVENT_MUTEX] = "event_mutex",
		[PBY_WAIT_FTRACE_LOCK] = "ftrace_lock",
		[PBY_WAIT_KPROBE_MUTEX] = "kprobe_mutex",
		[PBY_WAIT_TRAMPOLINE] = "the mutex of a BPF trampoline",
	};

	return names[wait];
}

enum place { ANY, TOP };

static const struct {
	enum pby_trace_wait wait;
	enum place place;
	const char *function;
} rows[] = {
#define WAIT(kind, place, function) { PBY_WAIT_##kind, place, function },
#include "model/waits.def"
#undef WAIT
};

static const char *frame_of(const struct pby_waiting *w, const char *function, enum place place)
{
	uint32_t nr = place == TOP && w->nr_frames > 1 ? 1 : w->nr_frames;

	for (uint32_t i = 0; i < nr; i++)
		if (!strcmp(w->frames[i], function))
			return w->frames[i];
	return NULL;
}

enum pby_trace_wait pby_waiting__classify(struct pby_waiting *w)
{
	w->wait = PBY_WAIT_NONE;
	w->frame = NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && !w->frame; i++) {
		w->frame = frame_of(w, rows[i].function, rows[i].place);
		if (w->frame)
			w->wait = rows[i].wait;
	}
	/* Between two looks at its list of holdouts the kthread sleeps in rcu_tasks_wait_gp() too. */
	if (w->wait == PBY_WAIT_EXIT_SRCU && !frame_of(w, "__synchronize_srcu", ANY)) {
		w->wait = PBY_WAIT_NONE;
		w->frame = NULL;
	}
	return w->wait;
}

const struct pby_waiting *pby_sickness__first(const struct pby_sickness *s,
					      enum pby_trace_wait wait)
{
	const struct pby_waiting *first = NULL;

	for (uint32_t i = 0; i < s->waiting.nr; i++) {
		const struct pby_waiting *w = &s->waiting.items[i];

		if (w->wait == wait && (!first || w->waited_ms > first->waited_ms))
			first = w;
	}
	return first;
}

/* Who waits for a grace period holds ftrace_lock, or with the kprobe optimizer more than that. */
static const enum pby_trace_wait by_weight[] = {
	PBY_WAIT_RCU_TASKS, PBY_WAIT_FTRACE_LOCK, PBY_WAIT_EVENT_MUTEX, PBY_WAIT_TEXT_MUTEX,
	PBY_WAIT_KPROBE_MUTEX, PBY_WAIT_TRAMPOLINE,
};

const struct pby_waiting *pby_sickness__worst(const struct pby_sickness *s)
{
	const struct pby_waiting *w = NULL;

	for (size_t i = 0; i < sizeof(by_weight) / sizeof(by_weight[0]) && !w; i++)
		w = pby_sickness__first(s, by_weight[i]);
	return w;
}

const char *pby_sickness__hangs(const struct pby_sickness *s, struct pby_arena *arena)
{
	const struct pby_waiting *w = pby_sickness__worst(s);

	return w ? pby_arena__printf(arena, "%s (pid %d) hangs in %s", w->comm, w->pid, w->frame) : NULL;
}

bool pby_sickness__exit_deadlock(const struct pby_sickness *s, struct pby_exit_deadlock *who)
{
	who->init = pby_sickness__first(s, PBY_WAIT_NAMESPACE);
	who->grace_period = pby_sickness__first(s, PBY_WAIT_EXIT_SRCU);
	who->detacher = pby_sickness__first(s, PBY_WAIT_RCU_TASKS);
	return who->init && who->grace_period && who->detacher;
}

void pby_sickness__free(struct pby_sickness *s)
{
	pby_arena__free(&s->arena);
	*s = (struct pby_sickness){ 0 };
}
