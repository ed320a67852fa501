// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* text.c: the bounded text cursor. */
#include "base/text.h"

#include <string.h>

struct pby_text pby_text__of(const char *p, size_t len)
{
	return (struct pby_text){ p, p + len };
}

struct pby_text pby_text__str(const char *s)
{
	return pby_text__of(s, strlen(s));
}

bool pby_text__line(struct pby_text *t, struct pby_text *line)
{
	const char *nl;

	if (pby_text__empty(t))
		return false;
	nl = memchr(t->p, '\n', pby_text__len(t));
	line->p = t->p;
	line->end = nl ? nl : t->end;
	t->p = nl ? nl + 1 : t->end;
	if (line->end > line->p && line->end[-1] == '\r')
		line->end--;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool pby_text__word(struct pby_text *t, struct pby_text *word)
{
	struct pby_text s = *t;

	pby_text__skip_blanks(&s);
	if (pby_text__empty(&s))
		return false;
	word->p = s.p;
	while (s.p < s.end && !is_blank(*s.p))
		s.p++;
	word->end = s.p;
	*t = s;
	return true;
}

bool pby_text__until(struct pby_text *t, char delim, struct pby_text *before)
{
	const char *d = pby_text__empty(t) ? NULL : memchr(t->p, delim, pby_text__len(t));

	if (!d)
		return false;
	*before = (struct pby_text){ t->p, d };
	t->p = d + 1;
	return true;
}

bool pby_text__u64(struct pby_text *t, uint64_t *value)
{
	const char *p = t->p;
	uint64_t v = 0;

	for (; p < t->end && *p >= '0' && *p <= '9'; p++) {
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*p - '0'), &v))
			return false;
	}
	if (p == t->p)
		return false;
	*value = v;
	t->p = p;
	return true;
}

bool pby_text__i64(struct pby_text *t, int64_t *value)
{
	struct pby_text s = *t;
	bool minus = pby_text__eat(&s, "-");
	uint64_t v;

	if (!pby_text__u64(&s, &v) || v > INT64_MAX)
		return false;
	*value = minus ? -(int64_t)v : (int64_t)v;
	*t = s;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool pby_text__hex(struct pby_text *t, uint64_t *value)
{
	struct pby_text s = *t;
	uint64_t v = 0;
	const char *start;

	pby_text__eat(&s, "0x");
	for (start = s.p; s.p < s.end && hex_digit(*s.p) >= 0; s.p++) {
		if (v >> 60)
			return false;
		v = v << 4 | hex_digit(*s.p);
	}
	if (s.p == start)
		return false;
	*value = v;
	*t = s;
	return true;
}

bool pby_text__is(struct pby_text t, const char *s)
{
	size_t n = pby_text__len(&t);

	/* Empty text may have no address. */
	return n ? strlen(s) == n && !memcmp(t.p, s, n) : !*s;
}

bool pby_text__ends(struct pby_text t, const char *suffix)
{
	size_t n = strlen(suffix);

	return pby_text__len(&t) >= n && memcmp(t.end - n, suffix, n) == 0;
}

/* Lines are short: memmem() takes longer to get ready than this takes for all of one. */
const char *pby_text__find(struct pby_text t, const char *needle)
{
	size_t n = strlen(needle), blanks = strspn(needle, " ");
	size_t anchor = blanks < n ? blanks : 0;	/* blanks are everywhere */
	const char *p;

	if (pby_text__empty(&t) || pby_text__len(&t) < n)
		return NULL;
	if (!n)
		return t.p;
	p = t.p + anchor;
	while ((p = memchr(p, needle[anchor], t.end - (n - anchor - 1) - p))) {
		if (!memcmp(p - anchor, needle, n))
			return p - anchor;
		p++;
	}
	return NULL;
}

struct pby_text pby_text__trim(struct pby_text t)
{
	while (t.p < t.end && (is_blank(*t.p) || *t.p == '\n' || *t.p == '\r'))
		t.p++;
	while (t.end > t.p && (is_blank(t.end[-1]) || t.end[-1] == '\n' || t.end[-1] == '\r'))
		t.end--;
	return t;
}

void pby_text__copy(struct pby_text t, char *dst, size_t size)
{
	size_t n = pby_text__len(&t);

	if (!size)
		return;
	if (n >= size)
		n = size - 1;
	if (n)
		memcpy(dst, t.p, n);
	dst[n] = '\0';
}
