// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* read.c: the stages of reading, one behind the other. */
#include "source/dump/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "source/dump/input.h"
#include "source/dump/lines.h"
#include "source/dump/parser.h"
#include "source/dump/plain.h"
#include "source/dump/prefix.h"
#include "source/dump/record.h"
#include "source/dump/usual.h"
#include "source/dump/wrap.h"

struct reader {
	struct pby_parser parser;
	struct pby_wrap wrap;
	struct pby_plain plain;
	struct pby_record record;
	struct pby_lines lines;
	uint64_t nr_lines;	/* of earlier inputs */
};

static void to_parser(void *to, const struct pby_line *line)
{
	struct pby_parser *p = to;

	p->line = *line;
	pby_parser__line(p);
}

/* More messages can begin inside a line: two CPUs on one console, a login prompt, a forum that joins lines. */
static void to_wrap(struct reader *r, struct pby_line *line)
{
	const char *stamp;

	if (pby_usual__is_register(line)) {
		pby_wrap__flush(&r->wrap);
		return;
	}
	while ((stamp = pby_prefix__find_stamp(line->text))) {
		struct pby_text rest = { stamp, line->text.end };

		line->text.end = stamp;
		pby_wrap__line(&r->wrap, line);
		pby_prefix__strip(rest, line);
		if (line->text.p <= stamp)
			break;
	}
	pby_wrap__line(&r->wrap, line);
}

static void to_prefix(struct reader *r, struct pby_text text, uint32_t width, bool whole, double time_s)
{
	struct pby_line line = { .nr = r->lines.nr, .width = width };

	pby_prefix__strip(text, &line);
	line.stamped |= whole;
	if (line.time_s < 0)
		line.time_s = time_s;
	to_wrap(r, &line);
}

static void to_plain(void *to, struct pby_text text, bool whole, double time_s)
{
	struct reader *r = to;
	uint32_t width = pby_text__len(&text) < 10000 ? pby_text__len(&text) : 10000;
	struct pby_text plain = pby_plain__line(&r->plain, text, r->lines.rare || whole), line;

	if (pby_text__empty(&plain))
		to_prefix(r, plain, width, whole, time_s);
	while (pby_text__line(&plain, &line)) {
		to_prefix(r, line, pby_text__len(&line) < width ? pby_text__len(&line) : width, whole, time_s);
	}
}

static bool is_digits(struct pby_text t)
{
	int32_t v;

	return pby_pid__eat(&t, &v) && pby_text__empty(&t);
}

/* ".../1234/stack", ".../task/1235/stack", "stack.1234", "1234.stack" */
static int32_t pid_of_path(const char *path)
{
	struct pby_text t = pby_text__str(path), part, before = { 0 }, last = { 0 };
	int32_t pid = PBY_PID_UNKNOWN;

	while (pby_text__until(&t, '/', &part))
		before = part;
	last = t;
	if ((pby_text__is(last, "stack") || pby_text__is(last, "status") || pby_text__is(last, "wchan") ||
	     pby_text__is(last, "comm")) && is_digits(before)) {
		pby_pid__eat(&before, &pid);
		return pid;
	}
	if (pby_text__starts(last, "stack.") || pby_text__starts(last, "stack-")) {
		last.p += 6;
		return is_digits(last) && pby_pid__eat(&last, &pid) ? pid : PBY_PID_UNKNOWN;
	}
	if (pby_text__ends(last, ".stack")) {
		last.end -= 6;
		return is_digits(last) && pby_pid__eat(&last, &pid) ? pid : PBY_PID_UNKNOWN;
	}
	return pid;
}

/* "comm" and "wchan" say nothing about themselves: their path does. */
static void name_of_file(struct pby_parser *p, const char *path)
{
	const char *slash = strrchr(path, '/');

	p->source_pid = pid_of_path(path);
	p->source_file = slash && p->source_pid >= 0 ? slash + 1 : "";
}

/* Whether nothing wraps the lines that come: the kernel's text as it is. */
static bool is_bare(const struct reader *r)
{
	return !pby_record__is_inside(&r->record) && !r->plain.html && !r->lines.rare && !r->lines.skipping;
}

static int read_input(struct reader *r, struct pby_input *in, struct pby_err *err)
{
	struct pby_text line;
	int rc = pby_lines__open(&r->lines, in, err);

	r->record.lines = &r->lines;
	while (!rc) {
		if (is_bare(r))
			pby_usual__lines(&r->lines, &r->wrap, &r->parser);
		rc = pby_lines__next(&r->lines, &line, err);
		if (rc <= 0)
			break;
		rc = pby_record__line(&r->record, line, err);
	}
	pby_record__flush(&r->record);
	pby_wrap__flush(&r->wrap);
	if (in->cut)
		pby_parser__note(&r->parser, PBY_NOTE_TRUNCATED,
				 pby_text__str("the compressed data end early or are damaged"));
	if (r->lines.nr_cut)
		pby_parser__note(&r->parser, PBY_NOTE_LIMIT, pby_text__str("lines longer than 1 MiB were cut"));
	r->parser.dump->bytes += in->given;
	r->parser.dump->lines += r->lines.nr;
	pby_parser__end(&r->parser, true);
	pby_lines__close(&r->lines);
	if (!rc && (r->parser.no_memory || r->parser.dump->arena.failed))
		rc = pby_err__set(err, ENOMEM, "%s: no memory for what it holds", in->name);
	return rc;
}

static int start(struct reader *r, struct pby_dump *dump, struct pby_err *err)
{
	*dump = (struct pby_dump){ 0 };
	memset(r, 0, sizeof(*r));
	r->record.take = to_plain;
	r->record.to = r;
	r->wrap.take = to_parser;
	r->wrap.to = &r->parser;
	return pby_parser__init(&r->parser, dump) ? pby_err__set(err, ENOMEM, "no memory") : 0;
}

static const char *remember_source(struct pby_dump *dump, const char *name)
{
	const char **slot = PBY_PUSH(&dump->arena, &dump->sources);

	if (!slot)
		return "";
	*slot = pby_arena__strdup(&dump->arena, name);
	return *slot;
}

static void finish(struct reader *r)
{
	struct pby_parser *p = &r->parser;

	if (p->orphan_line) {
		struct pby_note *n = pby_parser__note(p, PBY_NOTE_TRUNCATED,
						      pby_text__str("the text begins inside a stack"));

		if (n) {
			n->line = p->orphan_line;
			n->time_s = -1;
		}
	}
	pby_merge__hide_nameless(p);
	if (p->dump)
		p->dump->nr_stacks = p->stacks.all.nr;
	pby_parser__free(p);
	pby_wrap__free(&r->wrap);
	pby_plain__free(&r->plain);
	pby_record__free(&r->record);
}

static int read_one(struct reader *r, struct pby_input *in, struct pby_err *err)
{
	r->parser.source = remember_source(r->parser.dump, in->name);
	return read_input(r, in, err);
}

int pby_dump__read(struct pby_dump *dump, const char *const *paths, size_t nr, struct pby_err *err)
{
	struct reader *r = malloc(sizeof(*r));
	int rc = r ? start(r, dump, err) : pby_err__set(err, ENOMEM, "no memory");

	for (size_t i = 0; i < nr && !rc; i++) {
		PBY_AUTO_INPUT in = { .fd = -1 };

		rc = pby_input__open(&in, paths[i], err);
		if (rc)
			break;
		name_of_file(&r->parser, paths[i]);
		rc = read_one(r, &in, err);
	}
	if (r)
		finish(r);
	free(r);
	return rc;
}

int pby_dump__read_mem(struct pby_dump *dump, const char *name, const void *bytes, size_t len,
		       struct pby_err *err)
{
	struct reader *r = malloc(sizeof(*r));
	PBY_AUTO_INPUT in = { .fd = -1 };
	int rc = r ? start(r, dump, err) : pby_err__set(err, ENOMEM, "no memory");

	if (!rc)
		rc = pby_input__open_mem(&in, name, bytes, len, err);
	if (!rc) {
		name_of_file(&r->parser, name);
		rc = read_one(r, &in, err);
	}
	if (r)
		finish(r);
	free(r);
	return rc;
}
