// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_live_text.c: what a live look adds to the text: locks, what moves, who was asked and who kept silent. */
#include <string.h>

#include "base/json.h"
#include "report/hang_live.h"
#include "report/paint.h"

static double number(const struct json_object *o, const char *key)
{
	return json_object_get_double(pby_json__get(o, key));
}

static void owner_text(const struct json_object *lock, struct pby_buf *line)
{
	const char *owner = pby_json__get_str(lock, "owner");

	if (!strcmp(owner, "task"))
		pby_buf__addf(line, "held by %s %lld", pby_json__get_str(lock, "owner_comm"),
			      (long long)pby_json__get_int(lock, "owner_pid"));
	else if (!strcmp(owner, "readers") && !pby_json__get_int(lock, "readers"))
		pby_buf__adds(line, "held by readers, which it does not name");
	else if (!strcmp(owner, "readers") && !strcmp(pby_json__get_str(lock, "kind"), "percpu_rw_semaphore"))
		pby_buf__addf(line, "held by %lld reader%s, counted but not named", (long long)pby_json__get_int(lock, "readers"),
			      pby_json__get_int(lock, "readers") == 1 ? "" : "s");
	else if (!strcmp(owner, "readers"))
		pby_buf__addf(line, "held by %lld reader%s", (long long)pby_json__get_int(lock, "readers"),
			      pby_json__get_int(lock, "readers") == 1 ? "" : "s");
	else if (!strcmp(owner, "nobody"))
		pby_buf__adds(line, "held by nobody at this moment");
	else
		pby_buf__adds(line, "its holder is not recorded");
}

/* SRCU knows how many are inside, and never who. */
static void srcu_text(const struct json_object *srcu, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_json__len(srcu); i++) {
		const struct json_object *s = pby_json__item(srcu, i);
		long long nr = pby_json__get_int(s, "readers");

		pby_buf__addf(out, "srcu      %s: %lld reader%s inside, counted but not named\n", pby_json__get_str(s, "name"), nr,
			      nr == 1 ? "" : "s");
	}
}

/* "r" and "w" in queue order: what matters of a queue at one glance. */
static void queue_text(const struct json_object *waiters, struct pby_buf *line)
{
	enum { SHOWN = 40 };
	size_t nr = pby_json__len(waiters);
	double oldest = -1;

	pby_buf__addf(line, "; %zu wait", nr);
	if (nr)
		pby_buf__adds(line, ": ");
	for (size_t i = 0; i < nr; i++) {
		const struct json_object *w = pby_json__item(waiters, i);
		const struct json_object *age = pby_json__get(w, "waited_s");

		if (i < SHOWN)
			pby_buf__addc(line, *pby_json__get_str(w, "mode") == 'r' ? 'r' : 'w');
		if (age && json_object_get_double(age) > oldest)
			oldest = json_object_get_double(age);
	}
	if (nr > SHOWN)
		pby_buf__adds(line, "...");
	if (oldest >= 0)
		pby_buf__addf(line, ", the oldest for %.1f s", oldest);
}

/* "it moves: 41 got it", "nobody got further; the holder sleeps in pby_hold". */
static void motion_text(const struct json_object *lock, struct pby_buf *line)
{
	const char *motion = pby_json__get_str(lock, "motion");
	const struct json_object *holder = pby_json__get(lock, "holder"), *frames = pby_json__get(holder, "frames");
	bool ran;

	if (!strcmp(motion, "moves"))
		pby_buf__addf(line, "; it moves: got %lld times at least", (long long)pby_json__get_int(lock, "passed"));
	else if (!strcmp(motion, "still"))
		pby_buf__adds(line, "; nobody got further");
	if (!holder || !strcmp(motion, "moves"))
		return;
	ran = pby_json__get_int(holder, "switches") || pby_json__get_int(holder, "on_cpu");
	if (ran)
		pby_buf__addf(line, "; the holder ran %.2f s on CPU %lld", number(holder, "cpu_s"),
			      (long long)pby_json__get_int(holder, "cpu"));
	else if (pby_json__len(frames))
		pby_buf__addf(line, "; the holder slept in %s", json_object_get_string(pby_json__item(frames, 0)));
}

static void locks_text(const struct json_object *locks, const struct pby_style *style,
		       struct pby_buf *out)
{
	enum { SHOWN = 6 };
	size_t nr = pby_json__len(locks);

	for (size_t i = 0; i < nr && (style->verbose || i < SHOWN); i++) {
		const struct json_object *lock = pby_json__item(locks, i);
		const char *name = pby_json__get_str(lock, "name");
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s %s: ", pby_json__get_str(lock, "kind"),
			      *name ? name : pby_json__get_str(lock, "address"));
		owner_text(lock, &line);
		queue_text(pby_json__get(lock, "waiters"), &line);
		motion_text(lock, &line);
		pby_buf__adds(out, "lock      ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
	if (nr > SHOWN && !style->verbose)
		pby_buf__addf(out, "          ... and %zu more locks (-v)\n", nr - SHOWN);
}

/* "pby_rwsem_0 143 on CPU 1, in pby_spin < party_main (36 of 38 interrupts met it there)". */
static void running_text(const struct json_object *running, const struct pby_style *style, struct pby_buf *out)
{
	enum { SHOWN = 3, CALLERS = 3 };

	for (size_t i = 0; i < pby_json__len(running) && (style->verbose || i < SHOWN); i++) {
		const struct json_object *r = pby_json__item(running, i), *places = pby_json__get(r, "places");
		const struct json_object *callers = pby_json__get(r, "callers");
		bool perf = !strcmp(pby_json__get_str(r, "by"), "perf");
		long long kernel = pby_json__get_int(r, "kernel"), user = pby_json__get_int(r, "user");
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s %lld", pby_json__get_str(r, "comm"), (long long)pby_json__get_int(r, "pid"));
		if (pby_json__get(r, "cpu"))
			pby_buf__addf(&line, " on CPU %lld", (long long)pby_json__get_int(r, "cpu"));
		if (*pby_json__get_str(r, "why"))
			pby_buf__addf(&line, ": %s", pby_json__get_str(r, "why"));
		else if (!pby_json__len(places))
			pby_buf__adds(&line, ", in user space");
		for (size_t p = 0; p < pby_json__len(places) && p < (style->verbose ? 8 : 1); p++) {
			const struct json_object *place = pby_json__item(places, p);

			pby_buf__addf(&line, ", in %s", pby_json__get_str(place, "function"));
			for (size_t c = 0; !p && c < pby_json__len(callers) && (style->verbose || c < CALLERS); c++)
				pby_buf__addf(&line, " < %s", json_object_get_string(pby_json__item(callers, c)));
			pby_buf__addf(&line, " (%lld of %lld %s)", (long long)pby_json__get_int(place, "seen"), kernel + user,
				      perf ? "samples" : "interrupts met it there: a guess from its stack");
		}
		if (user && pby_json__len(places))
			pby_buf__addf(&line, ", %lld in user space", user);
		pby_buf__adds(out, "runs      ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
}

static const char *pace_words(const char *pace)
{
	static const struct { const char *pace, *words; } rows[] = {
		{ "deadlock", "a deadlock, which does not end" }, { "moves", "a queue that moves" },
		{ "stuck", "a queue behind a stuck holder" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].pace, pace))
			return rows[i].words;
	return "no queue of which it could be said whether it moves";
}

/* Whom it did not see, and which process of ours still waits there. */
static void silent_text(const struct json_object *silent, const struct pby_style *style, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_json__len(silent); i++) {
		const struct json_object *s = pby_json__item(silent, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__adds(&line, pby_json__get_str(s, "what"));
		if (*pby_json__get_str(s, "comm"))
			pby_buf__addf(&line, " (%s)", pby_json__get_str(s, "comm"));
		if (pby_json__get(s, "child"))
			pby_buf__addf(&line, ": our process %lld is stuck there and was left behind",
				      (long long)pby_json__get_int(s, "child"));
		pby_buf__adds(out, "silent    ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
}

void pby_hang_live__text(const struct json_object *result, const struct pby_style *style,
			 struct pby_buf *out)
{
	const struct json_object *live = pby_json__get(result, "live");
	const struct json_object *sources = pby_json__get(live, "sources");

	if (!live)
		return;
	locks_text(pby_json__get(live, "locks"), style, out);
	if (style->verbose || pby_json__get_int(result, "blocked"))
		running_text(pby_json__get(live, "running"), style, out);
	if (style->verbose || pby_json__get_int(result, "blocked"))
		srcu_text(pby_json__get(live, "srcu"), out);
	if (*pby_json__get_str(live, "pace") && pby_json__get_int(result, "blocked"))
		pby_buf__addf(out, "watched   %.1f s, %lld looks: %s\n", number(live, "watched_s"),
			      (long long)pby_json__get_int(live, "looks"), pace_words(pby_json__get_str(live, "pace")));
	for (size_t i = 0; i < pby_json__len(sources); i++) {
		const struct json_object *s = pby_json__item(sources, i);
		PBY_AUTO_BUF line = { 0 };

		pby_buf__addf(&line, "%s: %s", pby_json__get_str(s, "name"),
			      pby_json__get_str(s, "detail"));
		if (*pby_json__get_str(s, "todo"))
			pby_buf__addf(&line, "; what helps: %s", pby_json__get_str(s, "todo"));
		pby_buf__adds(out, pby_json__get_bool(s, "answered") ? "asked     " : "no answer ");
		pby_paint__wrap(out, style, 10, pby_buf__text(&line));
	}
	silent_text(pby_json__get(live, "silent"), style, out);
}
