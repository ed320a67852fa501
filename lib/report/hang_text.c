// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * hang_text.c: the result of probity hang for a tired person: verdict, chain, who else waits, what to do.
 *
 *	Deadlock: system-probe 118 waits for an RCU-tasks grace period, that waits for ...
 *	6.1.0-56-cloud-amd64, 5 blocked tasks; circle: complete; rcu-tasks-exit-deadlock
 *
 *	  system-probe 118     D  RCU-tasks grace period                     -> rcu_tasks_kthre 11
 *	  rcu_tasks_kthre 11   D  tasks_rcu_exit_srcu                        -> sleep 115
 *	  sleep 115            S  every task of its pid namespace            -> system-probe 118
 *
 *	behind  2 more: text_mutex 1, kprobe_mutex 1
 *	why     ...
 */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/hang.h"
#include "report/hang_live.h"
#include "report/paint.h"

enum { MARGIN = 9, NAME = 22, OBJECT = 44, CHAIN_LINES = 8, KINDS = 24 };

struct view {
	const struct json_object *result;
	const struct pby_style *style;
	struct pby_buf *out;
	int lines;		/* that the screen still has */
};

static void words(struct pby_buf *out, const struct json_object *who)
{
	const char *comm = pby_json__get_str(who, "comm");

	pby_buf__adds(out, *comm ? comm : "a task");
	if (pby_json__get(who, "pid"))
		pby_buf__addf(out, " %lld", (long long)pby_json__get_int(who, "pid"));
}

static bool same(const struct json_object *a, const struct json_object *b)
{
	bool pa = pby_json__get(a, "pid") != NULL, pb = pby_json__get(b, "pid") != NULL;

	if (pa && pb)
		return pby_json__get_int(a, "pid") == pby_json__get_int(b, "pid");
	return !strcmp(pby_json__get_str(a, "comm"), pby_json__get_str(b, "comm"));
}

static const struct json_object *find(const struct json_object *list, const struct json_object *who,
				      const char *key)
{
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *o = pby_json__item(list, i);

		if (same(key ? pby_json__get(o, key) : o, who))
			return o;
	}
	return NULL;
}

static void pad(struct pby_buf *out, size_t from, size_t width)
{
	size_t len = out->len - from;

	pby_buf__fill(out, ' ', len < width ? width - len : 1);
}

/* The party that the chain goes on with, or the one that ends it. */
static const struct json_object *main_party(const struct json_object *wait,
					    const struct json_object *next)
{
	const struct json_object *on = pby_json__get(wait, "on");

	for (size_t i = 0; next && i < pby_json__len(on); i++)
		if (same(pby_json__item(on, i), next))
			return pby_json__item(on, i);
	return pby_json__item(on, 0);
}

static void arrow(struct view *v, const struct json_object *wait, const struct json_object *next)
{
	const struct json_object *on = main_party(wait, next);
	const char *kind = pby_json__get_str(on, "kind"), *comm = pby_json__get_str(on, "comm");

	if (!on)
		return;
	pby_buf__adds(v->out, " -> ");
	if (!strcmp(kind, "task") || !strcmp(kind, "kthread"))
		words(v->out, on);
	else if (*comm)
		pby_buf__adds(v->out, comm);
	else
		pby_buf__adds(v->out, *pby_json__get_str(on, "why") ? pby_json__get_str(on, "why") :
			      "not shown");
	if (!strcmp(pby_json__get_str(on, "evidence"), "guessed"))
		pby_paint__add(v->out, v->style, PBY_DIM, " (guessed)");
}

/* One task of the chain: who, state, what it waits for and in which mode, whom. */
static void link(struct view *v, const struct json_object *who, const struct json_object *next)
{
	const struct json_object *wait = find(pby_json__get(v->result, "waits"), who, "waiter");
	const struct json_object *task = find(pby_json__get(v->result, "tasks"), who, NULL);
	const char *state = pby_json__get_str(task, "state"), *mode = pby_json__get_str(wait, "mode");
	const char *object = pby_json__get_str(wait, "object");
	size_t from;

	v->lines--;
	pby_buf__adds(v->out, "  ");
	from = v->out->len;
	words(v->out, who);
	pad(v->out, from, NAME);
	pby_buf__addf(v->out, "%s  ", *state ? state : "?");
	from = v->out->len;
	if (wait) {
		pby_buf__adds(v->out, *object ? object : pby_json__get_str(wait, "what"));
		/* Without an object the words are the class's own, with its mode. */
		if (*mode && strcmp(mode, "exclusive") && *object)
			pby_buf__addf(v->out, ", to %s", mode);
		pad(v->out, from, OBJECT);
		arrow(v, wait, next);
	} else {
		pby_paint__add(v->out, v->style, PBY_DIM, *state == 'R' ? "it runs" : "its stack is not shown");
	}
	pby_buf__addc(v->out, '\n');
}

static void chain(struct view *v, const struct json_object *members, bool circle)
{
	size_t nr = pby_json__len(members);
	size_t most = v->style->verbose ? nr : CHAIN_LINES;

	for (size_t i = 0; i < nr && i < most; i++)
		link(v, pby_json__item(members, i), i + 1 < nr ? pby_json__item(members, i + 1) :
		     circle ? pby_json__item(members, 0) : NULL);
	if (nr > most) {
		pby_buf__addf(v->out, "  ... %zu more\n", nr - most);
		v->lines--;
	}
}

static bool in(const struct json_object *members, const struct json_object *who)
{
	for (size_t i = 0; i < pby_json__len(members); i++)
		if (same(pby_json__item(members, i), who))
			return true;
	return false;
}

struct kind {
	const char *object;
	unsigned int nr;
};

/* Everybody else who is blocked, by what he waits for. */
static void behind(struct view *v, const struct json_object *shown)
{
	const struct json_object *waits = pby_json__get(v->result, "waits");
	struct kind kinds[KINDS];
	unsigned int nr = 0, others = 0;
	PBY_AUTO_BUF line = { 0 };

	for (size_t i = 0; i < pby_json__len(waits); i++) {
		const struct json_object *w = pby_json__item(waits, i);
		const char *object = pby_json__get_str(w, "object");
		unsigned int k;

		if (!pby_json__get_bool(w, "blocked") || in(shown, pby_json__get(w, "waiter")))
			continue;
		others++;
		if (!*object)
			object = pby_json__get_str(w, "class");
		for (k = 0; k < nr && strcmp(kinds[k].object, object); k++)
			;
		if (k == nr && nr < KINDS)
			kinds[nr++] = (struct kind){ object, 0 };
		if (k < nr)
			kinds[k].nr++;
	}
	if (!others)
		return;
	pby_buf__addf(&line, "%u more blocked: ", others);
	for (unsigned int n = 0; n < nr && n < (v->style->verbose ? KINDS : 6u); n++) {
		unsigned int best = 0;

		for (unsigned int k = 1; k < nr; k++)
			if (kinds[k].nr > kinds[best].nr)
				best = k;
		if (!kinds[best].nr)
			break;
		pby_buf__addf(&line, "%s%s %u", n ? ", " : "", kinds[best].object, kinds[best].nr);
		kinds[best].nr = 0;
	}
	pby_paint__add(v->out, v->style, PBY_DIM, "behind   ");
	v->lines -= pby_paint__wrap(v->out, v->style, MARGIN, pby_buf__text(&line));
}

static void labelled(struct view *v, const char *label, const char *text)
{
	size_t from = v->out->len;

	if (!*text || (v->lines < 1 && !v->style->verbose))
		return;
	pby_paint__add(v->out, v->style, PBY_DIM, label);
	pad(v->out, from, MARGIN + (v->style->colour && *label ? v->out->len - from - strlen(label) : 0));
	v->lines -= pby_paint__wrap(v->out, v->style, MARGIN, text);
}

static void explain(struct view *v)
{
	const struct json_object *d = pby_json__get(v->result, "diagnosis");
	const struct json_object *evidence = pby_json__get(d, "evidence");
	const struct json_object *missing = pby_json__get(v->result, "missing");
	size_t most = v->style->verbose ? 100 : 3;

	for (size_t i = 0; i < pby_json__len(evidence) && i < most; i++)
		labelled(v, i ? "" : "seen", json_object_get_string(pby_json__item(evidence, i)));
	for (size_t i = 0; i < pby_json__len(missing) && i < (v->style->verbose ? 100u : 2u); i++) {
		const struct json_object *m = pby_json__item(missing, i);
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "%s: %s", pby_json__get_str(m, "what"), pby_json__get_str(m, "how"));
		labelled(v, i ? "" : "missing", pby_buf__text(&text));
	}
	if (v->style->verbose)
		labelled(v, "why", pby_json__get_str(d, "why"));
	labelled(v, "do", pby_json__get_str(d, "advice"));
	if (pby_json__len(pby_json__get(d, "fixed_by")))
		labelled(v, "fix", pby_json__get_str(d, "fix"));
}

static void others(struct view *v)
{
	const struct json_object *all = pby_json__get(v->result, "diagnoses");

	for (size_t i = 1; i < pby_json__len(all); i++) {
		PBY_AUTO_BUF text = { 0 };

		if (v->lines < 2 && !v->style->verbose) {
			pby_buf__addf(v->out, "and %zu more findings: -v\n", pby_json__len(all) - i);
			return;
		}
		pby_buf__addf(&text, "%s (%s)", pby_json__get_str(pby_json__item(all, i), "summary"),
			      pby_json__get_str(pby_json__item(all, i), "id"));
		labelled(v, i == 1 ? "also" : "", pby_buf__text(&text));
	}
}

/* Every blocked task with its wait, for -v. */
static void everybody(struct view *v)
{
	const struct json_object *waits = pby_json__get(v->result, "waits");

	pby_buf__adds(v->out, "\nblocked tasks\n");
	for (size_t i = 0; i < pby_json__len(waits); i++) {
		const struct json_object *w = pby_json__item(waits, i);
		const struct json_object *frames = pby_json__get(w, "frames");

		if (!pby_json__get_bool(w, "blocked"))
			continue;
		link(v, pby_json__get(w, "waiter"), NULL);
		pby_buf__adds(v->out, "      ");
		for (size_t f = 0; f < pby_json__len(frames) && f < 10; f++)
			pby_buf__addf(v->out, "%s%s", f ? " < " : "",
				      json_object_get_string(pby_json__item(frames, f)));
		pby_buf__addc(v->out, '\n');
	}
}

void pby_hang__text(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out)
{
	struct view v = { result, style, out, style->height - 2 };
	const struct json_object *cycle = pby_json__item(pby_json__get(result, "cycles"), 0);
	const struct json_object *root = pby_json__item(pby_json__get(result, "roots"), 0);
	const struct json_object *members = cycle ? pby_json__get(cycle, "members") :
						    pby_json__get(root, "chain");
	const char *release = pby_json__get_str(result, "kernel");
	const char *id = pby_json__get_str(pby_json__get(result, "diagnosis"), "id");
	PBY_AUTO_BUF line = { 0 };

	if (style->colour)
		pby_buf__adds(out, "\033[1m");
	v.lines -= pby_paint__wrap(out, style, 0, pby_json__get_str(result, "verdict"));
	if (style->colour)
		pby_buf__adds(out, "\033[0m");
	pby_buf__addf(&line, "%s%s%lld blocked task%s; circle of waits: %s%s%s", release,
		      *release ? "; " : "", (long long)pby_json__get_int(result, "blocked"),
		      pby_json__get_int(result, "blocked") == 1 ? "" : "s",
		      pby_json__get_str(result, "cycle"), *id ? "; " : "", id);
	v.lines -= pby_paint__wrap(out, style, 0, pby_buf__text(&line));
	if (pby_json__len(members)) {
		pby_buf__addc(out, '\n');
		chain(&v, members, cycle != NULL);
		pby_buf__addc(out, '\n');
		v.lines -= 2;
	}
	behind(&v, members);
	explain(&v);
	others(&v);
	pby_hang_live__text(result, style, out);
	if (style->verbose)
		everybody(&v);
}
