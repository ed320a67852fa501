// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* task_files.c: parses /proc/PID/stat, stack and status. */
#include "source/task_files.h"

#include <string.h>

static const char *last_bracket(struct pby_text t)
{
	const char *p = t.end;

	while (p > t.p && p[-1] != ')')
		p--;
	return p > t.p ? p - 1 : NULL;
}

bool pby_task_stat__parse(struct pby_text text, struct pby_task_stat *stat)
{
	const char *open = pby_text__find(text, "("), *close = last_bracket(text);
	struct pby_text rest, word;
	uint64_t number;

	*stat = (struct pby_task_stat){ 0 };
	if (!open || !close || close < open)
		return false;
	pby_text__copy((struct pby_text){ open + 1, close }, stat->comm, sizeof(stat->comm));
	rest = (struct pby_text){ close + 1, text.end };
	/* Field 3 is the state, 9 the flags, 20 the number of threads. */
	for (int field = 3; field <= 20; field++) {
		if (!pby_text__word(&rest, &word))
			return false;
		if (field == 3) {
			if (pby_text__len(&word) != 1)
				return false;
			stat->state = *word.p;
		} else if (field == 9 || field == 20) {
			if (!pby_text__u64(&word, &number) || number > UINT32_MAX)
				return false;
			*(field == 9 ? &stat->flags : &stat->nr_threads) = (uint32_t)number;
		}
	}
	return true;
}

bool pby_task_stack__next(struct pby_text *text, struct pby_text *function)
{
	struct pby_text line, address;

	while (pby_text__line(text, &line)) {
		const char *dot;

		if (!pby_text__eat(&line, "[<") || !pby_text__until(&line, '>', &address) ||
		    !pby_text__eat(&line, "] ") || !pby_text__until(&line, '+', function) ||
		    pby_text__empty(function))
			continue;
		dot = memchr(function->p + 1, '.', pby_text__len(function) - 1);
		if (dot)
			function->end = dot;
		return true;
	}
	return false;
}

int64_t pby_task_status__switches(struct pby_text text)
{
	static const char *const keys[] = { "voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:" };
	struct pby_text line;
	uint64_t number, sum = 0;
	int found = 0;

	while (pby_text__line(&text, &line)) {
		for (int i = 0; i < 2; i++) {
			if (!pby_text__eat(&line, keys[i]))
				continue;
			pby_text__skip_blanks(&line);
			if (!pby_text__u64(&line, &number) || number > INT64_MAX)
				return -1;
			sum += number;
			found++;
		}
	}
	return found == 2 && sum <= INT64_MAX ? (int64_t)sum : -1;
}
