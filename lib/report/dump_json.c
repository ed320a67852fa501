// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump_json.c: tasks, locks, notes and lockdep reports of a dump as JSON. */
#include "report/dump.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

static const char *const seen_names[] = {
	"hung", "dump", "locks", "backtrace", "soft-lockup", "hard-lockup", "rcu-cpu", "rcu-reader",
	"rcu-kthread", "rcu-tasks", "lockdep", "proc", "crash", "ps", "cant-die", "io-wait",
};

static const char *const origin_names[] = { "none", "console", "proc", "crash", "wchan" };
static const char *const mode_names[] = { "unknown", "read", "write" };

static void frame(struct json_object *to, const struct pby_frame *f)
{
	PBY_AUTO_BUF text = { 0 };

	pby_buf__addf(&text, "%s%s%s", f->interrupt ? "! " : "", f->unreliable ? "? " : "", f->name);
	if (f->module)
		pby_buf__addf(&text, " [%s]", f->module);
	if (f->inlined)
		pby_buf__adds(&text, " [inline]");
	if (f->pc)
		pby_buf__adds(&text, " (pc)");
	pby_json__strn(to, NULL, pby_buf__text(&text), text.len);
}

static void stack(struct json_object *to, const char *key, const struct pby_stack *s)
{
	struct json_object *frames;

	if (!s->nr)
		return;
	frames = pby_json__arr(to, key);
	for (uint32_t i = 0; i < s->nr; i++)
		frame(frames, &s->items[i]);
}

static void lock(struct json_object *to, const char *key, const struct pby_held_lock *l)
{
	struct json_object *o;

	if (!l->name)
		return;
	o = pby_json__obj(to, key);
	pby_json__str(o, "name", l->name);
	if (l->subclass)
		pby_json__str(o, "subclass", l->subclass);
	if (l->at)
		pby_json__str(o, "at", l->at);
	if (l->addr)
		pby_json__u64(o, "addr", l->addr);
}

static void blocker(struct json_object *to, const struct pby_blocker *b)
{
	struct json_object *o;

	if (!b)
		return;
	o = pby_json__obj(to, "blocker");
	pby_json__str(o, "lock", b->lock_kind);
	pby_json__str(o, "mode", mode_names[b->mode]);
	if (!b->owner_comm)
		return;
	pby_json__str(o, "owner", b->owner_comm);
	pby_json__int(o, "owner_pid", b->owner_pid);
	pby_json__str(o, "owner_mode", mode_names[b->owner_mode]);
}

static void number(struct json_object *to, const char *key, int64_t value)
{
	if (value >= 0)
		pby_json__int(to, key, value);
}

static void flag(struct json_object *to, const char *key, bool value)
{
	if (value)
		pby_json__bool(to, key, value);
}

static void task(struct json_object *to, const struct pby_task *t)
{
	struct json_object *o = pby_json__obj(to, NULL), *list;

	number(o, "pid", t->pid);
	pby_json__str(o, "comm", t->comm);
	if (t->state)
		pby_json__strn(o, "state", &t->state, 1);
	number(o, "tgid", t->tgid);
	number(o, "ppid", t->ppid);
	number(o, "ns_pid", t->ns_pid);
	number(o, "cpu", t->cpu);
	list = pby_json__arr(o, "seen");
	for (size_t i = 0; i < sizeof(seen_names) / sizeof(seen_names[0]); i++) {
		if (t->seen & 1u << i)
			pby_json__str(list, NULL, seen_names[i]);
	}
	pby_json__int(o, "reports", t->nr_reports);
	pby_json__str(o, "origin", origin_names[t->origin]);
	flag(o, "on_cpu", t->on_cpu);
	flag(o, "hide", t->hide);
	flag(o, "moved", t->moved);
	flag(o, "cut", t->cut);
	if (t->blocked_s > 0)
		pby_json__int(o, "blocked_s", t->blocked_s);
	if (t->workqueue)
		pby_json__str(o, "workqueue", t->workqueue);
	blocker(o, t->blocker);
	number(o, "held_stated", t->nr_held_stated);
	if (t->held.nr)
		list = pby_json__arr(o, "held");
	for (uint32_t i = 0; i < t->held.nr; i++)
		lock(list, NULL, &t->held.items[i]);
	stack(o, "stack", &t->frames);
}

static void lockdep(struct json_object *to, const struct pby_lockdep *r)
{
	static const char *const kinds[] = { "circular", "recursive", "irq", "other" };
	struct json_object *o = pby_json__obj(to, NULL), *chain;

	pby_json__str(o, "kind", kinds[r->kind]);
	pby_json__str(o, "title", r->title);
	number(o, "task", r->task);
	lock(o, "wanted", &r->wanted);
	lock(o, "holding", &r->holding);
	flag(o, "cut", r->cut);
	if (r->order)
		pby_json__str(o, "order", r->order);
	chain = pby_json__arr(o, "chain");
	for (uint32_t i = 0; i < r->chain.nr; i++) {
		struct json_object *link = pby_json__obj(chain, NULL);

		pby_json__int(link, "nr", r->chain.items[i].nr);
		lock(link, "lock", &r->chain.items[i].lock);
		stack(link, "stack", &r->chain.items[i].frames);
	}
}

static void note(struct json_object *to, const struct pby_note *n)
{
	struct json_object *o = pby_json__obj(to, NULL);

	pby_json__str(o, "kind", pby_note_kind__name(n->kind));
	pby_json__str(o, "text", n->text);
	if (n->what)
		pby_json__str(o, "what", n->what);
	number(o, "task", n->task);
	number(o, "cpu", n->cpu);
	number(o, "value", n->value);
}

static void work(struct json_object *to, const struct pby_work *w)
{
	struct json_object *o = pby_json__obj(to, NULL);

	pby_json__str(o, "workqueue", w->workqueue);
	pby_json__str(o, "func", w->func);
	number(o, "worker", w->worker_pid);
	number(o, "flusher", w->flusher_pid);
	flag(o, "delayed", w->delayed);
}

struct json_object *pby_report__dump(const struct pby_dump *dump)
{
	struct json_object *root = json_object_new_object(), *list;

	if (dump->kernel)
		pby_json__str(root, "kernel", dump->kernel);
	list = pby_json__arr(root, "tasks");
	for (uint32_t i = 0; i < dump->tasks.nr; i++)
		task(list, &dump->tasks.items[i]);
	list = pby_json__arr(root, "notes");
	for (uint32_t i = 0; i < dump->notes.nr; i++)
		note(list, &dump->notes.items[i]);
	list = pby_json__arr(root, "lockdep");
	for (uint32_t i = 0; i < dump->lockdeps.nr; i++)
		lockdep(list, &dump->lockdeps.items[i]);
	list = pby_json__arr(root, "works");
	for (uint32_t i = 0; i < dump->works.nr; i++)
		work(list, &dump->works.items[i]);
	flag(root, "all_locks_listed", dump->all_locks_listed);
	return root;
}
