// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trace_events.c: probes defined through tracefs, with their counts and which of them are on. */
#include "source/tracing/parse.h"

static char *keep(struct pby_arena *arena, struct pby_text t)
{
	return pby_arena__strndup(arena, t.p, pby_text__len(&t));
}

/* "/usr/my prog:0x000000000004245c(0x112244) arg=...": the name may hold blanks and colons. */
static bool take_file(struct pby_text line, struct pby_arena *arena, struct pby_trace_event *e)
{
	const char *at;

	for (struct pby_text rest = line; (at = pby_text__find(rest, ":0x")); rest.p = at + 1) {
		struct pby_text number = { at + 1, line.end };

		if (!pby_text__hex(&number, &e->offset))
			continue;
		if (!pby_text__empty(&number) && *number.p != ' ' && *number.p != '(')
			continue;
		e->name = keep(arena, (struct pby_text){ line.p, at });
		return at > line.p;
	}
	return false;
}

/* "ext4:ext4_sync_file+8", "vfs_read%return", "0xffffffff81000000". */
static bool take_function(struct pby_text line, struct pby_arena *arena, struct pby_trace_event *e)
{
	struct pby_text word, module, symbol;

	if (!pby_text__word(&line, &word))
		return false;
	if (pby_text__until(&word, ':', &module))
		e->module = keep(arena, module);
	if (pby_text__ends(word, "%return")) {
		e->returns = true;
		word.end -= sizeof("%return") - 1;
	}
	symbol = word;
	if (pby_text__until(&word, '+', &symbol)) {
		if (!pby_text__u64(&word, &e->offset))
			return false;
	}
	e->name = keep(arena, symbol);
	return !pby_text__empty(&symbol);
}

/* "r10:kprobes/back PLACE arg=..." */
static bool parse(struct pby_text line, bool user, struct pby_arena *arena,
		  struct pby_trace_event *e)
{
	struct pby_text word, group;
	uint64_t maxactive;

	if (!pby_text__word(&line, &word) || pby_text__empty(&word))
		return false;
	e->letter = *word.p++;
	e->user = user;
	e->returns = e->letter == 'r';
	if (pby_text__u64(&word, &maxactive))
		e->maxactive = maxactive > UINT32_MAX ? UINT32_MAX : (uint32_t)maxactive;
	if (!pby_text__eat(&word, ":") || !pby_text__until(&word, '/', &group))
		return false;
	e->group = keep(arena, group);
	e->event = keep(arena, word);
	pby_text__skip_blanks(&line);
	return user ? take_file(line, arena, e) : take_function(line, arena, e);
}

uint32_t pby_trace_events__parse(struct pby_text text, bool user, struct pby_arena *arena,
				 struct pby_sightings *seen)
{
	struct pby_text line;
	uint32_t nr_odd = 0;

	while (pby_text__line(&text, &line)) {
		struct pby_trace_event e = { 0 }, *slot;

		/* s: made of other events, e: on another event; neither is a probe of its own. */
		if (pby_text__starts(line, "s:") || pby_text__starts(line, "e:"))
			continue;
		if (!parse(line, user, arena, &e)) {
			nr_odd++;
			continue;
		}
		slot = PBY_PUSH(arena, &seen->events);
		if (slot)
			*slot = e;
	}
	return nr_odd;
}

/* Takes the last word of the text away from it. */
static bool last_word(struct pby_text *t, struct pby_text *word)
{
	*t = pby_text__trim(*t);
	*word = (struct pby_text){ t->end, t->end };
	while (word->p > t->p && word->p[-1] != ' ' && word->p[-1] != '\t')
		word->p--;
	t->end = word->p;
	return !pby_text__empty(word);
}

uint32_t pby_profile__parse(struct pby_text text, bool user, struct pby_arena *arena,
			    struct pby_sightings *seen)
{
	struct pby_text line, event, number;
	uint32_t nr_odd = 0;

	while (pby_text__line(&text, &line)) {
		struct pby_profile p = { .user = user }, *slot;
		bool ok = user || (last_word(&line, &number) && pby_text__u64(&number, &p.missed));

		ok = ok && last_word(&line, &number) && pby_text__u64(&number, &p.hits) &&
		     last_word(&line, &event);
		if (!ok) {
			nr_odd++;
			continue;
		}
		p.event = keep(arena, event);
		slot = PBY_PUSH(arena, &seen->profiles);
		if (slot)
			*slot = p;
	}
	return nr_odd;
}

uint32_t pby_set_event__parse(struct pby_text text, struct pby_arena *arena,
			      struct pby_sightings *seen)
{
	struct pby_text line, name;
	uint32_t nr_odd = 0;

	while (pby_text__line(&text, &line)) {
		struct pby_event_name *slot;

		if (!pby_text__word(&line, &name) || !pby_text__find(name, ":")) {
			nr_odd++;
			continue;
		}
		slot = PBY_PUSH(arena, &seen->enabled_events);
		if (slot)
			slot->text = keep(arena, name);
	}
	return nr_odd;
}
