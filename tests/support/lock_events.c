// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_events.c: reads events of contended locks that were written by hand. */
#include "support/lock_events.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/contention/contention.h"

enum { START_NS = 1000000000, FRAMES = 64, WORDS = 80 };

struct reader {
	struct lock_events_to *to;
	uint64_t shift_ns;	/* of the repetition */
	char words[WORDS][64];
	uint32_t nr;
};

static bool split(struct reader *r, struct pby_text line)
{
	struct pby_text word;

	r->nr = 0;
	while (r->nr < WORDS && pby_text__word(&line, &word)) {
		if (*word.p == '#')
			break;
		pby_text__copy(word, r->words[r->nr++], sizeof(r->words[0]));
	}
	return r->nr > 0;
}

static uint64_t address_of(const char *letter)
{
	return 0xffff888000000000u + (uint64_t)(*letter - 'A' + 1) * 0x1000;
}

static uint64_t symbol_of(const char *name)
{
	uint64_t hash = 5381;

	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return 0xffffffff80000000u + hash % 0x10000000;
}

static int32_t number(const char *text)
{
	return (int32_t)strtol(text, NULL, 10);
}

/* The word behind key, or NULL. */
static const char *behind(const struct reader *r, const char *key)
{
	for (uint32_t i = 0; i + 1 < r->nr; i++)
		if (!strcmp(r->words[i], key))
			return r->words[i + 1];
	return NULL;
}

static bool has(const struct reader *r, const char *word)
{
	for (uint32_t i = 0; i < r->nr; i++)
		if (!strcmp(r->words[i], word))
			return true;
	return false;
}

static uint32_t flags_of(const char *mode)
{
	static const struct {
		const char *name;
		uint32_t flags;
	} modes[] = {
		{ "read", PBY_LCB_READ }, { "write", PBY_LCB_WRITE }, { "mutex", PBY_LCB_MUTEX },
		{ "spin", PBY_LCB_SPIN }, { "sem", 0 }, { "percpu-read", PBY_LCB_PERCPU | PBY_LCB_READ },
		{ "percpu-write", PBY_LCB_PERCPU | PBY_LCB_WRITE },
	};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (!strcmp(modes[i].name, mode))
			return modes[i].flags;
	return UINT32_MAX;
}

static int name_lock(struct reader *r)
{
	static const char *const kinds[] = { "unknown", "mutex", "rwsem", "sem", "rtmutex", "percpu", "ww", "spin", "rw" };
	struct pby_lock_name n = { .type = PBY_LOCK_NAMES_LOCK, .number = address_of(r->words[1]), .tgid = PBY_PID_UNKNOWN };
	char text[256] = "";

	for (size_t i = 0; r->nr > 2 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i], r->words[2]))
			n.kind = (uint8_t)i;
	for (uint32_t i = 3; i < r->nr; i++) {
		strncat(text, i > 3 ? " " : "", sizeof(text) - strlen(text) - 1);
		strncat(text, r->words[i], sizeof(text) - strlen(text) - 1);
	}
	if (behind(r, "of"))
		n.tgid = number(behind(r, "of"));
	n.text = text;
	r->to->name(r->to->who, &n);
	return n.kind ? 0 : -EINVAL;
}

static int name_stack(struct reader *r)
{
	uint64_t addrs[FRAMES];
	struct pby_lock_name stack = { .type = PBY_LOCK_NAMES_STACK, .number = (uint64_t)number(r->words[1]),
				       .text = "", .tgid = PBY_PID_UNKNOWN, .addrs = addrs };

	for (uint32_t i = 2; i < r->nr && stack.nr_addrs < FRAMES; i++) {
		struct pby_lock_name symbol = { .type = PBY_LOCK_NAMES_SYMBOL, .number = symbol_of(r->words[i]),
						.text = r->words[i], .tgid = PBY_PID_UNKNOWN, .offset = 16, .size = 64 };

		r->to->name(r->to->who, &symbol);
		addrs[stack.nr_addrs++] = symbol.number;
	}
	r->to->name(r->to->who, &stack);
	return 0;
}

static int name_task(struct reader *r)
{
	struct pby_lock_name n = { .type = PBY_LOCK_NAMES_TASK, .number = (uint64_t)number(r->words[1]),
				   .text = r->nr > 2 ? r->words[2] : "" };

	n.tgid = behind(r, "tgid") ? number(behind(r, "tgid")) : number(r->words[1]);
	r->to->name(r->to->who, &n);
	return 0;
}

/* "840 D stack 3", "840 R off" at words[at]. */
static void take_task(const struct reader *r, uint32_t at, struct pby_lock_event *e)
{
	e->owner = PBY_OWNER_TASK;
	e->owner_pid = number(r->words[at]);
	e->state = at + 1 < r->nr && strlen(r->words[at + 1]) == 1 ? r->words[at + 1][0] : 0;
	e->on_cpu = has(r, "on") ? PBY_YES : has(r, "off") || (e->state && e->state != 'R') ? PBY_NO : PBY_MAYBE;
	e->throttled = has(r, "throttled") ? PBY_YES : e->state ? PBY_NO : PBY_MAYBE;
	e->owner_mode = PBY_MODE_WRITE;
}

static int take_owner(const struct reader *r, uint32_t at, struct pby_lock_event *e)
{
	e->handoff = has(r, "handoff");
	if (at >= r->nr)
		return -EINVAL;
	if (!strcmp(r->words[at], "nobody")) {
		e->owner = PBY_OWNER_NOBODY;
	} else if (!strcmp(r->words[at], "readers")) {
		if (at + 2 < r->nr && number(r->words[at + 2]) > 0)
			take_task(r, at + 2, e);
		e->owner = PBY_OWNER_READERS;
		e->owner_mode = PBY_MODE_READ;
		e->nr_readers = at + 1 < r->nr ? (uint32_t)number(r->words[at + 1]) : 0;
	} else {
		take_task(r, at, e);
	}
	return 0;
}

static int take_event(struct reader *r)
{
	struct pby_lock_event e = { .owner_pid = PBY_PID_UNKNOWN, .pid = PBY_PID_UNKNOWN, .cpu = -1 };
	const char *what = r->words[1];
	int rc = 0;

	e.ns = START_NS + r->shift_ns + (uint64_t)(strtod(r->words[0], NULL) * 1e6);
	r->to->now_ns = e.ns > r->to->now_ns ? e.ns : r->to->now_ns;
	if (!strcmp(what, "now"))
		return 0;
	if (r->nr < 3)
		return -EINVAL;
	if (behind(r, "stack"))
		e.stack = (uint32_t)number(behind(r, "stack"));
	if (!strcmp(what, "owner")) {
		e.type = PBY_LOCK_OWNER;
		e.lock = address_of(r->words[2]);
		rc = take_owner(r, 3, &e);
	} else if (!strcmp(what, "look")) {
		e.type = PBY_LOCK_TASK;
		take_task(r, 2, &e);
		e.pid = e.owner_pid;
		e.owner = 0;
		e.owner_pid = PBY_PID_UNKNOWN;
	} else if (!strcmp(what, "exit")) {
		e.type = PBY_LOCK_EXIT;
		e.pid = number(r->words[2]);
	} else if (!strcmp(what, "lost")) {
		e.type = PBY_LOCK_LOST;
		e.flags = (uint32_t)number(r->words[2]);
	} else if (r->nr > 3 && (!strcmp(what, "begin") || !strcmp(what, "end"))) {
		e.type = *what == 'b' ? PBY_LOCK_BEGIN : PBY_LOCK_END;
		e.pid = number(r->words[2]);
		e.lock = address_of(r->words[3]);
		e.handoff = has(r, "handoff");
		e.ret = has(r, "failed") ? -EINTR : 0;
		e.flags = *what == 'b' && r->nr > 4 ? flags_of(r->words[4]) : 0;
		rc = e.flags == UINT32_MAX ? -EINVAL : 0;
	} else {
		rc = -EINVAL;
	}
	if (!rc)
		r->to->event(r->to->who, &e);
	return rc;
}

static int take_line(struct reader *r)
{
	if (!strcmp(r->words[0], "task"))
		return r->nr > 1 ? name_task(r) : -EINVAL;
	if (!strcmp(r->words[0], "lock"))
		return r->nr > 2 ? name_lock(r) : -EINVAL;
	if (!strcmp(r->words[0], "stack"))
		return r->nr > 2 ? name_stack(r) : -EINVAL;
	return r->nr > 1 ? take_event(r) : -EINVAL;
}

static int refuse(struct pby_text line, struct pby_err *err)
{
	return pby_err__set(err, EINVAL, "not an event: %.*s", (int)pby_text__len(&line), line.p);
}

int lock_events__read(struct pby_text *text, struct lock_events_to *to, struct pby_err *err)
{
	struct reader r = { .to = to };
	struct pby_text line, block = { 0 };
	uint32_t times = 0, turn = 0;
	double step_ms = 0;

	to->now_ns = START_NS;
	while (!pby_text__empty(text) && *text->p != '=' && pby_text__line(text, &line)) {
		if (!split(&r, line))
			continue;
		if (!strcmp(r.words[0], "repeat") && r.nr == 3) {
			block = *text;
			times = (uint32_t)number(r.words[1]);
			step_ms = strtod(r.words[2], NULL);
			turn = 0;
		} else if (!strcmp(r.words[0], "done")) {
			if (++turn < times)
				text->p = block.p;
			r.shift_ns = turn < times ? (uint64_t)(turn * step_ms * 1e6) : 0;
		} else if (take_line(&r)) {
			return refuse(line, err);
		}
	}
	return 0;
}
