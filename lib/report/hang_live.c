// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_live.c: sources, locks and progress of a live look, as JSON. */
#include "report/hang_live.h"

#include <stdio.h>

#include "base/json.h"
#include "model/hang/hang.h"
#include "model/live.h"

static const char *mode_name(enum pby_lock_mode mode)
{
	static const char *const names[] = { "unknown", "read", "write" };

	return names[mode];
}

static const char *owner_name(enum pby_lock_owner owner)
{
	static const char *const names[] = { "unknown", "nobody", "task", "readers" };

	return names[owner];
}

static void add_waiters(struct json_object *o, const struct pby_lock *lock)
{
	struct json_object *list = pby_json__arr(o, "waiters");

	for (uint32_t i = 0; i < lock->waiters.nr; i++) {
		const struct pby_lock_waiter *w = &lock->waiters.items[i];
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__int(item, "pid", w->pid);
		pby_json__str(item, "comm", w->comm);
		pby_json__str(item, "mode", mode_name(w->mode));
		if (w->waited_s < 0)
			pby_json__null(item, "waited_s");
		else
			pby_json__double(item, "waited_s", w->waited_s);
	}
}

static void add_pid(struct json_object *o, const char *key, int32_t pid)
{
	if (pid == PBY_PID_UNKNOWN)
		pby_json__null(o, key);
	else
		pby_json__int(o, key, pid);
}

/* What the holder did while it was watched, and where it sleeps. */
static void add_holder(struct json_object *lock, const struct pby_dump *dump, int32_t pid)
{
	const struct pby_task_progress *p = pby_progress__task(dump->progress, pid);
	struct json_object *o, *frames;

	if (pid == PBY_PID_UNKNOWN || !p)
		return;
	o = pby_json__obj(lock, "holder");
	pby_json__int(o, "looks", p->nr_seen);
	pby_json__int(o, "on_cpu", p->nr_on_cpu);
	if (p->cpu >= 0)
		pby_json__int(o, "cpu", p->cpu);
	pby_json__double(o, "cpu_s", (double)p->run_ns / 1e9);
	pby_json__u64(o, "switches", p->switches);
	for (uint32_t i = 0; i < dump->tasks.nr; i++) {
		const struct pby_task *t = &dump->tasks.items[i];

		if (t->pid != pid)
			continue;
		pby_json__strn(o, "state", &t->state, t->state != 0);
		frames = pby_json__arr(o, "frames");
		for (uint32_t f = 0; f < t->frames.nr && f < 6; f++)
			pby_json__str(frames, NULL, t->frames.items[f].name);
		return;
	}
}

static void add_progress(struct json_object *o, const struct pby_dump *dump, const struct pby_lock *lock)
{
	const struct pby_lock_progress *p = dump->progress ? pby_progress__lock(dump->progress, lock->addr) : NULL;

	if (!p)
		return;
	pby_json__str(o, "motion", pby_motion__name(pby_lock_progress__motion(p)));
	pby_json__int(o, "passed", pby_lock_progress__passed(p));
	pby_json__int(o, "left", p->nr_left);
	pby_json__int(o, "came", p->nr_came);
	pby_json__int(o, "owners", p->nr_owners);
	pby_json__bool(o, "same_head", p->same_head && p->nr_seen > 1);
	add_holder(o, dump, lock->owner == PBY_OWNER_TASK ? lock->owner_pid : PBY_PID_UNKNOWN);
}

/* Whom memory or a clock met running, and where. */
static void add_running(struct json_object *list, const struct pby_dump *dump)
{
	for (uint32_t i = 0; i < dump->running.nr; i++) {
		const struct pby_running *r = &dump->running.items[i];
		struct json_object *o = pby_json__obj(list, NULL), *places, *callers;

		pby_json__int(o, "pid", r->pid);
		for (uint32_t t = 0; t < dump->tasks.nr; t++)
			if (dump->tasks.items[t].pid == r->pid)
				pby_json__str(o, "comm", dump->tasks.items[t].comm);
		if (r->cpu >= 0)
			pby_json__int(o, "cpu", r->cpu);
		pby_json__str(o, "by", pby_running_by__name(r->by));
		pby_json__int(o, "kernel", r->nr_kernel);
		pby_json__int(o, "user", r->nr_user);
		if (r->why)
			pby_json__str(o, "why", r->why);
		places = pby_json__arr(o, "places");
		for (uint32_t p = 0; p < r->places.nr; p++) {
			struct json_object *place = pby_json__obj(places, NULL);

			pby_json__str(place, "function", r->places.items[p].function);
			pby_json__int(place, "seen", r->places.items[p].nr);
		}
		callers = pby_json__arr(o, "callers");
		for (uint32_t c = 0; c < r->nr_callers; c++)
			pby_json__str(callers, NULL, r->callers[c]);
	}
}

static void add_moments(struct json_object *list, const struct pby_live *live)
{
	for (uint32_t i = 0; i < live->moments.nr; i++) {
		const struct pby_live_moment *m = &live->moments.items[i];
		struct json_object *o = pby_json__obj(list, NULL), *locks;

		pby_json__double(o, "from_s", m->from_s);
		pby_json__double(o, "to_s", m->to_s);
		pby_json__bool(o, "circle", m->circle);
		locks = pby_json__arr(o, "locks");
		for (uint32_t k = 0; k < m->locks.nr; k++) {
			const struct pby_live_holding *h = &m->locks.items[k];
			struct json_object *lock = pby_json__obj(locks, NULL);
			char address[24];

			snprintf(address, sizeof(address), "%llx", (unsigned long long)h->addr);
			pby_json__str(lock, h->name ? "name" : "address", h->name ? h->name : address);
			pby_json__str(lock, "owner", owner_name(h->owner));
			add_pid(lock, "owner_pid", h->owner_pid);
			pby_json__int(lock, "waiters", h->nr_waiters);
		}
	}
}

static void add_lock(struct json_object *locks, const struct pby_dump *dump, const struct pby_lock *lock)
{
	struct json_object *o = pby_json__obj(locks, NULL);
	char address[24];

	snprintf(address, sizeof(address), "%llx", (unsigned long long)lock->addr);
	pby_json__str(o, "address", address);
	pby_json__str(o, "kind", pby_lock_kind__name(lock->kind));
	if (lock->name)
		pby_json__str(o, "name", lock->name);
	else
		pby_json__null(o, "name");
	if (lock->named_by)
		pby_json__str(o, "named_by", pby_lock_naming__name(lock->named_by));
	else
		pby_json__null(o, "named_by");
	pby_json__str(o, "owner", owner_name(lock->owner));
	add_pid(o, "owner_pid", lock->owner_pid);
	pby_json__str(o, "owner_comm", lock->owner_comm);
	pby_json__u64(o, "readers", lock->nr_readers);
	pby_json__bool(o, "handoff", lock->handoff);
	pby_json__bool(o, "racing", lock->racing);
	add_progress(o, dump, lock);
	add_waiters(o, lock);
}

static void add_silent(struct json_object *list, const struct pby_live *live)
{
	for (uint32_t i = 0; i < live->silent.nr; i++) {
		const struct pby_live_silent *s = &live->silent.items[i];
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__str(item, "what", s->what);
		if (s->comm)
			pby_json__str(item, "comm", s->comm);
		if (s->pid != PBY_PID_UNKNOWN)
			pby_json__int(item, "pid", s->pid);
		if (s->child != PBY_PID_UNKNOWN)
			pby_json__int(item, "child", s->child);
	}
}

void pby_hang_live__json(struct json_object *result, const struct pby_live *live, const struct pby_hang *hang)
{
	struct json_object *o = pby_json__obj(result, "live"), *list = pby_json__arr(o, "sources");

	for (uint32_t i = 0; i < live->sources.nr; i++) {
		const struct pby_live_source *s = &live->sources.items[i];
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__str(item, "name", s->name);
		pby_json__bool(item, "answered", s->answered);
		pby_json__str(item, "detail", s->detail);
		if (s->todo)
			pby_json__str(item, "todo", s->todo);
	}
	pby_json__int(o, "looked_at", live->nr_looked_at);
	pby_json__bool(o, "interrupted", live->interrupted);
	pby_json__bool(o, "locked_in_memory", !live->not_pinned);
	pby_json__int(o, "stuck_children", live->nr_stuck);
	add_silent(pby_json__arr(o, "silent"), live);
	pby_json__int(o, "looks", live->progress.nr_looks);
	pby_json__double(o, "watched_s", live->progress.last_s - live->progress.first_s);
	if (live->dump.progress)
		pby_json__str(o, "pace", pby_pace__word(&hang->pace, hang->circle == PBY_CIRCLE_COMPLETE));
	pby_json__int(o, "circles", live->progress.nr_circles);
	add_moments(pby_json__arr(o, "moments"), live);
	add_running(pby_json__arr(o, "running"), &live->dump);
	list = pby_json__arr(o, "srcu");
	for (uint32_t i = 0; i < live->dump.srcus.nr; i++) {
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__str(item, "name", live->dump.srcus.items[i].name);
		pby_json__u64(item, "readers", live->dump.srcus.items[i].nr_readers);
	}
	list = pby_json__arr(o, "locks");
	for (uint32_t i = 0; i < live->dump.locks.nr; i++)
		add_lock(list, &live->dump, &live->dump.locks.items[i]);
}
