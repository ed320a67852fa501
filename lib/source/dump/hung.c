// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hung.c: the hung-task detector's own sentences (kernel/hung_task.c, 2.6.30 to 7.x). */
#include <string.h>

#include "source/dump/header.h"

/* What the detector says between the task and the seconds. */
static const struct {
	const char *words;
	uint32_t seen;
} complaints[] = {
	{ " blocked for more than ", PBY_SEEN_HUNG },
	{ " blocked in I/O wait for more than ", PBY_SEEN_HUNG | PBY_SEEN_IO_WAIT },	/* 7.x */
	{ " can't die for more than ", PBY_SEEN_HUNG | PBY_SEEN_CANT_DIE },	/* linux-next */
	/* cut behind the name by the end of the text or by a mailer */
	{ " blocked for more", PBY_SEEN_HUNG },
	{ " blocked in I/O", PBY_SEEN_HUNG | PBY_SEEN_IO_WAIT },
};

/* The sentences about who holds the lock (6.15 and later): kind, and where the owner's name is. */
static const struct {
	const char *words;
	const char *kind;
	bool owner;
} blockers[] = {
	{ " is blocked on a mutex likely owned by task ", "mutex", true },
	{ " is blocked on a mutex, but the owner", "mutex", false },
	{ " blocked on a semaphore likely last held by task ", "semaphore", true },
	{ " is blocked on a semaphore, but the last holder", "semaphore", false },
	{ " blocked on an rw-semaphore likely owned by task ", "rw-semaphore", true },
	{ " is blocked on an rw-semaphore, but the owner", "rw-semaphore", false },
	{ " is blocked on an rt-mutex likely owned by task ", "rt-mutex", true },
};

static enum pby_lock_mode mode_of(struct pby_text t)
{
	if (pby_text__find(t, "<reader>"))
		return PBY_MODE_READ;
	return pby_text__find(t, "<writer>") ? PBY_MODE_WRITE : PBY_MODE_UNKNOWN;
}

/* "A:1 <writer>" or "B:2." */
static bool eat_identity(struct pby_text t, struct pby_identity *id)
{
	static const char *const stops[] = { " <reader>", " <writer>", "." };
	struct pby_text s = pby_text__trim(t);

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (pby_text__ends(s, stops[i]))
			s.end -= strlen(stops[i]);
	}
	return pby_identity__colon(&s, "", id);
}

static void attach(struct pby_parser *p, const struct pby_identity *id, const struct pby_blocker *b)
{
	const char *comm = pby_stacks__string(&p->stacks, id->comm);
	int32_t i = pby_merge__find(p, id->pid);
	struct pby_blocker *copy = pby_arena__alloc(&p->dump->arena, sizeof(*copy));

	if (i < 0)
		i = pby_merge__named(p, comm, id->pid, PBY_SEEN_HUNG);
	if (i < 0 || !copy)
		return;
	*copy = *b;
	/* "the owner is not found" says less than an earlier report that named it. */
	if (b->owner_comm || !p->dump->tasks.items[i].blocker)
		p->dump->tasks.items[i].blocker = copy;
}

static bool blocker_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	for (size_t i = 0; i < sizeof(blockers) / sizeof(blockers[0]); i++) {
		const char *at = pby_text__find(rest, blockers[i].words);
		struct pby_text waiter = { rest.p, at };
		struct pby_text owner = { at ? at + strlen(blockers[i].words) : NULL, rest.end };
		struct pby_blocker b = { .lock_kind = blockers[i].kind, .owner_pid = PBY_PID_UNKNOWN };
		struct pby_identity who, whom;

		if (!at || !eat_identity(waiter, &who))
			continue;
		pby_draft__close(p, s);
		b.mode = mode_of(waiter);
		b.owner_mode = mode_of(owner);
		if (blockers[i].owner && eat_identity(owner, &whom)) {
			b.owner_comm = pby_stacks__string(&p->stacks, whom.comm);
			b.owner_pid = whom.pid;
		}
		attach(p, &who, &b);
		return true;
	}
	return false;
}

static bool hung_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_identity id;
	struct pby_draft *d;

	for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++) {
		struct pby_text t = rest;
		uint64_t seconds;

		if (!pby_identity__colon(&t, complaints[i].words, &id))
			continue;
		d = pby_draft__open(p, s, PBY_DRAFT_TASK, complaints[i].seen);
		d->task.comm = pby_stacks__string(&p->stacks, id.comm);
		d->task.pid = id.pid;
		t.p += strlen(complaints[i].words);
		pby_text__skip_blanks(&t);
		if (pby_text__u64(&t, &seconds) && seconds < 1u << 31)
			d->task.blocked_s = seconds;
		return true;
	}
	return blocker_line(p, s, rest);
}

const struct pby_cue pby_cues__hung[] = {
	{ "INFO: task ", hung_line },
	{ "task ", hung_line },		/* vendors drop the "INFO:" */
	{ NULL, NULL },
};
