// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ps.c: tables of ps(1) and of crash's ps: tasks that wait, though nobody took their stacks. */
#include <string.h>

#include "source/dump/frame.h"
#include "source/dump/header.h"

/* What a column can be; several words mean the same. */
static const struct {
	const char *word;
	enum pby_ps_column is;
} words[] = {
	{ "PID", PBY_PS_PID }, { "TID", PBY_PS_TID }, { "LWP", PBY_PS_TID }, { "SPID", PBY_PS_TID },
	{ "PPID", PBY_PS_PPID }, { "S", PBY_PS_STATE }, { "STAT", PBY_PS_STATE }, { "ST", PBY_PS_STATE },
	{ "STATE", PBY_PS_STATE }, { "WCHAN", PBY_PS_WCHAN }, { "COMMAND", PBY_PS_COMM },
	{ "CMD", PBY_PS_COMM }, { "COMM", PBY_PS_COMM },
};

/* crash's two letters. */
static const struct {
	const char *word;
	char state;
} crash_states[] = {
	{ "UN", 'D' }, { "IN", 'S' }, { "RU", 'R' }, { "ID", 'I' }, { "ZO", 'Z' }, { "TR", 't' },
};

static enum pby_ps_column column_of(struct pby_text word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (pby_text__is(word, words[i].word))
			return words[i].is;
	}
	return PBY_PS_OTHER;
}

/* "  PID  PPID S WCHAN  COMMAND": capitals only, a pid first of all, the command last. */
bool pby_ps__header(struct pby_stream *s, struct pby_text text)
{
	struct pby_ps ps = { 0 };
	struct pby_text word;
	bool pid = false;

	while (pby_text__word(&text, &word)) {
		if (ps.nr == PBY_PS_COLUMNS)
			return false;
		for (const char *c = word.p; c < word.end; c++) {
			if (*c >= 'a' && *c <= 'z')
				return false;
		}
		ps.columns[ps.nr] = column_of(word);
		pid |= ps.columns[ps.nr] == PBY_PS_PID;
		ps.nr++;
	}
	if (!pid || ps.nr < 3 || ps.columns[ps.nr - 1] != PBY_PS_COMM)
		return false;
	s->ps = ps;
	return true;
}

/* What "-o" calls its columns. */
static const struct {
	const char *word;
	enum pby_ps_column is;
} formats[] = {
	{ "pid", PBY_PS_PID }, { "tid", PBY_PS_TID }, { "lwp", PBY_PS_TID }, { "spid", PBY_PS_TID },
	{ "ppid", PBY_PS_PPID }, { "s", PBY_PS_STATE }, { "stat", PBY_PS_STATE }, { "state", PBY_PS_STATE },
	{ "wchan", PBY_PS_WCHAN }, { "cmd", PBY_PS_COMM }, { "comm", PBY_PS_COMM }, { "command", PBY_PS_COMM },
	{ "args", PBY_PS_COMM },
};

static enum pby_ps_column format_of(struct pby_text word)
{
	struct pby_text name = word;

	pby_text__until(&word, ':', &name);	/* "wchan:32" */
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (pby_text__is(name, formats[i].word))
			return formats[i].is;
	}
	return PBY_PS_OTHER;
}

/* "# ps -eopid,state,wchan:32,cmd | awk ...": what follows may have lost its header to a filter. */
bool pby_ps__command(struct pby_stream *s, struct pby_text text)
{
	struct pby_ps ps = { 0 };
	struct pby_text list, part;
	const char *o;

	text.p = pby_text__find(text, "ps -");
	if (!text.p)
		return false;
	o = memchr(text.p, 'o', text.end - text.p);
	text.p = o ? o + 1 : text.end;
	if (!pby_text__word(&text, &list))
		return false;
	while (ps.nr < PBY_PS_COLUMNS && !pby_text__empty(&list)) {
		if (!pby_text__until(&list, ',', &part)) {
			part = list;
			list.p = list.end;
		}
		ps.columns[ps.nr++] = format_of(part);
	}
	if (ps.nr < 3 || ps.columns[0] == PBY_PS_OTHER || ps.columns[ps.nr - 1] != PBY_PS_COMM)
		return false;
	s->ps = ps;
	return true;
}

static char state_of(struct pby_text word)
{
	for (size_t i = 0; i < sizeof(crash_states) / sizeof(crash_states[0]); i++) {
		if (pby_text__is(word, crash_states[i].word))
			return crash_states[i].state;
	}
	return memchr(PBY_TASK_STATES, *word.p, sizeof(PBY_TASK_STATES) - 1) ? *word.p : 0;
}

/* "[kworker/0:1]", "/usr/sbin/sshd -D", "postgres: writer": the name that the kernel would print. */
static struct pby_text comm_of(struct pby_text t)
{
	enum { COMM_MAX = 15 };
	struct pby_text word, part;

	t = pby_text__trim(t);
	if (pby_text__eat(&t, "["))
		return pby_text__until(&t, ']', &word) ? word : t;
	if (!pby_text__word(&t, &word))
		return t;
	while (pby_text__until(&word, '/', &part))
		;
	if (pby_text__ends(word, ":"))
		word.end--;
	if (pby_text__len(&word) > COMM_MAX)
		word.end = word.p + COMM_MAX;
	return word;
}

static void add(struct pby_parser *p, const struct pby_text *cells, struct pby_text comm, int32_t pid)
{
	struct pby_raw_frame f;
	struct pby_stack stack;
	struct pby_task *t;
	uint32_t frame;
	int32_t i = pby_merge__named(p, pby_stacks__string(&p->stacks, comm), pid, PBY_SEEN_PS);

	if (i < 0)
		return;
	t = &p->dump->tasks.items[i];
	if (!t->state)
		t->state = 'D';
	if (t->ppid < 0 && cells[PBY_PS_PPID].p)
		pby_pid__eat(&(struct pby_text){ cells[PBY_PS_PPID].p, cells[PBY_PS_PPID].end }, &t->ppid);
	memset(&f, 0, sizeof(f));
	f.name = cells[PBY_PS_WCHAN];
	if (t->frames.nr || pby_text__len(&f.name) < 3)
		return;
	frame = pby_stacks__frame(&p->stacks, &f, false);
	stack = pby_stacks__stack(&p->stacks, &frame, frame ? 1 : 0);
	pby_merge__lend_stack(p, i, &stack);
	t->origin = PBY_STACK_WCHAN;
}

/* A row below the header; false ends the table. Only tasks that are blocked are of interest. */
bool pby_ps__row(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_text cells[PBY_PS_NR] = { 0 }, word, comm;
	int32_t pid = PBY_PID_UNKNOWN;

	pby_text__eat(&text, ">");	/* crash: running on a CPU */
	for (uint32_t i = 0; i + 1 < s->ps.nr; i++) {
		if (!pby_text__word(&text, &word))
			return false;
		cells[s->ps.columns[i]] = word;
	}
	word = cells[PBY_PS_TID].p ? cells[PBY_PS_TID] : cells[PBY_PS_PID];
	comm = comm_of(text);
	if (!pby_pid__eat(&word, &pid) || !pby_text__empty(&word) || pby_text__empty(&comm))
		return false;
	if (cells[PBY_PS_STATE].p && state_of(cells[PBY_PS_STATE]) == 'D')
		add(p, cells, comm, pid);
	return true;
}
