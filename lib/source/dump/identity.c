// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* identity.c: names and numbers of tasks, as reports write them side by side. */
#define _GNU_SOURCE
#include <string.h>

#include "source/dump/parser.h"

bool pby_pid__eat(struct pby_text *t, int32_t *pid)
{
	int64_t v;

	if (!pby_text__i64(t, &v))
		return false;
	*pid = v >= 0 && v <= INT32_MAX ? (int32_t)v : PBY_PID_UNKNOWN;
	return true;
}

/* The last c in [from, to), or NULL. */
static const char *last(const char *from, const char *to, char c)
{
	return from < to ? memrchr(from, c, to - from) : NULL;
}

/* "(T117)": some write the caller id of the task behind its number. */
static bool is_caller(struct pby_text t)
{
	uint64_t v;

	return pby_text__eat(&t, "(T") && pby_text__u64(&t, &v) && pby_text__is(t, ")");
}

/*
 * A name may hold colons, blanks and the words of the kernel's own sentence: the number stands
 * right before stop and behind a colon, so look at every place where stop is.
 */
bool pby_identity__colon(struct pby_text *t, const char *stop, struct pby_identity *id)
{
	size_t stop_len = strlen(stop);
	const char *at = t->p;

	while (at < t->end) {
		const char *end = stop_len ? memmem(at, t->end - at, stop, stop_len) : t->end;
		const char *colon = end ? last(t->p, end, ':') : NULL;
		struct pby_text nr = { colon ? colon + 1 : end, end };

		if (!end)
			return false;
		if (colon && pby_pid__eat(&nr, &id->pid) && (pby_text__empty(&nr) || is_caller(nr))) {
			id->comm = (struct pby_text){ t->p, colon };
			t->p = end;
			return true;
		}
		at = end + (stop_len ? stop_len : 1);
	}
	return false;
}

bool pby_identity__slash(struct pby_text t, struct pby_identity *id)
{
	const char *slash = last(t.p, t.end, '/');
	struct pby_text nr = { slash ? slash + 1 : t.end, t.end };

	if (!slash || !pby_pid__eat(&nr, &id->pid) || !pby_text__empty(&nr))
		return false;
	id->comm = (struct pby_text){ t.p, slash };
	return true;
}

bool pby_comm__same(const char *a, const char *b)
{
	enum { NARROWEST = 12 };	/* 2.6 printed 13 columns of a name */
	size_t n = strlen(a), m = strlen(b);
	size_t shorter = n < m ? n : m;

	if (a == b || !shorter)
		return true;
	return !memcmp(a, b, shorter) && (n == m || shorter >= NARROWEST);
}
