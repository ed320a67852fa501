// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* header_old.c: task headers before 5.11, which have columns and no keywords. */
#include <string.h>

#include "source/dump/header.h"

/* Takes the last word off t. */
static bool last_word(struct pby_text *t, struct pby_text *word)
{
	*t = pby_text__trim(*t);
	if (pby_text__empty(t))
		return false;
	word->end = word->p = t->end;
	while (word->p > t->p && word->p[-1] != ' ' && word->p[-1] != '\t')
		word->p--;
	t->end = word->p;
	return true;
}

static bool is_number(struct pby_text t)
{
	uint64_t v;

	return pby_text__u64(&t, &v) && pby_text__empty(&t);
}

static bool is_flags(struct pby_text t)
{
	size_t len = pby_text__len(&t);
	uint64_t v;

	return pby_text__starts(t, "0x") && len >= 6 && pby_text__hex(&t, &v) && pby_text__empty(&t);
}

/* " ffff88008ad8f5b0", " c0123456", " current ", " running task on cpu   0 ": the address column. */
static bool eat_middle(struct pby_text *t)
{
	struct pby_text s = *t, word;
	uint64_t v;

	if (!last_word(&s, &word))
		return false;
	if ((pby_text__len(&word) == 8 || pby_text__len(&word) == 16) && pby_text__hex(&word, &v) &&
	    pby_text__empty(&word)) {
		*t = s;
		return true;
	}
	return false;
}

/*
 * Before 2.6.29 there were no flags, and until 2.6.22 the numbers of relatives and "(NOTLB)" or
 * "(L-TLB)" stood there: "cron  D ffff81043e0a1420     0   762    585   763   748 (L-TLB)".
 */
static bool parse_oldest(struct pby_text t, struct pby_old_header *h)
{
	struct pby_text word, comm = t;
	uint64_t v;
	int nr = 0;

	memset(h, 0, sizeof(*h));
	if (!pby_text__ends(t, "TLB)") || !last_word(&t, &word) || !pby_text__starts(word, "("))
		t = comm;
	/* The address is the anchor: behind it free stack, pid and ppid, before it the state. */
	for (word = t; pby_text__word(&t, &word);) {
		struct pby_text addr = word;

		if (word.p - comm.p > 3 && word.p - comm.p < 24 && word.p[-1] == ' ' && word.p[-3] == ' ' &&
		    (pby_text__len(&word) == 16 || pby_text__len(&word) == 8) && pby_text__hex(&addr, &v) &&
		    pby_text__empty(&addr))
			break;
	}
	if (pby_text__empty(&t))
		return false;
	comm.end = word.p - 2;
	h->state = comm.end[0];
	comm = pby_text__trim(comm);
	if (!memchr(PBY_TASK_STATES, h->state, sizeof(PBY_TASK_STATES) - 1) || !pby_text__len(&comm) ||
	    pby_text__len(&comm) > 16)
		return false;
	for (; pby_text__word(&t, &word); nr++) {
		int32_t pid;

		if (nr == 6 || !pby_pid__eat(&word, &pid) || !pby_text__empty(&word))
			return false;
		h->pid = nr == 1 ? pid : h->pid;
		h->ppid = nr == 2 ? pid : h->ppid;
	}
	h->comm = comm;
	return nr >= 3;
}

bool pby_header__parse_old(struct pby_text t, struct pby_old_header *h)
{
	struct pby_text word, number = { 0 }, whole = t;
	const char *running;

	memset(h, 0, sizeof(*h));
	/* Some vendors print the run time behind the flags. */
	if (!last_word(&t, &word) || (!is_flags(word) && is_number(word) && !last_word(&t, &word)) ||
	    !is_flags(word))
		return parse_oldest(pby_text__trim(whole), h);
	if (!last_word(&t, &number) || !pby_pid__eat(&number, &h->ppid) || !pby_text__empty(&number) ||
	    !last_word(&t, &number) || !pby_pid__eat(&number, &h->pid) || !pby_text__empty(&number) ||
	    !last_word(&t, &word))
		return false;
	running = pby_text__find(t, " running");
	if (running) {
		h->middle = (struct pby_text){ running, word.end };
		t.end = running;
	} else if (is_number(word)) {	/* free stack, before it perhaps an address */
		eat_middle(&t);
	} else {			/* "D29496": the state and the stack without a blank */
		t.end = word.end;
		while (t.end > word.p + 1 && t.end[-1] >= '0' && t.end[-1] <= '9')
			t.end--;
	}
	t = pby_text__trim(t);
	if (pby_text__len(&t) < 3 || !memchr(PBY_TASK_STATES, t.end[-1], sizeof(PBY_TASK_STATES) - 1) || t.end[-2] != ' ')
		return false;
	h->state = t.end[-1];
	t.end -= 2;
	h->comm = pby_text__trim(t);
	return pby_text__len(&h->comm) > 0 && pby_text__len(&h->comm) <= 16;
}

bool pby_header__is_old(struct pby_text text)
{
	struct pby_old_header h;

	return pby_header__parse_old(text, &h);
}

