// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: several looks at a sick machine, in children and within a time, and who did not answer. */
#include "source/live/live.h"

#include <errno.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "source/live/ask.h"
#include "source/live/jobs.h"

enum { PAGE = 256 << 20, DEFAULT_MS = 20000 };

double pby_live_ask__now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int pby_live_ask__left(const struct pby_live_ask *a)
{
	int64_t ms = a->pool.interrupted ? 0 : a->deadline_ms - pby_clock__ms();

	return ms < 0 ? 0 : (int)ms;
}

/* Impatience ends the watching, not the looking: a second Ctrl-C does that. */
bool pby_live_ask__pause(struct pby_live_ask *a, int64_t until_ms)
{
	struct pollfd p = { .fd = a->pool.interrupt_fd, .events = POLLIN };
	struct signalfd_siginfo s;
	int64_t ms = until_ms < a->deadline_ms ? until_ms - pby_clock__ms() : a->deadline_ms - pby_clock__ms();

	if (a->pool.interrupted || poll(&p, 1, ms > 0 ? (int)ms : 0) <= 0)
		return true;
	a->live->interrupted = true;
	return read(p.fd, &s, sizeof(s)) < 0;
}

void pby_live_ask__silent(struct pby_live_ask *a, const struct pby_worker *w, enum pby_child_end end, int32_t pid,
			  const char *comm)
{
	struct pby_live_silent *s;

	if (end == PBY_CHILD_DONE)
		return;
	s = PBY_PUSH(a->all.arena, &a->live->silent);
	if (!s)
		return;
	*s = (struct pby_live_silent){
		.what = pby_arena__strdup(a->all.arena, *pby_worker__region(w)->doing ? pby_worker__region(w)->doing
						     : "a child that did not start"),
		.comm = comm ? pby_arena__strdup(a->all.arena, comm) : NULL, .pid = pid,
		.child = end == PBY_CHILD_STUCK ? w->pid : PBY_PID_UNKNOWN,
	};
}

static uint32_t nr_in_d(const struct pby_dump *d)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < d->tasks.nr; i++)
		nr += d->tasks.items[i].state == 'D';
	return nr;
}

static bool any_answered(const struct pby_live *live)
{
	for (uint32_t i = 0; i < live->sources.nr; i++)
		if (live->sources.items[i].answered)
			return true;
	return false;
}

/* "412 tasks looked at; not looked at: kernel memory": for the verdict when nobody is blocked. */
static const char *scope_of(struct pby_live_ask *a, bool any)
{
	PBY_AUTO_BUF text = { 0 };
	bool first = true;

	pby_buf__addf(&text, "%u task%s looked at", a->live->nr_looked_at, a->live->nr_looked_at == 1 ? "" : "s");
	if (!any)
		pby_buf__addf(&text, ", %u of them in state D", nr_in_d(&a->live->dump));
	for (uint32_t i = 0; i < a->live->sources.nr; i++) {
		const struct pby_live_source *s = &a->live->sources.items[i];

		if (s->answered)
			continue;
		pby_buf__addf(&text, "%s%s", first ? "; not looked at: " : ", ", s->name);
		first = false;
	}
	for (uint32_t i = 0; i < a->live->silent.nr; i++) {
		pby_buf__addf(&text, "%s%s", first ? "; not looked at: " : ", ", a->live->silent.items[i].what);
		first = false;
	}
	if (a->live->interrupted)
		pby_buf__adds(&text, "; interrupted");
	return pby_arena__strdup(a->all.arena, pby_buf__text(&text));
}

/*
 * Memory, stacks, memory: who did not run between the last two looks had the stack that was read between them.
 * Without memory the stacks come first, and at the end the counters of their tasks once more.
 */
static void look(struct pby_live_ask *a, const struct pby_live_options *o)
{
	uint32_t nr = o->nr_looks < 2 ? 2 : o->nr_looks;
	int64_t span_ms = o->watch_ms;
	int64_t start = 0;
	bool stacks = false, enough = false;

	for (uint32_t i = 0; i < nr; i++) {
		bool last = i + 1 == nr;

		/* From the end of the first look on, which reads symbols and types: seconds on a slow machine. */
		if (i == 1)
			start = pby_clock__ms();
		if (i && !enough)
			enough = !pby_live_ask__pause(a, start + span_ms * i / (nr - 1));
		if (enough && !last && stacks)
			continue;
		if (!a->no_memory)
			pby_live_ask__memory(a, !i || last, last);
		else if (last)
			pby_live_ask__counters(a);
		if (!stacks && (a->no_memory || enough || i + 2 >= nr)) {
			pby_live_ask__tasks(a);
			if (o->sysrq_w || o->sysrq_t)
				pby_live_ask__log(a, o->sysrq_t);
			stacks = true;
		}
	}
	pby_assembly__progress(&a->all, &a->live->progress);
	pby_live_ask__running(a, o->sample_ms);
}

int pby_live__look(struct pby_live *live, const struct pby_live_options *o, struct pby_err *err)
{
	struct pby_live_ask a = { .live = live };
	int rc;

	a.deadline_ms = pby_clock__ms() + (o->timeout_ms > 0 ? o->timeout_ms : DEFAULT_MS);
	rc = pby_child_pool__start(&a.pool, pby_live_jobs, PAGE, o->program, err);
	if (rc)
		return rc;
	a.pool.interrupt_fd = o->interrupt_fd > 0 ? o->interrupt_fd : -1;
	rc = pby_assembly__start(&a.all, live, err);
	if (rc) {
		pby_child_pool__free(&a.pool);
		return rc;
	}
	live->not_pinned = o->not_pinned;
	live->dump.kernel = pby_arena__strdup(a.all.arena, o->release ? o->release : "");
	pby_rights__read(&a.rights);
	look(&a, o);
	if (o->watch_ms > 0)
		live->dump.progress = &live->progress;
	live->nr_stuck = a.pool.nr_stuck;
	live->interrupted |= a.pool.interrupted;
	live->dump.blind = !any_answered(live);
	live->dump.partial = live->interrupted || live->silent.nr;
	live->dump.scope = scope_of(&a, !live->dump.blind);
	pby_assembly__end(&a.all);
	pby_child_pool__free(&a.pool);
	if (!live->dump.tasks.nr && live->interrupted)
		return pby_err__set(err, EINTR, "interrupted before anything was seen");
	if (!live->dump.tasks.nr)
		return pby_err__set(err, ENODATA, "neither kernel memory nor /proc shows a task");
	return 0;
}
