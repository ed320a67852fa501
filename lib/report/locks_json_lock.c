// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_json_lock.c: one lock of the result: figures, owner, queue, chain, verdicts, probes. */
#include <stdio.h>

#include "base/json.h"
#include "report/locks_json.h"

const char *locks_result__mode(enum pby_lock_kind kind, enum pby_lock_mode mode)
{
	static const char *const names[] = { "unknown", "read", "write" };

	return kind != PBY_LOCK_UNKNOWN && !pby_lock_kind__has_modes(kind) ? "exclusive" : names[mode];
}

static void add_addr(struct json_object *to, const char *key, uint64_t addr)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%llx", (unsigned long long)addr);
	pby_json__str(to, key, text);
}

void locks_result__task(struct locks_result *r, struct json_object *to, const char *key, int32_t task)
{
	const struct pby_contention *c = r->judged->c;
	const struct pby_contender *t = task >= 0 ? &c->tasks.items[task] : NULL;
	struct json_object *o;
	int32_t stack;

	if (!t) {
		pby_json__null(to, key);
		return;
	}
	o = pby_json__obj(to, key);
	pby_json__int(o, "pid", t->pid);
	if (t->tgid != PBY_PID_UNKNOWN)
		pby_json__int(o, "tgid", t->tgid);
	pby_json__str(o, "comm", t->comm);
	if (t->state)
		pby_json__strn(o, "state", &t->state, 1);
	else
		pby_json__null(o, "state");
	pby_json__str(o, "on_cpu", pby_tri__name(t->on_cpu));
	pby_json__str(o, "throttled", pby_tri__name(t->throttled));
	if (t->cpu >= 0)
		pby_json__int(o, "cpu", t->cpu);
	if (t->off_cpu_ns)
		pby_json__u64(o, "off_cpu_ns", t->off_cpu_ns);
	stack = locks_result__stack(r, t->stack);
	if (stack >= 0)
		pby_json__int(o, "stack", stack);
	stack = locks_result__stack(r, t->user_stack);
	if (stack >= 0)
		pby_json__int(o, "user_stack", stack);
}

static void add_waits(struct json_object *to, const char *key, const struct pby_contended_waits *w)
{
	struct json_object *o = pby_json__obj(to, key), *h;

	pby_json__u64(o, "begun", w->begun);
	pby_json__u64(o, "ended", w->ended);
	pby_json__u64(o, "failed", w->failed);
	pby_json__u64(o, "total_ns", w->total_ns);
	pby_json__u64(o, "max_ns", w->max_ns);
	pby_json__u64(o, "p50_ns", pby_histogram__percentile(&w->histogram, 0.5, w->max_ns));
	pby_json__u64(o, "p99_ns", pby_histogram__percentile(&w->histogram, 0.99, w->max_ns));
	h = pby_json__arr(o, "histogram");
	for (uint32_t i = 0; i < PBY_HISTOGRAM_BUCKETS; i++) {
		struct json_object *pair;

		if (!w->histogram.counts[i])
			continue;
		pair = pby_json__arr(h, NULL);
		pby_json__u64(pair, NULL, pby_histogram__floor(i));
		pby_json__u64(pair, NULL, w->histogram.counts[i]);
	}
}

static void add_owner(struct locks_result *r, const struct pby_contended *l, struct json_object *to)
{
	static const char *const kinds[] = { "unknown", "nobody", "task", "readers" };
	struct json_object *o = pby_json__obj(to, "owner");

	bool holds = pby_contended__owner_holds(r->judged->c, l);

	pby_json__str(o, "kind", kinds[holds ? l->owner.kind : PBY_OWNER_UNKNOWN]);
	pby_json__bool(o, "outdated", !holds);
	pby_json__str(o, "mode", l->owner.kind == PBY_OWNER_READERS ? "read" : l->owner.kind != PBY_OWNER_TASK ? "unknown" :
				 locks_result__mode(l->kind, PBY_MODE_WRITE));
	locks_result__task(r, o, "task", l->owner.task);
	if (l->owner.kind == PBY_OWNER_READERS)
		pby_json__u64(o, "readers", l->owner.nr_readers);
	pby_json__bool(o, "handoff", l->owner.handoff);
	add_addr(o, "count_word", l->owner.count_word);
	add_addr(o, "owner_word", l->owner.owner_word);
	if (l->owner.read_ns)
		pby_json__u64(o, "read_ago_ns", r->judged->c->now_ns - l->owner.read_ns);
	if (l->owner.same_since_ns && l->owner.looks > 1)
		pby_json__u64(o, "same_for_ns", l->owner.read_ns - l->owner.same_since_ns);
	pby_json__int(o, "looks", l->owner.looks);
}

static void add_queue(struct locks_result *r, const struct pby_contended *l, struct json_object *to)
{
	static const char *const since[] = { "seen", "lock", "at least" };
	const struct pby_contention *c = r->judged->c;
	struct json_object *list = pby_json__arr(to, "queue");

	for (uint32_t i = 0; i < l->queue.nr && i < LOCKS_QUEUE; i++) {
		const struct pby_contending *w = &c->waiters.items[l->queue.items[i]];
		struct json_object *o = pby_json__obj(list, NULL);
		int32_t stack = locks_result__stack(r, w->stack);

		locks_result__task(r, o, "task", (int32_t)w->task);
		pby_json__str(o, "mode", locks_result__mode(l->kind, w->mode));
		pby_json__u64(o, "waited_ns", c->now_ns > w->since_ns ? c->now_ns - w->since_ns : 0);
		pby_json__str(o, "since", since[w->since]);
		if (w->nest)
			pby_json__int(o, "nest", w->nest);
		if (w->owner_pid != PBY_PID_UNKNOWN)
			pby_json__int(o, "found_owner", w->owner_pid);
		pby_json__u64(o, "overtaken", l->ended > w->turn && w->since == PBY_SINCE_SEEN ? l->ended - w->turn : 0);
		if (stack >= 0)
			pby_json__int(o, "stack", stack);
	}
	pby_json__int(to, "queue_left_out", l->queue.nr > LOCKS_QUEUE ? l->queue.nr - LOCKS_QUEUE : 0);
	pby_json__bool(to, "queue_in_order", l->in_order);
	pby_json__bool(to, "racing", l->racing);
}

static void add_chain(struct locks_result *r, const struct pby_lock_judged *j, struct json_object *to)
{
	const struct pby_contention *c = r->judged->c;
	struct json_object *list = pby_json__arr(to, "chain");

	for (uint32_t i = 0; i < j->chain.links.nr; i++) {
		const struct pby_lock_link *link = &j->chain.links.items[i];
		struct json_object *o = pby_json__obj(list, NULL);

		locks_result__task(r, o, "task", (int32_t)link->task);
		if (link->lock >= 0) {
			int32_t wait = c->tasks.items[link->task].waits_for;

			pby_json__str(o, "lock", pby_contended__words(&c->locks.items[link->lock],
								      (struct pby_arena *)&r->judged->arena));
			add_addr(o, "addr", c->locks.items[link->lock].addr);
			pby_json__str(o, "mode", locks_result__mode(c->locks.items[link->lock].kind,
								    c->waiters.items[wait].mode));
		}
		if (link->wait >= 0)
			pby_json__str(o, "what", r->judged->hang.graph.waits.items.items[link->wait].what);
		if (i + 1 < j->chain.links.nr) {
			pby_json__str(o, "evidence", pby_certainty__name(link->certainty));
			pby_json__str(o, "why", link->why ? link->why : "");
		}
	}
	pby_json__str(to, "chain_end", j->chain.end);
	pby_json__bool(to, "chain_end_known", j->chain.end_known);
	pby_json__bool(to, "circle", j->chain.circle);
}

static void add_finding(struct json_object *list, const struct pby_lock_finding *f)
{
	struct json_object *o = pby_json__obj(list, NULL), *figures;

	pby_json__str(o, "id", f->rule->id);
	pby_json__str(o, "name", f->rule->name);
	pby_json__str(o, "answer", pby_answer__name(f->answer));
	if (f->words)
		pby_json__str(o, "words", f->words);
	if (f->answer == PBY_FOUND) {
		pby_json__str(o, "why", f->rule->why);
		pby_json__str(o, "advice", f->rule->advice);
	}
	figures = pby_json__obj(o, "figures");
	for (uint32_t i = 0; i < f->figures.nr; i++)
		pby_json__double(figures, f->figures.items[i].name, f->figures.items[i].value);
}

static void add_blames(const struct pby_lock_judged *j, struct json_object *to)
{
	struct json_object *list = pby_json__arr(to, "probes");

	for (uint32_t i = 0; i < j->blames.nr; i++) {
		const struct pby_lock_blame *b = &j->blames.items[i];
		struct json_object *o = pby_json__obj(list, NULL);

		pby_json__str(o, "what", b->what);
		pby_json__str(o, "function", b->frame);
		if (b->program)
			pby_json__str(o, "program", b->program);
		if (b->owner)
			pby_json__str(o, "owner", b->owner);
		if (b->pid != PBY_PID_UNKNOWN) {
			pby_json__int(o, "pid", b->pid);
			pby_json__str(o, "comm", b->comm);
		}
		pby_json__bool(o, "holder", b->holder);
		pby_json__u64(o, "nr", b->nr);
		pby_json__u64(o, "total_ns", b->total_ns);
	}
}

static void add_turns(const struct pby_contended *l, struct json_object *to)
{
	static const char *const names[] = { "shared", "alone" };
	struct json_object *o = pby_json__obj(to, "turns");

	for (int s = 0; s < PBY_NR_SHARES; s++) {
		struct json_object *side = pby_json__obj(o, names[s]);

		pby_json__u64(side, "nr", l->batches.nr[s]);
		pby_json__u64(side, "members", l->batches.members[s]);
		pby_json__int(side, "longest", l->batches.longest[s]);
		pby_json__u64(side, "longest_ns", l->batches.longest_ns[s]);
		pby_json__u64(side, "overtaken_max", l->overtaken_max[s]);
	}
}

static uint64_t longest_ns(const struct pby_contention *c, const struct pby_contended *l)
{
	uint64_t longest = pby_contended__max_ns(l);

	for (uint32_t i = 0; i < l->queue.nr; i++) {
		uint64_t since = c->waiters.items[l->queue.items[i]].since_ns;

		if (c->now_ns > since && c->now_ns - since > longest)
			longest = c->now_ns - since;
	}
	return longest;
}

void locks_result__lock(struct locks_result *r, const struct pby_lock_judged *j, struct json_object *o)
{
	const struct pby_contention *c = r->judged->c;
	const struct pby_contended *l = &c->locks.items[j->lock];
	double seconds = (double)(c->now_ns - c->from_ns) / 1e9;
	struct json_object *list;

	add_addr(o, "addr", l->addr);
	pby_json__str(o, "kind", pby_lock_kind__name(l->kind));
	if (l->name)
		pby_json__str(o, "name", l->name);
	else
		pby_json__null(o, "name");
	if (l->mm_tgid != PBY_PID_UNKNOWN)
		pby_json__int(o, "mm_tgid", l->mm_tgid);
	pby_json__u64(o, "contentions", pby_contended__begun(l));
	pby_json__double(o, "contentions_per_s", seconds > 0 ? (double)pby_contended__begun(l) / seconds : 0);
	pby_json__u64(o, "wait_ns", pby_contended__total_ns(l));
	pby_json__u64(o, "pending_ns", pby_contended__pending_ns(c, l));
	/* What goes on counts too: a lock that is never let go of would cost nothing otherwise. */
	pby_json__u64(o, "waited_ns", pby_contended__total_ns(l) + pby_contended__pending_ns(c, l));
	pby_json__u64(o, "longest_ns", longest_ns(c, l));
	pby_json__u64(o, "p50_ns", pby_contended__percentile(l, 0.5));
	pby_json__u64(o, "p99_ns", pby_contended__percentile(l, 0.99));
	pby_json__u64(o, "max_ns", pby_contended__max_ns(l));
	pby_json__int(o, "depth", l->depth);
	pby_json__int(o, "depth_max", l->depth_max);
	pby_json__u64(o, "ended", l->ended);
	if (l->last_ended_ns)
		pby_json__u64(o, "last_ended_ago_ns", c->now_ns - l->last_ended_ns);
	else
		pby_json__null(o, "last_ended_ago_ns");
	pby_json__u64(o, "emptied", l->emptied);
	pby_json__u64(o, "longest_busy_ns", l->longest_busy_ns);
	pby_json__u64(o, "handoffs", l->handoffs);
	pby_json__u64(o, "releases", l->releases);
	pby_json__int(o, "burst_max", l->burst_max);
	pby_json__u64(o, "lost_ends", l->lost_ends);
	pby_json__u64(o, "unseen_begins", l->unseen_begins);
	add_waits(o, "shared", &l->waits[PBY_SHARED]);
	add_waits(o, "alone", &l->waits[PBY_ALONE]);
	add_turns(l, o);
	add_owner(r, l, o);
	if (j->verdict >= 0)
		pby_json__str(o, "verdict", j->findings.items[j->verdict].rule->id);
	else
		pby_json__null(o, "verdict");
	list = pby_json__arr(o, "findings");
	for (uint32_t i = 0; i < j->findings.nr; i++)
		if (j->findings.items[i].answer == PBY_FOUND || j->findings.items[i].answer == PBY_UNKNOWN)
			add_finding(list, &j->findings.items[i]);
	add_chain(r, j, o);
	add_blames(j, o);
	locks_result__sites(r, j->lock, o);
	add_queue(r, l, o);
}
