// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_top.c: contended locks on the whole screen; a line opens into queue and chain. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/locks.h"
#include "cmd/screen.h"
#include "report/locks.h"

/* A state is asked for so often, so that keys are answered soon. */
#define STEP_S 0.4

struct top {
	struct json_object *result;
	char chosen[32];	/* address of the lock under the bar: rows move */
	bool open;		/* it is shown in full */
	bool last;		/* the feed has ended */
};

static size_t nr_locks(const struct top *t)
{
	return pby_json__len(pby_json__get(t->result, "locks"));
}

static const char *addr_of(const struct top *t, size_t i)
{
	return pby_json__get_str(pby_json__item(pby_json__get(t->result, "locks"), i), "addr");
}

static size_t chosen(const struct top *t)
{
	for (size_t i = 0; i < nr_locks(t); i++)
		if (!strcmp(addr_of(t, i), t->chosen))
			return i;
	return 0;
}

static void choose(struct top *t, size_t i)
{
	if (i < nr_locks(t))
		snprintf(t->chosen, sizeof(t->chosen), "%s", addr_of(t, i));
}

static void draw(const struct top *t)
{
	struct pby_style style = pby_screen__style();
	size_t at = chosen(t), room = style.height > 6 ? (size_t)style.height - 4 : 2, from = at >= room ? at - room + 1 : 0;
	const char *note = t->open ? "Escape or left goes back, q ends" : "arrows choose, Enter opens a lock, q ends";
	PBY_AUTO_BUF out = { 0 };
	int marked = -1;

	if (t->open && nr_locks(t))
		pby_locks__one(t->result, at, &style, &out);
	else if (t->result)
		marked = pby_locks__table(t->result, &style, from, &out) + (int)(at - from);
	pby_screen__draw(pby_text__of(pby_buf__text(&out), out.len), nr_locks(t) ? marked : -1, note);
}

/* False: the user has seen enough. */
static bool take_keys(struct top *t)
{
	enum pby_key key;

	while ((key = pby_screen__key()) != PBY_KEY_NONE) {
		size_t at = chosen(t);

		if (key == PBY_KEY_QUIT)
			return false;
		if (key == PBY_KEY_UP && at)
			choose(t, at - 1);
		if (key == PBY_KEY_DOWN)
			choose(t, at + 1);
		if (key == PBY_KEY_OPEN)
			choose(t, at);
		if (key == PBY_KEY_OPEN || key == PBY_KEY_BACK)
			t->open = key == PBY_KEY_OPEN;
		draw(t);
	}
	return true;
}

static int renew(struct top *t, struct pby_locks_feed *feed, double seconds,
		 const struct pby_contention_filter *filter, struct pby_err *err)
{
	struct pby_contention c = { 0 };
	struct json_object *result = NULL;
	int more = feed->next(feed, seconds, &c, err);

	if (more >= 0) {
		result = pby_locks_result(&c, feed->probes, filter, err);
		more = result ? more : -ENOMEM;
	}
	pby_contention__free(&c);
	if (more < 0)
		return more;
	json_object_put(t->result);
	t->result = result;
	t->last = !more;
	return 0;
}

int pby_locks_top(struct pby_locks_feed *feed, const struct pby_locks_values *v,
		  const struct pby_contention_filter *filter, struct pby_err *err)
{
	double step = v->interval_s > 0 && (v->replay || v->interval_s < STEP_S) ? v->interval_s : STEP_S;
	struct top t = { .result = NULL };
	int rc = pby_screen__open(err), code;

	if (rc)
		return rc;
	do {
		if (!t.last)
			rc = renew(&t, feed, v->replay && !(v->interval_s > 0) ? 0 : step, filter, err);
		else
			usleep(50000);
		draw(&t);
	} while (!rc && take_keys(&t) && (!t.last || v->replay));
	pby_screen__close();
	code = t.result && pby_locks__any(t.result) ? PBY_EXIT_FOUND : PBY_EXIT_CLEAN;
	json_object_put(t.result);
	return rc ? rc : code;
}
