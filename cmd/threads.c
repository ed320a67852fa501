// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* threads.c: "1,2,4-8". */
#include "cmd/threads.h"

#include "base/text.h"

int pby_threads__parse(const char *text, int most, int *threads, int max, int *nr, struct pby_err *err)
{
	struct pby_text t = pby_text__str(text);

	*nr = 0;
	do {
		uint64_t from, to;

		if (!pby_text__u64(&t, &from))
			return pby_err__set(err, EINVAL, "'%s' is no list of numbers, as in 1,2,4-8", text);
		to = from;
		if (pby_text__eat(&t, "-") && !pby_text__u64(&t, &to))
			return pby_err__set(err, EINVAL, "'%s' is no list of numbers, as in 1,2,4-8", text);
		if (!from || to < from || to > (uint64_t)most || (uint64_t)*nr + (to - from) >= (uint64_t)max)
			return pby_err__set(err, EINVAL, "'%s': from 1 to %d threads, at most %d numbers", text, most, max);
		for (; from <= to; from++)
			threads[(*nr)++] = (int)from;
	} while (pby_text__eat(&t, ","));
	return pby_text__empty(&t) ? 0 : pby_err__set(err, EINVAL, "'%s' is no list of numbers, as in 1,2,4-8", text);
}
