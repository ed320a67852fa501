// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* anywhere.c: lines whose telling words stand behind a name or a number. */
#include <string.h>

#include "source/dump/header.h"

static bool list(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	(void)at;
	return pby_locks__list(p, s, text);
}

static bool subject(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	return pby_lockdep__subject(p, s, (struct pby_text){ text.p, at });
}

static bool order(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	(void)at;
	return pby_lockdep__order(p, s, text);
}

static bool holdout(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	(void)at;
	return pby_stall__holdout(p, s, text);
}

/* "1-...!: (10499 ticks this GP) idle=63a": a CPU of RCU's list */
static bool stalled_cpu(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	int32_t cpu;

	(void)s;
	(void)at;
	if (!pby_pid__eat(&text, &cpu) || !pby_text__eat(&text, "-"))
		return false;
	if (p->nr_stalled_cpus < PBY_STALLED_MAX)
		p->stalled_cpus[p->nr_stalled_cpus++] = cpu;
	return true;
}

static bool table(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	(void)p;
	(void)at;
	return pby_ps__header(s, text);
}

static bool command(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	(void)p;
	(void)at;
	return pby_ps__command(s, text);
}

static bool mention(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at)
{
	(void)at;
	return pby_proc__mention(p, s, text);
}

static const struct {
	const char *words;
	bool (*take)(struct pby_parser *p, struct pby_stream *s, struct pby_text text, const char *at);
} anywhere[] = {
	{ " held by ", list },
	{ " is trying to acquire", subject },
	{ " is trying to release lock", subject },
	{ " just changed the state of lock", subject },
	{ " takes:", subject },
	{ " --> ", order },
	{ " holdout: ", holdout },
	{ " this GP)", stalled_cpu },
	{ " GPs behind)", stalled_cpu },
	{ "PID ", table },
	{ "ps -", command },
	{ "/proc/", mention },
};

bool pby_cue__anywhere(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	for (size_t i = 0; i < sizeof(anywhere) / sizeof(anywhere[0]); i++) {
		const char *at = pby_text__find(text, anywhere[i].words);

		if (at && anywhere[i].take(p, s, text, at))
			return true;
	}
	return false;
}
