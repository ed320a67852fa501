// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* proc.c: stacks as /proc/PID/stack gives them: files, shell transcripts, head and grep output. */
#define _GNU_SOURCE
#include <string.h>

#include "source/dump/draft.h"
#include "source/dump/frame.h"
#include "source/dump/header.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "/proc/12/stack", "/proc/12/task/13/stack": the thread's number, and which file of it. */
static bool eat_path(struct pby_text *t, int32_t *tgid, int32_t *pid, struct pby_text *file)
{
	struct pby_text s = *t;

	if (!pby_text__eat(&s, "/proc/") || !pby_pid__eat(&s, tgid) || !pby_text__eat(&s, "/"))
		return false;
	*pid = *tgid;
	if (pby_text__eat(&s, "task/") && (!pby_pid__eat(&s, pid) || !pby_text__eat(&s, "/")))
		return false;
	file->p = s.p;
	while (!pby_text__empty(&s) && *s.p >= 'a' && *s.p <= 'z')
		s.p++;
	file->end = s.p;
	*t = s;
	return true;
}

/* A prompt or a "cd" that says where the shell is: "root@db1:/proc/12/task/13# cat stack". */
static void take_directory(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_text t = { pby_text__find(text, "/proc/"), text.end };
	int32_t pid;

	if (!t.p || !pby_text__eat(&t, "/proc/") || !pby_pid__eat(&t, &pid))
		return;
	if (pby_text__eat(&t, "/task/") && !pby_pid__eat(&t, &pid))
		return;
	pby_text__eat(&t, "/");
	if (!pby_text__empty(&t) && !memchr(" #$%>]", *t.p, 6))
		return;
	/* What is printed next is of another task. */
	if (s->draft.kind == PBY_DRAFT_TASK && s->draft.task.seen & PBY_SEEN_PROC && s->draft.nr)
		pby_draft__close(p, s);
	p->dir_pid = pid;
	p->dir_line = p->line.nr;
}

static struct pby_draft *open_proc(struct pby_parser *p, struct pby_stream *s, int32_t pid)
{
	struct pby_draft *d = pby_draft__open(p, s, PBY_DRAFT_TASK, PBY_SEEN_PROC);

	d->task.origin = PBY_STACK_PROC;
	d->task.pid = pid;
	d->header = d->trace = true;
	return d;
}

static bool is_word_char(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c && memchr("_-./:", c, 5));
}

/* Words that people write around a pid and a name. */
static bool is_label(struct pby_text w)
{
	static const char *const labels[] = {
		"pid", "PID", "Pid", "tid", "TID", "task", "Task", "process", "Process", "thread", "comm",
		"COMM", "Comm", "name", "Name", "stack", "Stack", "STACK", "of", "for", "state", "State",
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		if (pby_text__is(w, labels[i]))
			return true;
	}
	return false;
}

/* "123", "123 (bash)", "bash 123", "PID: 123 COMM: bash", "== 123 bash D ==": one number, one name. */
static void take_hint(struct pby_parser *p, struct pby_draft *d)
{
	struct pby_text t = pby_text__str(p->hint), comm = { 0 }, before, inside;
	int32_t pid = PBY_PID_UNKNOWN;
	int words = 0;

	/* A name in brackets may hold blanks. */
	inside = t;
	if (!pby_text__until(&inside, '(', &before) || !pby_text__until(&inside, ')', &comm))
		comm = (struct pby_text){ 0 };

	while (!pby_text__empty(&t) && words < 8) {
		struct pby_text w = { t.p, t.p }, nr;

		if (!is_word_char(*t.p) || *t.p == '-' || *t.p == ':') {
			t.p++;
			continue;
		}
		while (w.end < t.end && is_word_char(*w.end))
			w.end++;
		t.p = w.end;
		while (w.end > w.p && memchr(":-.", w.end[-1], 3))
			w.end--;
		words++;
		nr = w;
		if (pid == PBY_PID_UNKNOWN && pby_pid__eat(&nr, &pid) && pby_text__empty(&nr))
			continue;
		if (pby_text__len(&w) == 1 && memchr("DSRITZ", *w.p, 6) && !d->task.state)
			d->task.state = *w.p;
		else if (pby_text__empty(&comm) && !is_label(w) && pby_text__len(&w) < 16)
			comm = w;
		if (!pby_text__empty(&nr))
			pid = is_digit(*w.p) ? PBY_PID_UNKNOWN : pid;
	}
	if (pid == PBY_PID_UNKNOWN || words > 6)
		return;
	d->task.pid = pid;
	if (!pby_text__empty(&comm))
		d->task.comm = pby_stacks__string(&p->stacks, comm);
}

void pby_proc__anonymous(struct pby_parser *p, struct pby_stream *s)
{
	bool named = p->hint[0] && p->line.nr - p->hint_line <= 2;
	char hint[sizeof(p->hint)];
	struct pby_draft *d;

	memcpy(hint, p->hint, sizeof(hint));
	d = open_proc(p, s, p->source_pid);
	if (p->source_pid == PBY_PID_UNKNOWN && named) {
		memcpy(p->hint, hint, sizeof(hint));
		take_hint(p, d);
		p->hint[0] = '\0';
	}
	if (d->task.pid == PBY_PID_UNKNOWN && p->dir_line && p->line.nr - p->dir_line <= 2)
		d->task.pid = p->dir_pid;
}

/* The rest of "/proc/12/stack:[<0>] do_wait+0x60/0xa0" (grep), of "/proc/12/comm:bash", ... */
static void take_content(struct pby_parser *p, struct pby_stream *s, struct pby_text file,
			 struct pby_text rest)
{
	struct pby_draft *d = &s->draft;
	struct pby_raw_frame f;

	if (pby_text__is(file, "stack")) {
		pby_draft__frame_line(p, s, rest);
	} else if (pby_text__is(file, "comm")) {
		d->task.comm = pby_stacks__string(&p->stacks, rest);
	} else if (pby_text__is(file, "wchan") && !d->nr) {
		memset(&f, 0, sizeof(f));
		if (!pby_raw_frame__symbol(&rest, &f) || !pby_text__empty(&rest))
			return;
		d->task.origin = PBY_STACK_WCHAN;
		pby_draft__push(p, s, pby_stacks__frame(&p->stacks, &f, false));
		d->ended = true;
	}
}

bool pby_proc__mention(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_text t = { pby_text__find(text, "/proc/"), text.end }, file;
	int32_t tgid, pid;

	while (t.p && !eat_path(&t, &tgid, &pid, &file))
		t.p = pby_text__find((struct pby_text){ t.p + 1, t.end }, "/proc/");
	if (!t.p || (!pby_text__is(file, "stack") && !pby_text__is(file, "comm") &&
		     !pby_text__is(file, "wchan") && !pby_text__is(file, "status"))) {
		take_directory(p, s, text);
		return false;
	}
	if (s->draft.kind != PBY_DRAFT_TASK || !(s->draft.task.seen & PBY_SEEN_PROC) ||
	    s->draft.task.pid != pid) {
		open_proc(p, s, pid)->task.tgid = tgid == pid ? PBY_PID_UNKNOWN : tgid;
	}
	pby_text__copy(file, s->proc_file, sizeof(s->proc_file));
	if (pby_text__eat(&t, ":") && !pby_text__empty(&t)) {
		take_content(p, s, file, pby_text__trim(t));
		s->proc_file[0] = '\0';
	}
	return true;
}

bool pby_proc__content(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_text file = pby_text__str(s->proc_file);

	if (!(s->draft.task.seen & PBY_SEEN_PROC) || pby_text__is(file, "stack") || pby_text__is(file, "status"))
		return false;
	take_content(p, s, file, text);
	s->proc_file[0] = '\0';
	return true;
}

/* A line of /proc/PID/status. "Name:" begins it unless the file's path said so already. */
static bool status_name(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_draft *d = &s->draft;

	if (pby_text__empty(&rest) || *rest.p != '\t')
		return false;
	if (d->kind != PBY_DRAFT_TASK || !(d->task.seen & PBY_SEEN_PROC) || d->nr)
		d = open_proc(p, s, p->source_pid);
	d->task.comm = pby_stacks__string(&p->stacks, pby_text__trim(rest));
	return true;
}

static bool status_number(struct pby_stream *s, struct pby_text rest, int32_t *value)
{
	if (s->draft.kind != PBY_DRAFT_TASK || !(s->draft.task.seen & PBY_SEEN_PROC) ||
	    pby_text__empty(&rest) || *rest.p != '\t')
		return false;
	rest = pby_text__trim(rest);
	return pby_pid__eat(&rest, value);
}

static bool status_state(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)p;
	if (s->draft.kind != PBY_DRAFT_TASK || !(s->draft.task.seen & PBY_SEEN_PROC) ||
	    pby_text__len(&rest) < 2 || *rest.p != '\t')
		return false;
	s->draft.task.state = rest.p[1];
	return true;
}

static bool status_pid(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)p;
	return status_number(s, rest, &s->draft.task.pid);
}

static bool status_tgid(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)p;
	return status_number(s, rest, &s->draft.task.tgid);
}

static bool status_ppid(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)p;
	return status_number(s, rest, &s->draft.task.ppid);
}

/* "NSpid:	1234	1": the last number is the one inside */
static bool status_nspid(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *tab = memrchr(rest.p, '\t', pby_text__len(&rest));

	(void)p;
	return tab && status_number(s, (struct pby_text){ tab, rest.end }, &s->draft.task.ns_pid);
}

const struct pby_cue pby_cues__proc[] = {
	{ "Name:", status_name },
	{ "State:", status_state },
	{ "Pid:", status_pid },
	{ "Tgid:", status_tgid },
	{ "PPid:", status_ppid },
	{ "NSpid:", status_nspid },
	{ NULL, NULL },
};
