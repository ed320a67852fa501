// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* parser.c: gives each line to its caller's stream and there to the first cue that wants it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/dump/draft.h"
#include "source/dump/header.h"
#include "source/dump/parser.h"

static const struct pby_cue *const tables[] = {
	pby_cues__trace, pby_cues__header, pby_cues__hung, pby_cues__stall, pby_cues__locks,
	pby_cues__lockdep, pby_cues__work, pby_cues__proc, pby_cues__note,
};

/* Subsystems put their name before a message on some kernels and not on others. */
static const char *const speakers[] = {
	"rcu: ", "watchdog: ", "NMI watchdog: ", "hung_task: ", "workqueue: ", "lockdep: ", "sysrq: ",
	"SysRq : ", "kernel: ", "khungtaskd: ", "NMI ", "BUG: ", "INFO: ", "WARNING: ", "[ INFO: ", "[ BUG: ",
};

struct pby_cue_entry {
	const struct pby_cue *cue;
	size_t len;
};

/* Sorts the cues by their first byte: most lines mean nothing and must learn so quickly. */
static bool index_cues(struct pby_parser *p)
{
	uint32_t nr = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (const struct pby_cue *c = tables[i]; c->text; c++)
			nr++;
	}
	p->cues = calloc(nr, sizeof(*p->cues));
	if (!p->cues)
		return false;
	nr = 0;
	for (int byte = 0; byte < 256; byte++) {
		p->first_cue[byte] = nr;
		for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
			for (const struct pby_cue *c = tables[i]; c->text; c++) {
				if ((unsigned char)*c->text == byte)
					p->cues[nr++] = (struct pby_cue_entry){ c, strlen(c->text) };
			}
		}
	}
	p->first_cue[256] = nr;
	return true;
}

int pby_parser__init(struct pby_parser *p, struct pby_dump *dump)
{
	memset(p, 0, sizeof(*p));
	p->dump = dump;
	p->source_pid = PBY_PID_UNKNOWN;
	if (!index_cues(p) || !pby_stacks__init(&p->stacks, &dump->arena))
		return -ENOMEM;
	return pby_merge__init(p);
}

void pby_parser__free(struct pby_parser *p)
{
	for (uint32_t i = 0; i < p->nr_streams; i++) {
		free(p->streams[i].draft.frames);
		free(p->streams[i].other.frames);
		pby_buf__free(&p->streams[i].partial);
	}
	free(p->cues);
	pby_merge__free(p);
	pby_stacks__free(&p->stacks);
}

static void start_stream(struct pby_stream *s, struct pby_text id)
{
	pby_text__copy(id, s->id, sizeof(s->id));
	s->cpu_next = -1;
	s->lock_task = s->lockdep = -1;
}

/* The stream of a caller; the one that was silent longest makes room for a new one. */
static struct pby_stream *stream_of(struct pby_parser *p, struct pby_text id)
{
	struct pby_stream *oldest = &p->streams[0];

	if (p->last && pby_text__is(id, p->last->id))
		return p->last;
	for (uint32_t i = 0; i < p->nr_streams; i++) {
		if (pby_text__is(id, p->streams[i].id))
			return &p->streams[i];
		if (p->streams[i].used < oldest->used)
			oldest = &p->streams[i];
	}
	if (p->nr_streams < PBY_STREAMS)
		oldest = &p->streams[p->nr_streams++];
	else
		pby_draft__close(p, oldest);
	start_stream(oldest, id);
	return oldest;
}

static bool try_cues(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	unsigned char first = pby_text__empty(&text) ? '\0' : *text.p;

	p->said = text;
	for (uint32_t i = p->first_cue[first]; i < p->first_cue[first + 1]; i++) {
		const struct pby_cue_entry *e = &p->cues[i];
		struct pby_text rest = { text.p + e->len, text.end };

		if (pby_text__len(&text) >= e->len && !memcmp(text.p, e->cue->text, e->len) &&
		    e->cue->take(p, s, rest))
			return true;
	}
	return false;
}

/* Cues with and without the name of the subsystem that speaks; what it says stays in p->said. */
static bool try_speakers(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	bool again = true;

	if (try_cues(p, s, text))
		return true;
	while (again) {
		again = false;
		for (size_t i = 0; i < sizeof(speakers) / sizeof(speakers[0]) && !again; i++)
			again = pby_text__eat(&text, speakers[i]);
		pby_text__skip_blanks(&text);
		if (again && try_cues(p, s, text))
			return true;
	}
	return false;
}

/* A name can hold a newline: printk then begins a new line, stamp and all, inside the header. */
static bool is_broken_by_name(struct pby_text text)
{
	if (pby_text__starts(text, "task:"))
		return !pby_text__find(text, " state:");
	if (pby_text__starts(text, "INFO: task "))
		return !pby_text__find(text, " blocked ") && !pby_text__find(text, " can't die ");
	return false;
}

/*
 * The beginning of such a line waits in s->partial until a line completes it; lines between are
 * taken as they are. True: text was taken.
 */
static bool mend(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	enum { PIECES_MAX = 4 };
	size_t was = s->partial.len;

	if (is_broken_by_name(text)) {
		s->partial.len = 0;
		s->nr_pieces = 1;
		pby_buf__add(&s->partial, text.p, pby_text__len(&text));
		return true;
	}
	if (!was)
		return false;
	pby_buf__addc(&s->partial, '\n');
	pby_buf__add(&s->partial, text.p, pby_text__len(&text));
	if (!s->partial.failed && !is_broken_by_name(pby_text__of(s->partial.data, s->partial.len))) {
		try_speakers(p, s, pby_text__of(s->partial.data, s->partial.len));
		s->partial.len = 0;
		return true;
	}
	if (++s->nr_pieces == PIECES_MAX)
		s->partial.len = 0;
	return false;
}

static void keep_hint(struct pby_parser *p, struct pby_text text)
{
	if (pby_text__empty(&text) || p->line.stamped)
		return;
	pby_text__copy(text, p->hint, sizeof(p->hint));
	p->hint_line = p->line.nr;
}

static void take(struct pby_parser *p, struct pby_stream *s, struct pby_text text, bool indented)
{
	bool like_frame;

	if (pby_text__empty(&text))
		return;
	like_frame = indented || memchr("[?(", *text.p, 3);
	if (like_frame && pby_draft__frame_line(p, s, text))
		return;
	if ((s->slot == PBY_LOCK_WANTED || s->slot == PBY_LOCK_HOLDING) && pby_lockdep__slot(p, s, text))
		return;
	if (s->ps.nr && pby_ps__row(p, s, text))
		return;
	s->ps.nr = 0;
	if (s->proc_file[0] && pby_proc__content(p, s, text))
		return;
	if (try_speakers(p, s, text))
		return;
	/* Behind a stripped speaker nothing else matched: what it said may still tell in its middle. */
	if (!like_frame && pby_draft__frame_line(p, s, text))
		return;
	if (pby_header__old(p, s, text) || pby_cue__anywhere(p, s, p->said))
		return;
	keep_hint(p, text);
}

static struct pby_stream *stream_of_line(struct pby_parser *p)
{
	struct pby_stream *s = stream_of(p, p->line.caller);

	p->last = s;
	s->used = ++p->clock;
	return s;
}

bool pby_parser__known_frame(struct pby_parser *p)
{
	struct pby_text text = p->line.text;
	struct pby_stream *s;

	if (pby_text__empty(&text) || *text.p != ' ')
		return false;
	s = stream_of_line(p);
	/* A name that broke a line may go on with anything. */
	return !s->partial.len && pby_draft__known_line(p, s, pby_text__trim(text));
}

void pby_parser__line(struct pby_parser *p)
{
	struct pby_stream *s;
	struct pby_text text = p->line.text;
	bool indented;

	if (p->line.foreign)
		return;
	s = stream_of_line(p);
	pby_text__skip_blanks(&text);
	indented = text.p > p->line.text.p;
	text = pby_text__trim(text);
	if (mend(p, s, text))
		return;
	take(p, s, text, indented);
}

void pby_parser__end(struct pby_parser *p, bool eof)
{
	for (uint32_t i = 0; i < p->nr_streams; i++) {
		struct pby_stream *s = &p->streams[i];

		if (s->other.kind)
			pby_draft__finish(p, &s->other, eof);
		pby_draft__finish(p, &s->draft, eof);
		if (s->lockdep >= 0)
			pby_lockdep__cut(p, s);
		s->slot = PBY_LOCK_NONE;
		s->partial.len = 0;
		s->lock_task = s->lockdep = -1;
		s->seen_next = 0;
		s->visible_next = false;
	}
}
