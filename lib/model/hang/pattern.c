// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pattern.c: alternatives with "*", and sequences of them along a stack. */
#include "model/hang/pattern.h"

#include <string.h>

static bool glob(const char *p, const char *end, const char *s)
{
	for (; p < end; p++, s++) {
		if (*p == '*') {
			if (p + 1 == end)
				return true;
			for (; *s; s++)
				if (glob(p + 1, end, s))
					return true;
			return false;
		}
		if (*p != *s)
			return false;
	}
	return !*s;
}

int pby_pattern__fit(struct pby_text alternative, const char *name)
{
	const char *star = memchr(alternative.p, '*', pby_text__len(&alternative));

	if (!star)
		return pby_text__is(alternative, name) ? INT16_MAX : -1;
	if (!glob(alternative.p, alternative.end, name))
		return -1;
	return (int)pby_text__len(&alternative) - 1;
}

int pby_pattern__fit_any(struct pby_text alternatives, const char *name)
{
	struct pby_text one;
	int best = -1;

	while (!pby_text__empty(&alternatives)) {
		int fit;

		if (!pby_text__until(&alternatives, '|', &one)) {
			one = alternatives;
			alternatives.p = alternatives.end;
		}
		fit = pby_pattern__fit(one, name);
		best = fit > best ? fit : best;
	}
	return best;
}

bool pby_pattern__match(const char *alternatives, const char *name)
{
	return pby_pattern__fit_any(pby_text__str(alternatives), name) >= 0;
}

uint32_t pby_pattern__find(const char *elements, const char *const *names, uint32_t from,
			   uint32_t nr, uint32_t *last)
{
	struct pby_text rest = pby_text__str(elements), element;
	uint32_t at = from, nr_found = 0;

	while (pby_text__word(&rest, &element)) {
		while (at < nr && pby_pattern__fit_any(element, names[at]) < 0)
			at++;
		if (at >= nr)
			return 0;
		*last = at++;
		nr_found++;
	}
	return nr_found;
}
