// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* usual.c: reads lines that need no stage but the last; what it does to them is what all stages together would do. */
#include "source/dump/usual.h"

#include <string.h>

#include "source/dump/lines.h"
#include "source/dump/parser.h"
#include "source/dump/prefix.h"
#include "source/dump/wrap.h"

bool pby_usual__is_register(const struct pby_line *line)
{
	const char *p = line->text.p;

	return line->stamped && pby_text__len(&line->text) > 8 && p[0] == 'R' && p[3] == ':' &&
	       memcmp(p, "RIP", 3) && memcmp(p, "RSP", 3);
}

/* The stamp of the line at p, whose end is not known yet; line->text begins behind it. */
static bool begins(const char *p, const char *end, struct pby_line *line)
{
	return p < end && *p == '[' && pby_prefix__usual_stamp((struct pby_text){ p, end }, line);
}

/* Whether the line from p to its newline is usual; its text ends where it does, without a CR. */
static bool is_usual(const char *p, const char *newline, struct pby_line *line)
{
	enum { SHORTEST = 17, CALLER_MAX = 11, WIDTH_MAX = 10000 };
	const char *end = newline - (newline > p && newline[-1] == '\r');
	size_t width = end - p;

	if (width < SHORTEST || end[-1] == '=' || end[-1] == '\r' || pby_text__len(&line->caller) > CALLER_MAX)
		return false;
	line->text.end = end;
	line->width = width < WIDTH_MAX ? width : WIDTH_MAX;
	return pby_text__empty(&line->text) || *line->text.p != '[';
}

/* False: another message begins inside it. */
static bool take(struct pby_parser *p, const struct pby_line *line, uint32_t nr)
{
	p->line = *line;
	p->line.nr = nr;
	if (pby_parser__known_frame(p))
		return true;
	if (pby_prefix__find_stamp(line->text))
		return false;
	pby_parser__line(p);
	return true;
}

void pby_usual__lines(struct pby_lines *l, struct pby_wrap *wrap, struct pby_parser *p)
{
	const char *at = l->buf + l->start, *end = l->buf + l->end;
	struct pby_line line, next;

	if (!begins(at, end, &line))
		return;
	for (;;) {
		const char *newline = memchr(at, '\n', end - at);

		if (!newline || !begins(newline + 1, end, &next) || !is_usual(at, newline, &line))
			break;
		pby_prefix__behind_stamp(&line);
		pby_wrap__flush(wrap);
		if (!pby_usual__is_register(&line) && !take(p, &line, l->nr + 1))
			break;
		l->nr++;
		at = newline + 1;
		line = next;
	}
	l->start = at - l->buf;
}
