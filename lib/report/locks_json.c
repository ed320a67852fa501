// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_json.c: builds the result of probity locks. */
#include "report/locks_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "model/contention/filter.h"
#include "model/contention/timeline.h"
#include "report/locks.h"

static int by_lock_and_cost(const void *a, const void *b)
{
	const struct locks_site *x = a, *y = b;

	if (x->lock != y->lock)
		return x->lock < y->lock ? -1 : 1;
	if (x->site->total_ns != y->site->total_ns)
		return x->site->total_ns < y->site->total_ns ? 1 : -1;
	if (x->site->nr != y->site->nr)
		return x->site->nr < y->site->nr ? 1 : -1;
	return x->site < y->site ? -1 : x->site > y->site;
}

int32_t locks_result__stack(struct locks_result *r, uint32_t stack)
{
	const struct pby_stack *from = &r->judged->c->stacks.items[stack];
	struct json_object *frames;

	if (!stack || !from->nr)
		return -1;
	if (r->stack_of[stack] >= 0)
		return r->stack_of[stack];
	r->stack_of[stack] = (int32_t)pby_json__len(r->stacks);
	frames = pby_json__arr(r->stacks, NULL);
	for (uint32_t i = 0; i < from->nr; i++) {
		const struct pby_frame *f = &from->items[i];
		struct json_object *o = pby_json__obj(frames, NULL);

		pby_json__str(o, "function", f->name);
		if (f->module)
			pby_json__str(o, "module", f->module);
		if (f->size)
			pby_json__int(o, "offset", f->offset);
		if (f->file)
			pby_json__str(o, "file", f->file);
		if (f->file_line)
			pby_json__int(o, "line", f->file_line);
		if (f->inlined)
			pby_json__bool(o, "inlined", true);
	}
	return r->stack_of[stack];
}

static void add_loss(struct json_object *root, const struct pby_contention_loss *l)
{
	struct json_object *o = pby_json__obj(root, "loss");
	const struct {
		const char *name;
		uint64_t nr;
	} rows[] = {
		{ "locks", l->locks }, { "waits", l->waits }, { "nested", l->nested }, { "stacks", l->stacks },
		{ "sites", l->sites }, { "busy", l->busy }, { "recursion", l->recursion }, { "events", l->events },
		{ "lost_ends", l->lost_ends }, { "unseen_begins", l->unseen_begins }, { "disorder", l->disorder },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		pby_json__u64(o, rows[i].name, rows[i].nr);
}

static void add_own(struct json_object *root, const struct pby_contention_own *own)
{
	static const char *const times[] = { "unknown", "measured", "estimated" };
	struct json_object *o;

	if (!own->known) {
		pby_json__null(root, "own");
		return;
	}
	o = pby_json__obj(root, "own");
	pby_json__str(o, "programs", times[own->programs]);
	if (own->programs != PBY_OWN_UNKNOWN)
		pby_json__u64(o, "programs_ns", own->programs_ns);
	if (own->runs)
		pby_json__u64(o, "runs", own->runs);
	pby_json__u64(o, "process_ns", own->process_ns);
	pby_json__u64(o, "process_bytes", own->process_bytes);
	pby_json__u64(o, "maps_bytes", own->maps_bytes);
}

static void add_unseen(struct json_object *root, const struct pby_contention *c)
{
	struct json_object *list = pby_json__arr(root, "unseen");

	for (uint32_t i = 0; i < c->unseen.nr; i++) {
		struct json_object *o = pby_json__obj(list, NULL);

		pby_json__str(o, "what", c->unseen.items[i].what);
		pby_json__str(o, "why", c->unseen.items[i].why);
	}
}

static void add_filter(struct json_object *root, const struct pby_contention_filter *f)
{
	struct json_object *o = pby_json__obj(root, "filter");

	if (f->tgid)
		pby_json__int(o, "tgid", f->tgid);
	if (f->pid)
		pby_json__int(o, "pid", f->pid);
	if (f->comm)
		pby_json__str(o, "comm", f->comm);
	if (f->lock)
		pby_json__str(o, "lock", f->lock);
	if (f->kinds) {
		struct json_object *kinds = pby_json__arr(o, "kinds");

		for (int k = 0; k < PBY_LOCK_NR; k++)
			if (f->kinds >> k & 1)
				pby_json__str(kinds, NULL, pby_lock_kind__name(k));
	}
}

/* What probity hang says of the waits as they are now: a known pitfall has a name, a cause and a cure. */
static void add_known(struct json_object *root, const struct pby_hang *hang)
{
	struct json_object *o;
	const struct pby_diagnosis *d = NULL;

	for (uint32_t i = 0; i < hang->diagnoses.nr && !d; i++)
		/* Circles of locks are a verdict of their own, which knows how old they are. */
		if (hang->diagnoses.items[i].rule->insight >= PBY_INSIGHT_KNOWN &&
		    strcmp(hang->diagnoses.items[i].rule->id, "self-deadlock") &&
		    strcmp(hang->diagnoses.items[i].rule->id, "lock-circle"))
			d = &hang->diagnoses.items[i];
	if (!d) {
		pby_json__null(root, "known");
		return;
	}
	o = pby_json__obj(root, "known");
	pby_json__str(o, "id", d->rule->id);
	pby_json__str(o, "summary", d->summary);
	pby_json__str(o, "advice", d->rule->advice);
}

static void add_head(struct json_object *root, const struct pby_contention *c)
{
	pby_json__str(root, "schema", "probity.locks/1");
	pby_json__str(root, "version", PBY_VERSION);
	pby_json__str(root, "kernel", c->kernel ? c->kernel : "");
	pby_json__str(root, "how", c->how ? c->how : "");
	pby_json__double(root, "seconds", (double)(c->now_ns - c->from_ns) / 1e9);
	pby_json__u64(root, "from_ns", c->from_ns);
	pby_json__u64(root, "now_ns", c->now_ns);
	if (c->wall_ns)
		pby_json__u64(root, "wall_ns", c->wall_ns);
	pby_json__bool(root, "stacks_taken", !c->no_stacks);
	pby_json__u64(root, "stacks_above_ns", c->stacks_above_ns);
	pby_json__bool(root, "spins", c->spins);
	if (c->debug_info)
		pby_json__str(root, "debug_info", c->debug_info);
	if (c->no_debug_info)
		pby_json__str(root, "no_debug_info", c->no_debug_info);
}

static int sort_sites(struct locks_result *r)
{
	const struct pby_contention *c = r->judged->c;

	r->sites = calloc(c->sites.nr + 1, sizeof(*r->sites));
	r->stack_of = malloc((c->stacks.nr + 1) * sizeof(*r->stack_of));
	if (!r->sites || !r->stack_of)
		return -1;
	memset(r->stack_of, 0xff, (c->stacks.nr + 1) * sizeof(*r->stack_of));
	for (uint32_t i = 0; i < c->sites.nr; i++)
		r->sites[r->nr_sites++] = (struct locks_site){ c->sites.items[i].lock, &c->sites.items[i] };
	qsort(r->sites, r->nr_sites, sizeof(*r->sites), by_lock_and_cost);
	return 0;
}

static void add_locks(struct json_object *root, struct locks_result *r, const struct pby_contention_filter *filter)
{
	const struct pby_locks_judged *judged = r->judged;
	struct json_object *totals = pby_json__obj(root, "totals"), *list = pby_json__arr(root, "locks");
	uint64_t contentions = 0, wait_ns = 0, waiting = 0, nr = 0, left_out = 0;

	for (uint32_t i = 0; i < judged->items.nr; i++) {
		const struct pby_lock_judged *j = &judged->items.items[i];
		const struct pby_contended *l = &judged->c->locks.items[j->lock];

		if (!pby_contention_filter__lock(filter, l))
			continue;
		nr++;
		contentions += pby_contended__begun(l);
		wait_ns += pby_contended__total_ns(l) + pby_contended__pending_ns(judged->c, l);
		waiting += l->depth;
		if (pby_json__len(list) < LOCKS_LISTED)
			locks_result__lock(r, j, pby_json__obj(list, NULL));
		else
			left_out++;
	}
	pby_json__u64(totals, "locks", nr);
	pby_json__u64(totals, "contentions", contentions);
	pby_json__u64(totals, "wait_ns", wait_ns);
	pby_json__u64(totals, "waiting", waiting);
	pby_json__u64(root, "locks_left_out", left_out);
}

static void add_timeline(struct json_object *root, const struct pby_locks_judged *judged, const struct pby_timeline *t)
{
	struct json_object *o = pby_json__obj(root, "timeline"), *list;
	const struct pby_contended *lock = NULL;

	for (uint32_t i = 0; i < judged->c->locks.nr && !lock; i++)
		if (judged->c->locks.items[i].addr == t->lock)
			lock = &judged->c->locks.items[i];
	pby_json__str(o, "name", lock ? pby_contended__words(lock, (struct pby_arena *)&judged->arena) : "");
	pby_json__u64(o, "from_ns", t->from_ns);
	pby_json__u64(o, "to_ns", t->to_ns);
	pby_json__u64(o, "left_out", t->left_out);
	list = pby_json__arr(o, "waits");
	for (uint32_t i = 0; i < t->waits.nr; i++) {
		const struct pby_timeline_wait *w = &t->waits.items[i];
		struct json_object *wait = pby_json__obj(list, NULL);

		pby_json__int(wait, "pid", w->pid);
		pby_json__str(wait, "comm", w->comm);
		pby_json__str(wait, "mode", locks_result__mode(lock ? lock->kind : PBY_LOCK_UNKNOWN, w->mode));
		pby_json__u64(wait, "begin_ns", w->begin_ns);
		if (w->end_ns)
			pby_json__u64(wait, "end_ns", w->end_ns);
		if (w->failed)
			pby_json__bool(wait, "failed", true);
	}
}

struct json_object *pby_locks__json(const struct pby_locks_judged *judged, const struct pby_contention_filter *filter,
				    const struct pby_timeline *timeline)
{
	static const struct pby_contention_filter everything;
	struct locks_result r = { .judged = judged };
	struct json_object *root = json_object_new_object();

	if (!root || sort_sites(&r)) {
		json_object_put(root);
		free(r.sites);
		free(r.stack_of);
		return NULL;
	}
	filter = filter ? filter : &everything;
	add_head(root, judged->c);
	add_filter(root, filter);
	/* Filled while the locks are listed, and kept behind them by a reference of its own. */
	r.stacks = json_object_new_array();
	add_locks(root, &r, filter);
	add_known(root, &judged->hang);
	add_unseen(root, judged->c);
	add_loss(root, &judged->c->loss);
	add_own(root, &judged->c->own);
	if (timeline)
		add_timeline(root, judged, timeline);
	json_object_object_add(root, "stacks", r.stacks);
	free(r.sites);
	free(r.stack_of);
	return root;
}

bool pby_locks__any(const struct json_object *result)
{
	return pby_json__len(pby_json__get(result, "locks")) > 0;
}
