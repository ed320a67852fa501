// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_live.c: sources and locks of a live look, as JSON and as text. */
#include "report/hang_live.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "model/live.h"
#include "report/paint.h"

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

static void add_lock(struct json_object *locks, const struct pby_lock *lock)
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
	if (lock->owner_pid == PBY_PID_UNKNOWN)
		pby_json__null(o, "owner_pid");
	else
		pby_json__int(o, "owner_pid", lock->owner_pid);
	pby_json__str(o, "owner_comm", lock->owner_comm);
	pby_json__u64(o, "readers", lock->nr_readers);
	pby_json__bool(o, "handoff", lock->handoff);
	pby_json__bool(o, "racing", lock->racing);
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

void pby_hang_live__json(struct json_object *result, const struct pby_live *live)
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
	list = pby_json__arr(o, "locks");
	for (uint32_t i = 0; i < live->dump.locks.nr; i++)
		add_lock(list, &live->dump.locks.items[i]);
}

static void owner_text(const struct json_object *lock, struct pby_buf *line)
{
	const char *owner = pby_json__get_str(lock, "owner");

	if (!strcmp(owner, "task"))
		pby_buf__addf(line, "held by %s %lld", pby_json__get_str(lock, "owner_comm"),
			      (long long)pby_json__get_int(lock, "owner_pid"));
	else if (!strcmp(owner, "readers") && !pby_json__get_int(lock, "readers"))
		pby_buf__adds(line, "held by readers, which it does not name");
	else if (!strcmp(owner, "readers"))
		pby_buf__addf(line, "held by %lld reader%s", (long long)pby_json__get_int(lock, "readers"),
			      pby_json__get_int(lock, "readers") == 1 ? "" : "s");
	else if (!strcmp(owner, "nobody"))
		pby_buf__adds(line, "held by nobody at this moment");
	else
		pby_buf__adds(line, "its holder is not recorded");
}

/* "r" and "w" in queue order: what matters of a queue at one glance. */
static void queue_text(const struct json_object *waiters, struct pby_buf *line)
{
	enum { SHOWN = 40 };
	size_t nr = pby_json__len(waiters);
	double oldest = -1;

	pby_buf__addf(line, "; %zu wait", nr);
	if (nr)
		pby_buf__adds(line, ": ");
	for (size_t i = 0; i < nr; i++) {
		const struct json_object *w = pby_json__item(waiters, i);
		const struct json_object *age = pby_json__get(w, "waited_s");

		if (i < SHOWN)
			pby_buf__addc(line, *pby_json__get_str(w, "mode") == 'r' ? 'r' : 'w');
		if (age && json_object_get_double(age) > oldest)
			oldest = json_object_get_double(age);
	}
	if (nr > SHOWN)
		pby_buf__adds(line, "...");
	if (oldest >= 0)
		pby_buf__addf(line, ", the oldest for %.1f s", oldest);
}

static void locks_text(const struct json_object *locks, const struct pby_style *style,
		       struct pby_buf *out)
{
	enum { SHOWN = 6 };
	size_t nr = pby_json__len(locks);

	for (size_t i = 0; i < nr && (style->verbose || i < SHOWN); i++) {
		const struct json_object *lock = pby_json__item(locks, i);
		const char *name = pby_json__get_str(lock, "name");
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s %s: ", pby_json__get_str(lock, "kind"),
			      *name ? name : pby_json__get_str(lock, "address"));
		owner_text(lock, &line);
		queue_text(pby_json__get(lock, "waiters"), &line);
		pby_buf__adds(out, "lock      ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
	if (nr > SHOWN && !style->verbose)
		pby_buf__addf(out, "          ... and %zu more locks (-v)\n", nr - SHOWN);
}

/* Whom it did not see, and which process of ours still waits there. */
static void silent_text(const struct json_object *silent, const struct pby_style *style, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_json__len(silent); i++) {
		const struct json_object *s = pby_json__item(silent, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__adds(&line, pby_json__get_str(s, "what"));
		if (*pby_json__get_str(s, "comm"))
			pby_buf__addf(&line, " (%s)", pby_json__get_str(s, "comm"));
		if (pby_json__get(s, "child"))
			pby_buf__addf(&line, ": our process %lld is stuck there and was left behind",
				      (long long)pby_json__get_int(s, "child"));
		pby_buf__adds(out, "silent    ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
}

void pby_hang_live__text(const struct json_object *result, const struct pby_style *style,
			 struct pby_buf *out)
{
	const struct json_object *live = pby_json__get(result, "live");
	const struct json_object *sources = pby_json__get(live, "sources");

	if (!live)
		return;
	locks_text(pby_json__get(live, "locks"), style, out);
	for (size_t i = 0; i < pby_json__len(sources); i++) {
		const struct json_object *s = pby_json__item(sources, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s: %s", pby_json__get_str(s, "name"),
			      pby_json__get_str(s, "detail"));
		if (*pby_json__get_str(s, "todo"))
			pby_buf__addf(&line, "; what helps: %s", pby_json__get_str(s, "todo"));
		pby_buf__adds(out, pby_json__get_bool(s, "answered") ? "asked     " : "no answer ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
	silent_text(pby_json__get(live, "silent"), style, out);
}
