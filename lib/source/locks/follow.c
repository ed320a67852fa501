// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* follow.c: the watch, the names and the memory of a run of `probity locks`. */
#include "source/locks/follow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/locks/own.h"

/* Loading a dozen programs on a busy machine is a matter of seconds, in an emulator of many. */
enum { START_MS = 60000, ANSWER_MS = 20000, FULL_EVERY = 20 };

static struct pby_locks_wish wish_of(const struct pby_follow_options *o)
{
	struct pby_locks_wish w = {
		.settings = {
			.stacks_above_ns = o->stacks_above_ns, .kinds = o->kinds, .nr_locks = o->nr_locks,
			.tgid = o->tgid, .tid = o->tid, .user_stacks = o->user_stacks, .spins = o->spins,
			.record = o->record_fd > 0,
		},
		.locks = o->locks, .hook = o->hook, .kernel = o->kernel, .record_fd = o->record_fd,
		.release = o->kernel->release,
		.trampolines_can_hang =
			pby_kernel__data_symbol(o->kernel, "tasks_rcu_exit_srcu").value == PBY_YES,
		.real_time = access("/sys/kernel/realtime", F_OK) == 0,
	};
	size_t len = o->comm ? strnlen(o->comm, PBY_LOCKS_COMM - 1) : 0;
	bool prefix = len && o->comm[len - 1] == '*';

	/* To the events they look alike; the view keeps them apart. */
	if (w.settings.kinds & 1u << PBY_LOCK_WW_MUTEX)
		w.settings.kinds |= 1u << PBY_LOCK_MUTEX;
	if (len) {
		memcpy(w.settings.comm, o->comm, len - prefix);
		/* With its end: "sh" is not "sh-agent". */
		w.settings.comm_len = (uint32_t)len + 1 - 2 * prefix;
	}
	return w;
}

/* Memory first, then the hooks: whom the hooks do not know by then began before them, or is through. */
static void find_earlier(struct pby_follow *f)
{
	const struct pby_locks_shot *s;
	int rc;

	pby_locks_before__find(&f->before, f->kernel, f->timeout_ms);
	s = pby_locks_watch__shot(&f->watch, PBY_LOCKS_GLANCE, f->timeout_ms, &rc, NULL);
	if (s && !rc)
		pby_locks_before__without(&f->before, s);
}

/* Of those who waited when it began the ones who still do. When nobody is left, memory is not read again. */
static struct pby_locks_before still_there(struct pby_follow *f)
{
	struct pby_locks_before now = { 0 };

	if (!f->before.waits.nr)
		return now;
	pby_locks_before__find(&now, f->kernel, f->timeout_ms);
	if (!now.why)
		pby_locks_before__keep(&now, &f->before);
	return now;
}

/* Before anything is attached: in a convoy nothing could be forked. */
static int start_names(struct pby_follow *f, const struct pby_follow_options *o, struct pby_err *err)
{
	const struct pby_symbol *start = pby_symbols__find(&o->kernel->syms, "_stext");
	const struct pby_symbol *end = pby_symbols__find(&o->kernel->syms, "_etext");
	struct pby_namer_options options = o->names;

	options.release = o->kernel->release;
	options.stext = start ? start->addr : 0;
	options.etext = end ? end->addr : 0;
	return pby_names__start(&f->names, &options, o->user_stacks, err);
}

int pby_follow__start(struct pby_follow *f, const struct pby_follow_options *o, struct pby_err *err)
{
	struct pby_locks_wish wish = wish_of(o);
	int rc;

	*f = (struct pby_follow){ .timeout_ms = o->timeout_ms ? o->timeout_ms : ANSWER_MS };
	f->release = o->kernel->release;
	f->memory = calloc(1, sizeof(*f->memory));
	if (!f->memory || !pby_addresses__build(&f->addresses, &o->kernel->syms))
		return pby_err__set(err, ENOMEM, "no memory");
	f->kernel = o->kernel;
	rc = start_names(f, o, err);
	if (rc)
		return rc;
	f->lent = pby_names__lend(&f->names);
	wish.names = (struct pby_frame_names){ &f->addresses, &f->lent };
	rc = pby_locks_watch__start(&f->watch, &wish, o->timeout_ms ? o->timeout_ms : START_MS, err);
	if (!rc)
		find_earlier(f);
	return rc;
}

static const struct pby_locks_shot *shot(struct pby_follow *f, enum pby_locks_depth depth, int *rc, struct pby_err *err)
{
	const struct pby_locks_shot *s = pby_locks_watch__shot(&f->watch, depth, f->timeout_ms, rc, err);

	if (!s || *rc)
		return NULL;
	pby_locks_memory__note(f->memory, s);
	return s;
}

int pby_follow__glance(struct pby_follow *f, struct pby_err *err)
{
	/* A full one now and then is what remains when the kernel stops to answer. */
	bool full = ++f->nr_glances % FULL_EVERY == 0;
	const struct pby_locks_shot *s;
	int rc = 0;

	s = shot(f, full ? PBY_LOCKS_FULL : PBY_LOCKS_GLANCE, &rc, err);
	if (s && full)
		f->last = s;
	return rc;
}

static void unseen(struct pby_contention *to, const char *what, const char *why)
{
	struct pby_contention_unseen *u = PBY_PUSH(&to->arena, &to->unseen);

	if (u)
		*u = (struct pby_contention_unseen){ what, pby_arena__strdup(&to->arena, why) };
}

/* Those of memory, in a state that was made of that shot. */
static int add_earlier(struct pby_follow *f, struct pby_locks_before *earlier, const struct pby_locks_shot *s,
		       struct pby_contention *to)
{
	const char *why = f->before.why ? f->before.why : earlier->why;

	if (why)
		unseen(to, "tasks that waited before the look began, but for those of whom task->blocker tells", why);
	if (earlier->why)
		return 0;
	pby_locks_before__without(earlier, s);
	if (!earlier->waits.nr)
		f->before.waits.nr = 0;
	return pby_locks_before__add(earlier, to);
}

int pby_follow__look(struct pby_follow *f, struct pby_contention *to, struct pby_err *err)
{
	struct pby_locks_before earlier = still_there(f);
	const struct pby_locks_shot *s;
	int rc = 0;

	s = shot(f, PBY_LOCKS_FULL, &rc, err);
	if (s)
		f->last = s;
	if (f->last)
		rc = pby_locks_state__fill(to, f->last, &(struct pby_frame_names){ &f->addresses, &f->names },
					   f->memory);
	if (!rc && f->last)
		rc = add_earlier(f, &earlier, f->last, to);
	pby_locks_before__free(&earlier);
	pby_locks_own__add_process(&to->own);
	if (rc)
		return rc == -ENOMEM ? pby_err__set(err, ENOMEM, "no memory for the state of the locks") : rc;
	to->kernel = pby_arena__strdup(&to->arena, f->release);
	*(f->names.kernel ? &to->debug_info : &to->no_debug_info) = pby_arena__strdup(&to->arena, f->names.about_kernel);
	/* A machine on which bpf(2) hangs: what it told last is worth the more. */
	if (!s)
		unseen(to, "what happened after the last answer of the kernel", err->text);
	return 0;
}

bool pby_follow__stop(struct pby_follow *f)
{
	bool gone = pby_locks_watch__stop(&f->watch);

	pby_locks_before__free(&f->before);
	pby_names__stop(&f->names);
	pby_addresses__free(&f->addresses);
	free(f->memory);
	f->memory = NULL;
	return gone;
}
