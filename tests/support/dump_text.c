// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump_text.c: see dump_text.h. */
#include "support/dump_text.h"

#include "base/err.h"
#include "source/dump/read.h"

static const char *const seen_names[] = {
	"hung", "dump", "locks", "backtrace", "soft-lockup", "hard-lockup", "rcu-cpu", "rcu-reader",
	"rcu-kthread", "rcu-tasks", "lockdep", "proc", "crash", "ps", "cant-die", "io-wait",
};

static void stack(struct pby_buf *out, const struct pby_stack *s)
{
	for (uint32_t i = 0; i < s->nr; i++) {
		const struct pby_frame *f = &s->items[i];

		pby_buf__addf(out, " %s%s%s", f->interrupt ? "!" : "", f->unreliable ? "?" : f->pc ? "=" : "",
			      f->name);
		if (f->module)
			pby_buf__addf(out, "[%s]", f->module);
		if (f->inlined)
			pby_buf__adds(out, "(inline)");
	}
	pby_buf__addc(out, '\n');
}

static void task(struct pby_buf *out, const struct pby_task *t)
{
	const char *comma = " ";

	pby_buf__addf(out, "%d '%s' %c", t->pid, t->comm, t->state ? t->state : '-');
	for (size_t i = 0; i < sizeof(seen_names) / sizeof(seen_names[0]); i++) {
		if (!(t->seen & 1u << i))
			continue;
		pby_buf__addf(out, "%s%s", comma, seen_names[i]);
		comma = ",";
	}
	if (t->blocked_s > 0)
		pby_buf__addf(out, " %.0fs", t->blocked_s);
	pby_buf__addf(out, "%s%s%s%s", t->on_cpu ? " on-cpu" : "", t->hide ? " hidden" : "",
		      t->moved ? " moved" : "", t->cut ? " cut" : "");
	if (t->workqueue)
		pby_buf__addf(out, " {%s}", t->workqueue);
	pby_buf__addc(out, ':');
	stack(out, &t->frames);
	if (t->blocker)
		pby_buf__addf(out, " blocked on %s by %s:%d\n", t->blocker->lock_kind,
			      t->blocker->owner_comm ? t->blocker->owner_comm : "?", t->blocker->owner_pid);
	if (t->nr_held_stated >= 0 && !t->held.nr)
		pby_buf__addf(out, " holds %d unlisted\n", t->nr_held_stated);
	for (uint32_t i = 0; i < t->held.nr; i++)
		pby_buf__addf(out, " holds %s%s@%s\n", t->held.items[i].name,
			      t->held.items[i].subclass ? t->held.items[i].subclass : "",
			      t->held.items[i].at ? t->held.items[i].at : "?");
}

static void lockdep(struct pby_buf *out, const struct pby_dump *d, const struct pby_lockdep *r)
{
	static const char *const kinds[] = { "circular", "recursive", "irq", "other" };

	pby_buf__addf(out, "lockdep %s of %d: wants %s, holds %s%s\n", kinds[r->kind],
		      r->task >= 0 ? d->tasks.items[r->task].pid : -1, r->wanted.name ? r->wanted.name : "?",
		      r->holding.name ? r->holding.name : "?", r->cut ? ", cut" : "");
	for (uint32_t i = 0; i < r->chain.nr; i++) {
		pby_buf__addf(out, " #%d %s:", r->chain.items[i].nr, r->chain.items[i].lock.name);
		stack(out, &r->chain.items[i].frames);
	}
	if (r->order)
		pby_buf__addf(out, " order %s\n", r->order);
}

void dump_text(const struct pby_dump *d, struct pby_buf *out)
{
	if (d->kernel)
		pby_buf__addf(out, "kernel %s\n", d->kernel);
	for (uint32_t i = 0; i < d->tasks.nr; i++)
		task(out, &d->tasks.items[i]);
	for (uint32_t i = 0; i < d->lockdeps.nr; i++)
		lockdep(out, d, &d->lockdeps.items[i]);
	for (uint32_t i = 0; i < d->notes.nr; i++)
		pby_buf__addf(out, "note %s%s%s cpu %d value %lld\n", pby_note_kind__name(d->notes.items[i].kind),
			      d->notes.items[i].what ? " " : "", d->notes.items[i].what ? d->notes.items[i].what : "",
			      d->notes.items[i].cpu, (long long)d->notes.items[i].value);
	for (uint32_t i = 0; i < d->works.nr; i++)
		pby_buf__addf(out, "work %s %s by %d flushed by %d\n", d->works.items[i].workqueue,
			      d->works.items[i].func, d->works.items[i].worker_pid, d->works.items[i].flusher_pid);
	if (d->all_locks_listed)
		pby_buf__adds(out, "all locks listed\n");
}

void dump_text_of(const char *name, const void *bytes, size_t len, struct pby_buf *out)
{
	struct pby_dump dump;
	struct pby_err err = { "" };

	out->len = 0;
	if (pby_dump__read_mem(&dump, name, bytes, len, &err))
		pby_buf__addf(out, "error: %s\n", err.text);
	else
		dump_text(&dump, out);
	pby_dump__free(&dump);
}
