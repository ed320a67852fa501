// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* plain.c: escape sequences, character entities and tags. */
#include "source/dump/plain.h"

#include <string.h>

static const struct {
	const char *name;
	const char *text;
} entities[] = {
	{ "lt;", "<" }, { "gt;", ">" }, { "amp;", "&" }, { "quot;", "\"" }, { "apos;", "'" },
	{ "nbsp;", " " }, { "ensp;", " " }, { "emsp;", " " }, { "lbrack;", "[" }, { "rbrack;", "]" },
	{ "lpar;", "(" }, { "rpar;", ")" }, { "plus;", "+" }, { "colon;", ":" }, { "Tab;", "\t" },
};

static const struct {
	const char *name;
	bool line_end;	/* whether the tag begins or ends a line */
} tags[] = {
	{ "br", true }, { "p", true }, { "div", true }, { "li", true }, { "tr", true }, { "hr", true },
	{ "pre", false }, { "span", false }, { "code", false }, { "a", false }, { "b", false },
	{ "i", false }, { "u", false }, { "em", false }, { "strong", false }, { "font", false },
	{ "tt", false }, { "td", false }, { "th", false }, { "table", true }, { "tbody", true },
	{ "ul", true }, { "ol", true }, { "html", true }, { "head", true }, { "body", true },
	{ "title", true }, { "meta", false }, { "link", false }, { "blockquote", true },
	{ "samp", false }, { "kbd", false }, { "mark", false }, { "small", false }, { "h1", true },
	{ "h2", true }, { "h3", true }, { "section", true }, { "article", true },
};

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ESC [ parameters letter; ESC ] text BEL; ESC ( character; ESC character. */
static void skip_escape(struct pby_text *t)
{
	char kind = t->p + 1 < t->end ? t->p[1] : '\0';

	t->p += kind ? 2 : 1;
	if (kind == '[') {
		while (!pby_text__empty(t) && (unsigned char)*t->p < 0x40)
			t->p++;
		if (!pby_text__empty(t))
			t->p++;
	} else if (kind == ']') {
		while (!pby_text__empty(t) && *t->p != '\a' && *t->p != '\033')
			t->p++;
		if (!pby_text__empty(t) && *t->p == '\a')
			t->p++;
	} else if ((kind == '(' || kind == ')') && !pby_text__empty(t)) {
		t->p++;
	}
}

/* "&#65;" and "&#x41;"; only what fits one byte means anything in a kernel's log. */
static bool eat_number(struct pby_text *t, char *c)
{
	struct pby_text s = *t;
	uint64_t n;

	if (!pby_text__eat(&s, "#"))
		return false;
	if (!(pby_text__eat(&s, "x") || pby_text__eat(&s, "X") ? pby_text__hex(&s, &n) : pby_text__u64(&s, &n)))
		return false;
	if (!pby_text__eat(&s, ";"))
		return false;
	*c = n == 160 || n > 255 || n < 9 ? ' ' : (char)n;
	*t = s;
	return true;
}

static bool eat_entity(struct pby_text *t, struct pby_buf *out)
{
	struct pby_text s = { t->p + 1, t->end };
	char c;

	if (eat_number(&s, &c)) {
		pby_buf__addc(out, c);
		*t = s;
		return true;
	}
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (!pby_text__eat(&s, entities[i].name))
			continue;
		pby_buf__adds(out, entities[i].text);
		*t = s;
		return true;
	}
	return false;
}

static bool eat_comment(struct pby_text *t)
{
	const char *end;

	if (!pby_text__starts(*t, "<!"))
		return false;
	end = memchr(t->p, '>', pby_text__len(t));
	t->p = end ? end + 1 : t->end;
	return true;
}

/* A tag that HTML knows, with or without attributes. */
static bool eat_tag(struct pby_text *t, struct pby_buf *out)
{
	struct pby_text s = { t->p + 1, t->end }, name;
	bool closing = pby_text__eat(&s, "/");

	name.p = s.p;
	while (!pby_text__empty(&s) && (is_alpha(*s.p) || (*s.p >= '1' && *s.p <= '6')))
		s.p++;
	name.end = s.p;
	if (pby_text__empty(&s) || !memchr(" \t/>", *s.p, 4))
		return false;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		const char *end = memchr(s.p, '>', pby_text__len(&s));

		if (!pby_text__is(name, tags[i].name) || !end)
			continue;
		/* An opening block begins a line only when something is before it. */
		if (tags[i].line_end && (closing || out->len || pby_text__is(name, "br")))
			pby_buf__addc(out, '\n');
		t->p = end + 1;
		return true;
	}
	return false;
}

static bool begins_with_tag(struct pby_text t)
{
	struct pby_buf none = { 0 };
	bool is;

	pby_text__skip_blanks(&t);
	if (pby_text__empty(&t) || *t.p != '<')
		return false;
	is = pby_text__starts(t, "<!DOCTYPE") || pby_text__starts(t, "<!--") || eat_tag(&t, &none);
	pby_buf__free(&none);
	return is;
}

static bool has_rare_bytes(struct pby_text t)
{
	size_t len = pby_text__len(&t);

	return len && (memchr(t.p, '\033', len) || memchr(t.p, '&', len));
}

struct pby_text pby_plain__line(struct pby_plain *p, struct pby_text line, bool rare)
{
	struct pby_text t = line;

	if (!p->html && begins_with_tag(line))
		p->html = true;
	if (!p->html && !(rare && has_rare_bytes(line)))
		return line;
	p->buf.len = 0;
	while (!pby_text__empty(&t)) {
		if (*t.p == '\033')
			skip_escape(&t);
		else if (*t.p == '&' && eat_entity(&t, &p->buf))
			p->html = true;
		else if (!(*t.p == '<' && p->html && (eat_comment(&t) || eat_tag(&t, &p->buf))))
			pby_buf__addc(&p->buf, *t.p++);
	}
	return p->buf.failed ? line : pby_text__of(pby_buf__text(&p->buf), p->buf.len);
}

void pby_plain__free(struct pby_plain *p)
{
	pby_buf__free(&p->buf);
	*p = (struct pby_plain){ 0 };
}
