// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trigger.c: parses conditions and holds them to a state. */
#include "model/contention/trigger.h"

#include <string.h>

#include "base/text.h"

static bool parse_time(struct pby_text *t, uint64_t *ns)
{
	static const struct {
		const char *unit;
		uint64_t ns;
	} units[] = { { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 }, { "m", 60000000000 } };
	uint64_t number;

	if (!pby_text__u64(t, &number))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (pby_text__is(*t, units[i].unit)) {
			*ns = number * units[i].ns;
			return number && number <= UINT64_MAX / units[i].ns;
		}
	return false;
}

static bool parse_one(struct pby_trigger *t, struct pby_text word)
{
	uint64_t number;

	if (pby_text__eat(&word, "wait>"))
		return parse_time(&word, &t->wait_ns);
	if (pby_text__eat(&word, "no-progress>"))
		return parse_time(&word, &t->no_progress_ns);
	if (!pby_text__eat(&word, "depth>") || !pby_text__u64(&word, &number) || !pby_text__empty(&word) ||
	    !number || number > UINT32_MAX)
		return false;
	t->depth = (uint32_t)number;
	return true;
}

int pby_trigger__parse(struct pby_trigger *t, const char *text, struct pby_err *err)
{
	*t = (struct pby_trigger){ 0 };
	while (*text) {
		size_t len = strcspn(text, ",");

		if (!parse_one(t, pby_text__of(text, len)))
			return pby_err__set(err, EINVAL, "--trigger %.*s: wait>1s, depth>50 or no-progress>2s, with commas between",
					    (int)len, text);
		text += len + (text[len] == ',');
	}
	if (!t->wait_ns && !t->depth && !t->no_progress_ns)
		return pby_err__set(err, EINVAL, "--trigger: nothing to wait for");
	return 0;
}

static uint64_t longest_wait(const struct pby_contention *c, const struct pby_contended *l)
{
	uint64_t longest = 0;

	for (uint32_t i = 0; i < l->queue.nr; i++) {
		uint64_t since = c->waiters.items[l->queue.items[i]].since_ns;

		if (since < c->now_ns && c->now_ns - since > longest)
			longest = c->now_ns - since;
	}
	return longest;
}

const struct pby_contended *pby_trigger__fires(const struct pby_trigger *t, const struct pby_contention *c,
					       const char **why)
{
	for (uint32_t i = 0; i < c->locks.nr; i++) {
		const struct pby_contended *l = &c->locks.items[i];
		uint64_t longest = longest_wait(c, l);
		/* Nobody got it since the last one did; and a queue is no older than its oldest wait. */
		uint64_t idle = l->last_ended_ns && c->now_ns > l->last_ended_ns ? c->now_ns - l->last_ended_ns : longest;

		if (t->wait_ns && longest > t->wait_ns)
			*why = "wait";
		else if (t->depth && l->queue.nr > t->depth)
			*why = "depth";
		else if (t->no_progress_ns && longest > t->no_progress_ns && idle > t->no_progress_ns)
			*why = "no-progress";
		else
			continue;
		return l;
	}
	return NULL;
}
