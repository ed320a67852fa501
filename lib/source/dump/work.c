// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* work.c: "Showing busy workqueues and worker pools": which worker runs what, and who flushes it. */
#include <string.h>

#include "source/dump/header.h"

/* "workqueue events: flags=0x0" */
static bool workqueue(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *end = pby_text__find(rest, ": flags=");

	if (!end)
		return false;
	pby_draft__close(p, s);
	s->workqueue = pby_stacks__string(&p->stacks, (struct pby_text){ rest.p, end });
	return true;
}

static struct pby_work *add(struct pby_parser *p, const struct pby_stream *s)
{
	struct pby_work *w = PBY_PUSH(&p->dump->arena, &p->dump->works);

	if (!w) {
		p->no_memory = true;
		return NULL;
	}
	*w = (struct pby_work){ .workqueue = s->workqueue, .func = "", .worker_pid = PBY_PID_UNKNOWN,
				.flusher_pid = PBY_PID_UNKNOWN };
	return w;
}

/* The next of "12:work_fn, 13(RESCUER):foo BAR(14)", "2*work_fn": up to a blank or a comma. */
static bool item(struct pby_text *t, struct pby_text *word)
{
	while (!pby_text__empty(t) && memchr(" ,\t", *t->p, 3))
		t->p++;
	word->p = t->p;
	while (!pby_text__empty(t) && !memchr(" ,\t", *t->p, 3))
		t->p++;
	word->end = t->p;
	return !pby_text__empty(word);
}

/* "BAR(14)": task 14 waits in flush_work() for the work before it. */
static bool eat_barrier(struct pby_text word, int32_t *pid)
{
	return pby_text__eat(&word, "BAR(") && pby_pid__eat(&word, pid);
}

static void take_item(struct pby_parser *p, struct pby_stream *s, struct pby_text word, bool in_flight,
		      bool delayed)
{
	struct pby_work *w = add(p, s);
	uint64_t count;
	struct pby_text t = word;

	if (!w)
		return;
	w->delayed = delayed;
	if (in_flight && pby_pid__eat(&t, &w->worker_pid)) {
		w->rescuer = pby_text__eat(&t, "(RESCUER)");
		pby_text__eat(&t, ":");
		word = t;
	} else if (pby_text__u64(&t, &count) && pby_text__eat(&t, "*")) {
		word = t;
	}
	w->func = pby_stacks__string(&p->stacks, word);
}

static bool take(struct pby_parser *p, struct pby_stream *s, struct pby_text rest, bool in_flight,
		 bool delayed)
{
	struct pby_text word;
	int32_t pid;

	if (!s->workqueue)
		return false;
	while (item(&rest, &word)) {
		if (pby_text__is(word, "for"))	/* "12:work_fn for 30s" (6.19) */
			item(&rest, &word);
		else if (!eat_barrier(word, &pid))
			take_item(p, s, word, in_flight, delayed);
		else if (p->dump->works.nr)
			p->dump->works.items[p->dump->works.nr - 1].flusher_pid = pid;
	}
	return true;
}

static bool in_flight(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	return take(p, s, rest, true, false);
}

static bool pending(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	return take(p, s, rest, false, false);
}

static bool inactive(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	return take(p, s, rest, false, true);
}

static bool pools(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	s->workqueue = NULL;
	return true;
}

const struct pby_cue pby_cues__work[] = {
	{ "Showing busy workqueues and worker pools", pools },
	{ "workqueue ", workqueue },
	{ "in-flight: ", in_flight },
	{ "pending: ", pending },
	{ "delayed: ", inactive },		/* before 5.15 */
	{ "inactive: ", inactive },
	{ "Showing backtraces of ", pools },
	{ NULL, NULL },
};
