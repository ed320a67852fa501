// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* text.h: a bounded cursor over text: the one way in which probity parses. */
#ifndef PBY_TEXT_H
#define PBY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * The bytes from p up to end; nothing needs a terminating NUL and nothing is
 * copied. Functions that take something return true and move p behind it, or
 * return false and leave the cursor where it was.
 */
struct pby_text {
	const char *p;
	const char *end;
};

/* Text of len bytes, or of a C string. */
struct pby_text pby_text__of(const char *p, size_t len);
struct pby_text pby_text__str(const char *s);

static inline bool pby_text__empty(const struct pby_text *t)
{
	return t->p >= t->end;
}

static inline size_t pby_text__len(const struct pby_text *t)
{
	return t->end - t->p;
}

/* The next line without its newline (and without a CR before it); false at the end. */
bool pby_text__line(struct pby_text *t, struct pby_text *line);
/* Blanks and tabs, any number. */
static inline void pby_text__skip_blanks(struct pby_text *t)
{
	while (t->p < t->end && (*t->p == ' ' || *t->p == '\t'))
		t->p++;
}

/* Skips blanks, then takes the bytes up to the next blank; false when nothing is left. */
bool pby_text__word(struct pby_text *t, struct pby_text *word);
/* Takes the bytes before the next delim, and delim itself; false when there is no delim. */
bool pby_text__until(struct pby_text *t, char delim, struct pby_text *before);
static inline bool pby_text__starts(struct pby_text t, const char *prefix)
{
	size_t n = strlen(prefix);

	return pby_text__len(&t) >= n && memcmp(t.p, prefix, n) == 0;
}

/* Takes this very string. In the header: the length of a literal is known where it is used. */
static inline bool pby_text__eat(struct pby_text *t, const char *literal)
{
	if (!pby_text__starts(*t, literal))
		return false;
	t->p += strlen(literal);
	return true;
}

/* Takes a decimal number; refuses overflow. */
bool pby_text__u64(struct pby_text *t, uint64_t *value);
bool pby_text__i64(struct pby_text *t, int64_t *value);
/* Takes hexadecimal digits, with or without 0x before them; refuses overflow. */
bool pby_text__hex(struct pby_text *t, uint64_t *value);

/* Questions that take nothing. */
bool pby_text__is(struct pby_text t, const char *s);
bool pby_text__ends(struct pby_text t, const char *suffix);
/* Where needle begins, or NULL. */
const char *pby_text__find(struct pby_text t, const char *needle);
/* Without the blanks, tabs and line ends at both ends. */
struct pby_text pby_text__trim(struct pby_text t);
/* Copies as a C string into dst of size bytes, cut to fit. */
void pby_text__copy(struct pby_text t, char *dst, size_t size);

#endif
