// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_text.c: the worst locks on one screen. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/locks.h"
#include "report/locks_words.h"
#include "report/paint.h"

enum { NAME = 29, NUMBER = 8, OWNER = 15, MARGIN = 11, DETAILED = 1 };

struct view {
	const struct json_object *result;
	const struct pby_style *style;
	struct pby_buf *out;
	int lines;	/* that the screen still has */
};

/* Text cut or filled to a width, and a blank; right: aligned to the right. */
static void cell(struct pby_buf *out, const char *text, size_t width, bool right)
{
	size_t len = strlen(text), shown = len < width ? len : width;

	if (right)
		pby_buf__fill(out, ' ', width - shown);
	if (len <= width) {
		pby_buf__add(out, text, len);
	} else {
		size_t keep = width - 2;

		while (keep && ((unsigned char)text[keep] & 0xc0) == 0x80)
			keep--;
		pby_buf__add(out, text, keep);
		pby_buf__adds(out, "..");
	}
	if (!right)
		pby_buf__fill(out, ' ', width - shown);
	pby_buf__addc(out, ' ');
}

static void time_cell(struct pby_buf *out, const struct json_object *lock, const char *key)
{
	PBY_AUTO_BUF text = { 0 };

	/* Percentiles are those of waits that are over. */
	if (*key == 'p' && !pby_json__get_int(lock, "ended"))
		pby_buf__addc(&text, '-');
	else
		locks_words__time(&text, lock, key);
	cell(out, pby_buf__text(&text), NUMBER - 1, true);
}

static void row(struct view *v, const struct json_object *lock)
{
	PBY_AUTO_BUF name = { 0 }, owner = { 0 }, depth = { 0 }, rate = { 0 };
	double per_s = json_object_get_double(pby_json__get(lock, "contentions_per_s"));

	locks_words__short(&name, lock);
	locks_words__owner(&owner, lock);
	pby_buf__addf(&depth, "%lld/%lld", (long long)pby_json__get_int(lock, "depth"),
		      (long long)pby_json__get_int(lock, "depth_max"));
	pby_buf__addf(&rate, per_s < 10 ? "%.1f" : "%.0f", per_s);
	cell(v->out, pby_buf__text(&name), NAME, false);
	cell(v->out, pby_buf__text(&rate), NUMBER - 2, true);
	time_cell(v->out, lock, "waited_ns");
	time_cell(v->out, lock, "p50_ns");
	time_cell(v->out, lock, "p99_ns");
	time_cell(v->out, lock, "longest_ns");
	cell(v->out, pby_buf__text(&depth), NUMBER - 1, true);
	cell(v->out, pby_buf__text(&owner), OWNER, false);
	pby_buf__adds(v->out, locks_words__verdict(lock));
	pby_buf__addc(v->out, '\n');
	v->lines--;
}

static void labelled(struct view *v, const char *label, const char *text)
{
	if (!*text || (v->lines < 1 && !v->style->verbose))
		return;
	pby_buf__adds(v->out, "  ");
	pby_paint__add(v->out, v->style, PBY_DIM, label);
	pby_buf__fill(v->out, ' ', MARGIN - 2 - strlen(label));
	v->lines -= pby_paint__wrap(v->out, v->style, MARGIN, text);
}

static void owner_line(struct view *v, const struct json_object *lock)
{
	const struct json_object *owner = pby_json__get(lock, "owner"), *task = pby_json__get(owner, "task");
	bool readers = !strcmp(pby_json__get_str(owner, "kind"), "readers");
	PBY_AUTO_BUF text = { 0 };

	locks_words__owner(&text, lock);
	if (!strcmp(pby_buf__text(&text), "?"))
		pby_buf__adds(&text, pby_json__get_bool(owner, "outdated") ? ": the lock changed hands since it was read" :
				     ": not read, or this kind keeps none");
	else if (!readers && task)
		pby_buf__addf(&text, "%s%s%s", !strcmp(pby_json__get_str(owner, "mode"), "write") ? ", to write" : "", *locks_words__doing(task) ? ", " : "",
			      locks_words__doing(task));
	else if (readers && task) {
		pby_buf__adds(&text, ", the last that came perhaps ");
		locks_words__task(&text, task);
	}
	if (pby_json__get_int(owner, "same_for_ns") && (task || readers)) {
		pby_buf__adds(&text, ", the same at ");
		pby_buf__addf(&text, "%lld looks over ", (long long)pby_json__get_int(owner, "looks"));
		locks_words__time(&text, owner, "same_for_ns");
	}
	if (pby_json__get_bool(owner, "handoff"))
		pby_buf__adds(&text, "; a hand-off to the first waiter is asked for");
	labelled(v, "owner", pby_buf__text(&text));
}

static void queue_lines(struct view *v, const struct json_object *lock)
{
	const struct json_object *queue = pby_json__get(lock, "queue");

	for (size_t i = 0; i < pby_json__len(queue); i++) {
		const struct json_object *w = pby_json__item(queue, i);
		PBY_AUTO_BUF text = { 0 };

		locks_words__task(&text, pby_json__get(w, "task"));
		pby_buf__addf(&text, ", %s, %s", pby_json__get_str(w, "mode"),
			      !strcmp(pby_json__get_str(w, "since"), "at least") ? "at least " : "");
		locks_words__time(&text, w, "waited_ns");
		labelled(v, i ? "" : "queue", pby_buf__text(&text));
	}
}

/* What else is found, and with -v what could not be decided. */
static void others(struct view *v, const struct json_object *lock, const struct json_object *verdict)
{
	const struct json_object *all = pby_json__get(lock, "findings");

	for (size_t i = 0; i < pby_json__len(all); i++) {
		const struct json_object *also = pby_json__item(all, i);

		if (also != verdict && strcmp(pby_json__get_str(also, "id"), "passing") &&
		    !strcmp(pby_json__get_str(also, "answer"), "found"))
			labelled(v, "also", pby_json__get_str(also, "words"));
		else if (v->style->verbose && !strcmp(pby_json__get_str(also, "answer"), "unknown")) {
			PBY_AUTO_BUF text = { 0 };

			pby_buf__addf(&text, "%s: %s", pby_json__get_str(also, "name"), pby_json__get_str(also, "words"));
			labelled(v, "unknown", pby_buf__text(&text));
		}
	}
}

enum { STACKS_TOLD = 3, FRAMES_TOLD = 12 };

/* From where the costliest waits came: the programs' side of it, and with -v the kernel's. */
static void stack_lines(struct view *v, const struct json_object *lock)
{
	const struct json_object *sites = pby_json__get(lock, "sites"), *stacks = pby_json__get(v->result, "stacks");
	size_t told = 0, most = v->style->verbose ? STACKS_TOLD : 1;

	for (size_t i = 0; i < pby_json__len(sites) && told < most; i++) {
		const struct json_object *s = pby_json__item(sites, i);
		PBY_AUTO_BUF kernel = { 0 }, program = { 0 };

		if (pby_json__get_bool(s, "holder"))
			continue;
		if (v->style->verbose && pby_json__get(s, "stack"))
			locks_words__stack(&kernel, pby_json__item(stacks, (size_t)pby_json__get_int(s, "stack")), FRAMES_TOLD);
		if (pby_json__get(s, "user_stack"))
			locks_words__stack(&program, pby_json__item(stacks, (size_t)pby_json__get_int(s, "user_stack")),
					   FRAMES_TOLD);
		labelled(v, "stack", pby_buf__text(&kernel));
		labelled(v, "program", pby_buf__text(&program));
		told++;
	}
}

/* Everything about one lock, as far as the screen goes. */
static void detail(struct view *v, const struct json_object *lock)
{
	const struct json_object *f = locks_words__finding(lock);
	PBY_AUTO_BUF head = { 0 }, chain = { 0 }, waiters = { 0 }, holders = { 0 }, probes = { 0 };

	pby_buf__addc(v->out, '\n');
	locks_words__lock(&head, lock);
	pby_paint__add(v->out, v->style, PBY_BOLD, pby_buf__text(&head));
	pby_buf__addf(v->out, "  %s  %s\n", pby_json__get_str(lock, "kind"), pby_json__get_str(lock, "addr"));
	v->lines -= 2;
	labelled(v, "verdict", f ? pby_json__get_str(f, "words") : "none of the known shapes");
	owner_line(v, lock);
	locks_words__chain(&chain, lock);
	labelled(v, "chain", pby_buf__text(&chain));
	locks_words__callers(&waiters, pby_json__get(lock, "waiter_callers"));
	labelled(v, "waiters", pby_buf__text(&waiters));
	locks_words__callers(&holders, pby_json__get(lock, "holder_callers"));
	labelled(v, "holders", pby_buf__text(&holders));
	stack_lines(v, lock);
	locks_words__probes(&probes, pby_json__get(lock, "probes"));
	labelled(v, "probes", pby_buf__text(&probes));
	others(v, lock, f);
	if (f && (v->style->verbose || v->lines > 3))
		labelled(v, "do", pby_json__get_str(f, "advice"));
	if (v->style->verbose)
		queue_lines(v, lock);
}

static void head(struct view *v)
{
	const struct json_object *totals = pby_json__get(v->result, "totals");
	long long locks = (long long)pby_json__get_int(totals, "locks");
	const char *kernel = pby_json__get_str(v->result, "kernel");
	PBY_AUTO_BUF text = { 0 };

	pby_buf__addf(&text, "%.1f s%s%s, %s: %lld contended lock%s, %lld contentions, ",
		      json_object_get_double(pby_json__get(v->result, "seconds")), *kernel ? " on " : "", kernel,
		      pby_json__get_str(v->result, "how"), locks, locks == 1 ? "" : "s",
		      (long long)pby_json__get_int(totals, "contentions"));
	locks_words__time(&text, totals, "wait_ns");
	pby_buf__addf(&text, " waited in all, %lld wait now", (long long)pby_json__get_int(totals, "waiting"));
	v->lines -= pby_paint__wrap(v->out, v->style, 0, pby_buf__text(&text));
}

static void table_head(struct view *v)
{
	PBY_AUTO_BUF line = { 0 };

	cell(&line, "LOCK", NAME, false);
	cell(&line, "CONT/S", NUMBER - 2, true);
	cell(&line, "WAITED", NUMBER - 1, true);
	cell(&line, "P50", NUMBER - 1, true);
	cell(&line, "P99", NUMBER - 1, true);
	cell(&line, "MAX", NUMBER - 1, true);
	cell(&line, "DEPTH", NUMBER - 1, true);
	cell(&line, "OWNER", OWNER, false);
	pby_buf__adds(&line, "VERDICT");
	pby_paint__add(v->out, v->style, PBY_DIM, pby_buf__text(&line));
	pby_buf__addc(v->out, '\n');
	v->lines--;
}

struct blind {
	struct view *v;
	unsigned int nr;
};

static void blind_line(void *to, const char *sentence)
{
	struct blind *b = to;

	if (b->nr++ >= 3 && !b->v->style->verbose)
		return;
	pby_paint__add(b->v->out, b->v->style, PBY_DIM, "! ");
	b->v->lines -= pby_paint__wrap(b->v->out, b->v->style, 2, sentence);
}

/* A kernel without it is the usual case, and nothing to complain of. */
static void debug_info(struct view *v)
{
	const char *file = pby_json__get_str(v->result, "debug_info"), *why = pby_json__get_str(v->result, "no_debug_info");
	PBY_AUTO_BUF text = { 0 };

	if (!*file && !*why)
		return;
	pby_buf__addf(&text, "inlined functions of the kernel: %s%s", *file ? "from " : "not known: ", *file ? file : why);
	pby_paint__wrap(v->out, v->style, 0, pby_buf__text(&text));
}

static void own_line(struct view *v)
{
	PBY_AUTO_BUF text = { 0 };

	locks_words__own(&text, v->result);
	if (!v->style->verbose || !text.len)
		return;
	pby_paint__add(v->out, v->style, PBY_DIM, "- ");
	v->lines -= pby_paint__wrap(v->out, v->style, 2, pby_buf__text(&text));
}

int pby_locks__table(const struct json_object *result, const struct pby_style *style, size_t from, struct pby_buf *out)
{
	struct view v = { result, style, out, style->height };
	const struct json_object *locks = pby_json__get(result, "locks");
	int first;

	head(&v);
	table_head(&v);
	first = style->height - v.lines;
	for (size_t i = from; i < pby_json__len(locks) && v.lines > 0; i++)
		row(&v, pby_json__item(locks, i));
	return first;
}

void pby_locks__one(const struct json_object *result, size_t i, const struct pby_style *style, struct pby_buf *out)
{
	struct pby_style full = *style;
	struct view v = { result, &full, out, style->height };

	full.verbose = true;
	head(&v);
	detail(&v, pby_json__item(pby_json__get(result, "locks"), i));
}

void pby_locks__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	struct view v = { result, style, out, style->height - 2 };
	const struct json_object *locks = pby_json__get(result, "locks"), *known = pby_json__get(result, "known");
	size_t nr = pby_json__len(locks), rows;
	struct blind blind = { &v, 0 };

	head(&v);
	if (known) {
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "%s (%s)", pby_json__get_str(known, "summary"), pby_json__get_str(known, "id"));
		v.lines -= pby_paint__wrap(out, style, 0, pby_buf__text(&text));
	}
	if (!nr) {
		pby_buf__adds(out, "No task waited for a lock that was looked at.\n");
		locks_words__blind(result, blind_line, &blind);
		own_line(&v);
		return;
	}
	pby_buf__addc(out, '\n');
	v.lines--;
	table_head(&v);
	/* The worst one is told in full: it needs about half of the screen. */
	rows = style->verbose || v.lines < 14 ? nr : (size_t)(v.lines - 12);
	rows = rows < nr ? rows : nr;
	for (size_t i = 0; i < rows; i++)
		row(&v, pby_json__item(locks, i));
	if (rows < nr || pby_json__get_int(result, "locks_left_out"))
		pby_buf__addf(out, "... %lld more: -v\n", (long long)(nr - rows) +
			      (long long)pby_json__get_int(result, "locks_left_out")), v.lines--;
	v.lines -= 2;	/* for what was not seen */
	for (size_t i = 0; i < nr && (style->verbose || i < DETAILED || v.lines > 8); i++)
		detail(&v, pby_json__item(locks, i));
	if (style->verbose)
		debug_info(&v);
	if (style->verbose || pby_json__len(pby_json__get(result, "unseen")) || pby_json__get(result, "loss"))
		locks_words__blind(result, blind_line, &blind);
	own_line(&v);
}
