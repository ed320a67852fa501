// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * lists.c: which list lies where, which lock its read waits for, and who parses it.
 *
 * Readers of the event files hold event_mutex for the whole read, and it may be held by a
 * uprobe registration that waits for a lock of some process; enabled_functions waits for
 * ftrace_lock, which a detach holds over an RCU-tasks grace period. kprobes/list takes
 * neither and still answers then.
 */
#include "source/tracing/lists.h"

#include <linux/magic.h>
#include <string.h>

#include "source/tracing/parse.h"

#define TRACEFS(file) "/sys/kernel/tracing/" file, "/sys/kernel/debug/tracing/" file, TRACEFS_MAGIC

enum lock { EVENT_MUTEX, FTRACE_LOCK, NO_LOCK };

static const char *const lock_names[PBY_TRACING_LOCKS] = {
	[EVENT_MUTEX] = "event_mutex", [FTRACE_LOCK] = "ftrace_lock",
	[NO_LOCK] = "a lock that it should not need",
};

static uint32_t kernel_events(struct pby_text t, struct pby_arena *a, struct pby_sightings *s)
{
	return pby_trace_events__parse(t, false, a, s);
}

static uint32_t user_events(struct pby_text t, struct pby_arena *a, struct pby_sightings *s)
{
	return pby_trace_events__parse(t, true, a, s);
}

static uint32_t kernel_profile(struct pby_text t, struct pby_arena *a, struct pby_sightings *s)
{
	return pby_profile__parse(t, false, a, s);
}

static uint32_t user_profile(struct pby_text t, struct pby_arena *a, struct pby_sightings *s)
{
	return pby_profile__parse(t, true, a, s);
}

/* dynamic_events repeats kprobe_events and uprobe_events; fprobes (f, t) are only there. */
static uint32_t function_events(struct pby_text t, struct pby_arena *a, struct pby_sightings *s)
{
	struct pby_text line;
	uint32_t nr_odd = 0;

	while (pby_text__line(&t, &line))
		if (pby_text__starts(line, "f") || pby_text__starts(line, "t"))
			nr_odd += pby_trace_events__parse(line, false, a, s);
	return nr_odd;
}

/* In the order of their locks, since a reader takes a run of rows. */
static const struct {
	enum pby_probe_list list;
	enum lock lock;
	const char *path, *other;
	uint32_t file_system;
	uint32_t (*parse)(struct pby_text t, struct pby_arena *a, struct pby_sightings *s);
} files[PBY_TRACING_FILES] = {
	{ PBY_LIST_KPROBE_EVENTS, EVENT_MUTEX, TRACEFS("kprobe_events"), kernel_events },
	{ PBY_LIST_UPROBE_EVENTS, EVENT_MUTEX, TRACEFS("uprobe_events"), user_events },
	{ PBY_LIST_DYNAMIC_EVENTS, EVENT_MUTEX, TRACEFS("dynamic_events"), function_events },
	{ PBY_LIST_KPROBE_PROFILE, EVENT_MUTEX, TRACEFS("kprobe_profile"), kernel_profile },
	{ PBY_LIST_UPROBE_PROFILE, EVENT_MUTEX, TRACEFS("uprobe_profile"), user_profile },
	{ PBY_LIST_SET_EVENT, EVENT_MUTEX, TRACEFS("set_event"), pby_set_event__parse },
	{ PBY_LIST_HOOKS, FTRACE_LOCK, TRACEFS("enabled_functions"), pby_enabled_functions__parse },
	{ PBY_LIST_KPROBES, NO_LOCK, "/sys/kernel/debug/kprobes/list", NULL, DEBUGFS_MAGIC,
	  pby_kprobe_list__parse },
};

static const char *reason(const struct pby_avoid *avoid, enum lock lock)
{
	return lock == NO_LOCK ? avoid->kprobes : avoid->locks;
}

void pby_tracing_lists__start(struct pby_tracing_lists *lists, const struct pby_root *root,
			      const struct pby_avoid *avoid)
{
	for (uint32_t i = 0; i < PBY_TRACING_FILES; i++) {
		struct pby_reader *r = &lists->readers[files[i].lock];

		lists->rows[i] = (struct pby_reading){ .path = files[i].path,
						       .other = files[i].other,
						       .file_system = files[i].file_system,
						       .why = reason(avoid, files[i].lock) };
		if (!r->nr++)
			r->rows = &lists->rows[i];
		r->lock = lock_names[files[i].lock];
	}
	for (int i = 0; i < PBY_TRACING_LOCKS; i++)
		if (!reason(avoid, (enum lock)i))
			pby_reader__start(&lists->readers[i], root);
}

static void take(const struct pby_reading *row, uint32_t i, struct pby_arena *arena,
		 struct pby_sightings *seen)
{
	struct pby_listing *list = &seen->lists[files[i].list];
	uint32_t nr_odd;

	list->read = row->read;
	if (row->absent) {
		/* A list that the kernel does not have hides nothing. */
		list->read = PBY_YES;
		list->why = "this kernel has no such list";
		return;
	}
	if (row->read != PBY_YES) {
		list->why = pby_arena__strdup(arena, row->why);
		return;
	}
	nr_odd = files[i].parse(row->text, arena, seen);
	if (nr_odd) {
		list->partial = true;
		list->why = pby_arena__printf(arena, "%s: %u lines were not understood",
					      row->path, nr_odd);
	}
}

bool pby_tracing_lists__finish(struct pby_tracing_lists *lists, int timeout_ms,
			       struct pby_arena *arena, struct pby_sightings *seen)
{
	bool stuck = false;

	for (int i = 0; i < PBY_TRACING_LOCKS; i++)
		stuck |= pby_reader__finish(&lists->readers[i], timeout_ms);
	for (uint32_t i = 0; i < PBY_TRACING_FILES; i++)
		take(&lists->rows[i], i, arena, seen);
	for (int i = 0; i < PBY_TRACING_LOCKS; i++)
		pby_reader__free(&lists->readers[i]);
	return stuck;
}
