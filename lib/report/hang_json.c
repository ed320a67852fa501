// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_json.c: builds the result of probity hang. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "model/hang/hang.h"
#include "report/hang.h"

/* Beyond so many tasks, those that sleep as they should are counted and not listed. */
enum { MAX_IDLE_TASKS = 2000, MAX_STACKS = 2000, MAX_WAITS = 20000 };

static void add_pid(struct json_object *to, const char *key, int32_t pid)
{
	if (pid == PBY_PID_UNKNOWN)
		pby_json__null(to, key);
	else
		pby_json__int(to, key, pid);
}

static void add_comm(struct json_object *to, const char *key, const char *comm)
{
	if (comm && *comm)
		pby_json__str(to, key, comm);
	else
		pby_json__null(to, key);
}

static void add_who(struct json_object *to, const char *key, const struct pby_task *t)
{
	struct json_object *o = pby_json__obj(to, key);

	add_pid(o, "pid", t->pid);
	add_comm(o, "comm", t->comm);
}

static const char *kind_name(enum pby_party_kind kind)
{
	static const char *const names[] = { "task", "kthread", "device", "user", "unknown" };

	return names[kind];
}

/* Is the task part of the trouble, or does the list stay short enough to show everybody? */
static bool is_listed(const struct pby_hang *hang, uint32_t task, bool all, const bool *named)
{
	const struct pby_graph *g = &hang->graph;
	const struct pby_task *t = &g->waits.dump->tasks.items[task];
	int32_t w = g->waits.of_task[task];

	if (t->hide)
		return false;
	if (named[task] || (w >= 0 && g->waits.items.items[w].blocked))
		return true;
	/* Tasks that only appear in lists of locks hold something, which the waits say. */
	return all && (t->seen & ~(uint32_t)PBY_SEEN_LOCKS);
}

static void add_tasks(struct json_object *root, const struct pby_hang *hang, bool all,
		      const bool *named)
{
	const struct pby_dump *dump = hang->graph.waits.dump;
	struct json_object *list = pby_json__arr(root, "tasks");
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < dump->tasks.nr; i++) {
		const struct pby_task *t = &dump->tasks.items[i];
		struct json_object *o;

		if (!is_listed(hang, i, all, named)) {
			left_out += !t->hide;
			continue;
		}
		o = pby_json__obj(list, NULL);
		add_pid(o, "pid", t->pid);
		add_comm(o, "comm", t->comm);
		if (t->state)
			pby_json__strn(o, "state", &t->state, 1);
		else
			pby_json__null(o, "state");
		if (t->tgid >= 0)
			pby_json__int(o, "tgid", t->tgid);
		if (t->ppid >= 0)
			pby_json__int(o, "ppid", t->ppid);
		if (t->blocked_s > 0)
			pby_json__double(o, "blocked_s", t->blocked_s);
		if (t->on_cpu)
			pby_json__bool(o, "on_cpu", true);
		pby_json__int(o, "line", t->line);
	}
	pby_json__int(root, "tasks_left_out", left_out);
}

static void add_on(struct json_object *to, const struct pby_wait *w)
{
	struct json_object *list = pby_json__arr(to, "on");

	for (uint32_t i = 0; i < w->on.nr; i++) {
		const struct pby_wait_on *on = &w->on.items[i];
		struct json_object *o = pby_json__obj(list, NULL);

		pby_json__str(o, "kind", kind_name(on->kind));
		add_pid(o, "pid", on->pid);
		add_comm(o, "comm", on->comm);
		pby_json__str(o, "evidence", pby_certainty__name(on->certainty));
		if (on->why)
			pby_json__str(o, "why", on->why);
	}
}

static const char *mode_of(enum pby_wait_class cls)
{
	if (cls == PBY_WAIT_RWSEM_READ || cls == PBY_WAIT_PERCPU_RWSEM_READ)
		return "read";
	if (cls == PBY_WAIT_RWSEM_WRITE || cls == PBY_WAIT_PERCPU_RWSEM_WRITE)
		return "write";
	return pby_wait_class__is_lock(cls) ? "exclusive" : NULL;
}

static void add_wait(struct json_object *list, struct pby_hang *hang, uint32_t i)
{
	struct pby_graph *g = &hang->graph;
	const struct pby_wait *w = &g->waits.items.items[i];
	const struct pby_stack_wait *s = pby_waits__stack(&g->waits, w->task);
	struct json_object *o = pby_json__obj(list, NULL), *frames;
	const char *mode = mode_of(w->cls);

	add_who(o, "waiter", &g->waits.dump->tasks.items[w->task]);
	pby_json__str(o, "class", pby_wait_class__name(w->cls));
	pby_json__str(o, "what", w->what);
	if (w->object.name)
		pby_json__str(o, "object", w->object.name);
	if (mode)
		pby_json__str(o, "mode", mode);
	add_on(o, w);
	pby_json__str(o, "evidence", pby_certainty__name(w->certainty));
	pby_json__bool(o, "blocked", w->blocked);
	if (w->potential)
		pby_json__bool(o, "potential", true);
	if (w->row)
		pby_json__str(o, "source", w->row->source);
	frames = pby_json__arr(o, "frames");
	/* A queue of thousands repeats the same stacks. */
	for (uint32_t k = 0; k < s->nr && k < 24 && pby_json__len(list) <= MAX_STACKS; k++)
		pby_json__str(frames, NULL, s->names[k]);
}

static void add_waits(struct json_object *root, struct pby_hang *hang, bool all, const bool *named)
{
	struct pby_graph *g = &hang->graph;
	struct json_object *list = pby_json__arr(root, "waits");
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < g->waits.items.nr; i++) {
		if (!is_listed(hang, (uint32_t)g->waits.items.items[i].task, all, named))
			continue;
		if (pby_json__len(list) < MAX_WAITS)
			add_wait(list, hang, i);
		else
			left_out++;
	}
	pby_json__int(root, "waits_left_out", left_out);
}

static const struct pby_task *task_of(const struct pby_graph *g, uint32_t wait)
{
	return &g->waits.dump->tasks.items[g->waits.items.items[wait].task];
}

static void add_cycles(struct json_object *root, const struct pby_graph *g)
{
	struct json_object *list = pby_json__arr(root, "cycles");

	for (uint32_t i = 0; i < g->cycles.nr; i++) {
		const struct pby_cycle *c = &g->cycles.items[i];
		struct json_object *o = pby_json__obj(list, NULL), *members;

		pby_json__str(o, "evidence", pby_certainty__name(c->weakest));
		members = pby_json__arr(o, "members");
		for (uint32_t k = 0; k < c->waits.nr; k++)
			add_who(members, NULL, task_of(g, c->waits.items[k]));
	}
}

static void add_chain(struct json_object *to, const struct pby_graph *g, const struct pby_root *r)
{
	struct json_object *list = pby_json__arr(to, "chain");
	uint32_t at = r->deepest;

	for (uint32_t n = 0; at != UINT32_MAX && n <= r->depth + 1; n++) {
		const struct pby_wait *w = &g->waits.items.items[at];
		const struct pby_wait_on *best = pby_wait__main_edge(w);

		add_who(list, NULL, task_of(g, at));
		if (!best)
			return;
		if (g->waits.of_task[best->task] < 0) {
			add_who(list, NULL, &g->waits.dump->tasks.items[best->task]);
			return;
		}
		at = (uint32_t)g->waits.of_task[best->task];
	}
}

static void add_roots(struct json_object *root, const struct pby_graph *g)
{
	struct json_object *list = pby_json__arr(root, "roots");

	for (uint32_t i = 0; i < g->roots.nr && i < 64; i++) {
		const struct pby_root *r = &g->roots.items[i];
		struct json_object *o = pby_json__obj(list, NULL);

		add_who(o, "task", &g->waits.dump->tasks.items[r->task]);
		pby_json__int(o, "behind", r->nr_behind);
		pby_json__int(o, "depth", r->depth);
		pby_json__bool(o, "guessed", r->guessed);
		add_chain(o, g, r);
	}
}

static void add_fix(struct json_object *to, const struct pby_hang_rule *rule)
{
	struct json_object *fixes = pby_json__arr(to, "fixed_by");
	char text[1024] = "";
	size_t len = 0;

	for (size_t i = 0; i < sizeof(rule->fixed_by) / sizeof(rule->fixed_by[0]); i++) {
		const struct pby_commit *c = &rule->fixed_by[i];
		struct json_object *o;
		int n;

		if (!c->id)
			break;
		o = pby_json__obj(fixes, NULL);
		pby_json__str(o, "commit", c->id);
		pby_json__str(o, "subject", c->subject);
		pby_json__str(o, "release", c->release);
		n = snprintf(text + len, sizeof(text) - len, "%s%s \"%s\" (%s)", len ? "; " : "", c->id,
			     c->subject, c->release);
		len = n > 0 && (size_t)n < sizeof(text) - len ? len + (size_t)n : len;
	}
	pby_json__str(to, "fix", len ? text : "no fix is known for certain");
}

static void add_missing(struct json_object *to, const struct pby_missing *items, uint32_t nr)
{
	struct json_object *list = pby_json__arr(to, "missing");

	for (uint32_t i = 0; i < nr; i++) {
		struct json_object *o = pby_json__obj(list, NULL);

		pby_json__str(o, "what", items[i].what);
		pby_json__str(o, "how", items[i].how);
	}
}

static void fill_diagnosis(struct json_object *o, const struct pby_diagnosis *d,
			   const struct pby_graph *g)
{
	struct json_object *list;

	pby_json__str(o, "id", d->rule->id);
	pby_json__str(o, "title", d->rule->title);
	pby_json__str(o, "summary", d->summary);
	pby_json__str(o, "why", d->rule->why);
	pby_json__str(o, "advice", d->rule->advice);
	add_fix(o, d->rule);
	pby_json__int(o, "tasks", d->nr_tasks);
	if (d->root >= 0)
		add_who(o, "root", &g->waits.dump->tasks.items[d->root]);
	list = pby_json__arr(o, "evidence");
	for (uint32_t i = 0; i < d->evidence.nr; i++)
		pby_json__str(list, NULL, d->evidence.items[i]);
	add_missing(o, d->missing.items, d->missing.nr);
}

static void add_diagnoses(struct json_object *root, const struct pby_hang *hang)
{
	struct json_object *list;

	if (hang->diagnoses.nr)
		fill_diagnosis(pby_json__obj(root, "diagnosis"), &hang->diagnoses.items[0],
			       &hang->graph);
	else
		pby_json__null(root, "diagnosis");
	list = pby_json__arr(root, "diagnoses");
	for (uint32_t i = 0; i < hang->diagnoses.nr; i++)
		fill_diagnosis(pby_json__obj(list, NULL), &hang->diagnoses.items[i], &hang->graph);
}

static void add_notes(struct json_object *root, const struct pby_dump *dump)
{
	struct json_object *list = pby_json__arr(root, "notes");

	for (uint32_t i = 0; i < dump->notes.nr && i < 200; i++) {
		struct json_object *o = pby_json__obj(list, NULL);

		pby_json__str(o, "kind", pby_note_kind__name(dump->notes.items[i].kind));
		pby_json__str(o, "text", dump->notes.items[i].text ? dump->notes.items[i].text : "");
		pby_json__int(o, "line", dump->notes.items[i].line);
	}
}

/* Tasks that somebody waits for, or that hold what somebody wants. */
static bool *named_tasks(const struct pby_graph *g)
{
	bool *named = calloc(g->waits.dump->tasks.nr + 1, sizeof(*named));

	for (uint32_t i = 0; named && i < g->waits.items.nr; i++)
		for (uint32_t k = 0; k < g->waits.items.items[i].on.nr; k++)
			if (g->waits.items.items[i].on.items[k].task >= 0)
				named[g->waits.items.items[i].on.items[k].task] = true;
	return named;
}

struct json_object *pby_hang__json(struct pby_hang *hang)
{
	const struct pby_dump *dump = hang->graph.waits.dump;
	bool all = dump->tasks.nr <= MAX_IDLE_TASKS, *named = named_tasks(&hang->graph);
	struct json_object *root = json_object_new_object(), *sources;

	if (!root || !named) {
		json_object_put(root);
		free(named);
		return NULL;
	}
	pby_json__str(root, "schema", "probity.hang/1");
	pby_json__str(root, "version", PBY_VERSION);
	if (dump->kernel)
		pby_json__str(root, "kernel", dump->kernel);
	else
		pby_json__null(root, "kernel");
	pby_json__str(root, "cycle", pby_circle__name(hang->circle));
	pby_json__str(root, "verdict", hang->sentence);
	pby_json__int(root, "blocked", hang->graph.nr_blocked);
	pby_json__int(root, "blast_radius", hang->graph.roots.nr ? hang->graph.roots.items[0].nr_behind : 0);
	add_diagnoses(root, hang);
	add_cycles(root, &hang->graph);
	add_roots(root, &hang->graph);
	add_missing(root, hang->missing.items, hang->missing.nr);
	add_waits(root, hang, all, named);
	add_tasks(root, hang, all, named);
	add_notes(root, dump);
	sources = pby_json__arr(root, "sources");
	for (uint32_t i = 0; i < dump->sources.nr; i++)
		pby_json__str(sources, NULL, dump->sources.items[i]);
	free(named);
	return root;
}
