// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* meter.c: starts the children that watch, and puts together what they saw. */
#define _GNU_SOURCE
#include "source/cost/meter.h"

#include <poll.h>
#include <string.h>

#include "model/probes.h"
#include "source/cost/watch.h"

/* Only what is written is memory: a chain of 20 functions is 200 bytes, so this is a million ticks. */
static const size_t ticks_region = 256u << 20, region = 64u << 20;
enum { QUIET_MS = 3000 };

static bool has_events(const struct pby_probes *probes)
{
	for (uint32_t i = 0; i < probes->probes.nr; i++)
		if (probes->probes.items[i].event)
			return true;
	return false;
}

static void note_owners(struct pby_meter *m)
{
	for (uint32_t i = 0; i < m->request.probes->owners.nr; i++) {
		struct pby_meter_owner owner = { .pid = m->request.probes->owners.items[i].pid }, *to;

		to = pby_watch__charged(owner.pid, &owner.ns) ? PBY_PUSH(&m->arena, &m->owners) : NULL;
		if (to)
			*to = owner;
	}
}

int pby_meter__start(struct pby_meter *m, const struct pby_meter_request *request, struct pby_err *err)
{
	int rc;

	*m = (struct pby_meter){ .request = *request, .before_s = pby_watch__cpu() };
	note_owners(m);
	rc = pby_child__start(&m->ticks, ticks_region, pby_watch__ticks, &m->request, err);
	if (!rc)
		rc = pby_child__start(&m->counts, region, pby_watch__counts, &m->request, err);
	if (!rc && has_events(request->probes))
		rc = pby_child__start(&m->profile, region, pby_watch__profile, &m->request, err);
	return rc;
}

static void all(struct pby_meter *m, struct pby_child *list[3])
{
	list[0] = &m->ticks;
	list[1] = &m->counts;
	list[2] = &m->profile;
}

bool pby_meter__done(const struct pby_meter *m, int timeout_ms)
{
	/* All run for the same time: the one that ticks is there in any case. */
	struct pollfd p = { .fd = m->ticks.end_fd, .events = POLLIN };

	return poll(&p, 1, timeout_ms) > 0;
}

void pby_meter__stop(struct pby_meter *m)
{
	struct pby_child *list[3];

	all(m, list);
	for (int i = 0; i < 3; i++) {
		struct pby_watch *w = list[i]->region ? __atomic_load_n(&list[i]->region->result, __ATOMIC_ACQUIRE)
						      : NULL;

		if (w)
			__atomic_store_n(&w->stop, true, __ATOMIC_RELAXED);
	}
}

/* What it left, or NULL; *why: it did not come to its end. */
static const struct pby_watch *result(struct pby_child *child, const char **why)
{
	enum pby_child_end end;

	*why = NULL;
	if (!child->region)
		return NULL;
	end = pby_child__wait(child, QUIET_MS);
	if (end == PBY_CHILD_CRASHED)
		*why = "the child that looked crashed";
	else if (end != PBY_CHILD_DONE)
		*why = "no answer: something on this machine is stuck";
	return child->region->result;
}

static void collect_ticks(struct pby_meter *m, struct pby_cost_seen *seen)
{
	const char *why;
	const struct pby_watch *w = result(&m->ticks, &why);

	if (w) {
		*seen = w->seen;
		seen->own_s = w->cpu_s;
	}
	if (why)
		seen->samples_why = why;
}

static void collect_counts(struct pby_meter *m, struct pby_cost_seen *seen)
{
	const char *why;
	const struct pby_watch *w = result(&m->counts, &why);

	seen->counted_why = why;
	if (!w)
		return;
	seen->own_s += w->cpu_s;
	seen->counted = w->seen.counted;
	seen->counted_why = why ? why : w->seen.counted_why;
	seen->window_s = w->seen.window_s;
	seen->nr_windows = w->seen.nr_windows;
	seen->stats = w->seen.stats;
	seen->runs = w->seen.runs;
	seen->links = w->seen.links;
}

static void collect_events(struct pby_meter *m, struct pby_cost_seen *seen)
{
	const char *why;
	const struct pby_watch *w = result(&m->profile, &why);

	if (!w)
		return;
	seen->own_s += w->cpu_s;
	seen->events = w->seen.links;
}

static void collect_people(struct pby_meter *m, struct pby_cost_seen *seen)
{
	struct pby_watch_people people = { seen, m->request.probes };
	const struct pby_watch *w;
	struct pby_err err;
	const char *why;

	if (pby_child__start(&m->tasks, region, pby_watch__people, &people, &err))
		return;
	w = result(&m->tasks, &why);
	if (!w)
		return;
	seen->own_s += w->cpu_s;
	seen->tasks = w->seen.tasks;
	seen->codes = w->seen.codes;
}

/* From what the kernel charged owners with at the start to what it does now. */
static void charge(const struct pby_meter *m, struct pby_cost_seen *seen)
{
	for (uint32_t i = 0; i < m->owners.nr; i++)
		for (uint32_t t = 0; t < seen->tasks.nr; t++) {
			struct pby_cost_task *task = &seen->tasks.items[t];
			uint64_t now;

			if (task->pid != m->owners.items[i].pid || !pby_watch__charged(task->pid, &now) ||
			    now < m->owners.items[i].ns)
				continue;
			task->own_ns = now - m->owners.items[i].ns;
			task->has_own = true;
		}
}

void pby_meter__finish(struct pby_meter *m, struct pby_cost_seen *seen)
{
	*seen = (struct pby_cost_seen){ 0 };
	collect_ticks(m, seen);
	collect_counts(m, seen);
	collect_events(m, seen);
	collect_people(m, seen);
	charge(m, seen);
	seen->own_s += pby_watch__cpu() - m->before_s;
}

void pby_meter__free(struct pby_meter *m)
{
	struct pby_child *list[3];

	all(m, list);
	for (int i = 0; i < 3; i++)
		pby_child__free(list[i]);
	pby_child__free(&m->tasks);
	pby_arena__free(&m->arena);
	memset(&m->owners, 0, sizeof(m->owners));
}
