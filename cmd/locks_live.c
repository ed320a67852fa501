// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_live.c: states of this machine, from the hooks of lib/source/locks. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/filemap.h"
#include "base/text.h"
#include "cmd/locks.h"
#include "gather.h"
#include "model/contention/replay.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/sickness.h"
#include "source/locks/follow.h"

/* An owner changes: it is looked at so often, however seldom a state is asked for. */
enum { GLANCE_MS = 250, DEFAULT_S = 10 };

struct live {
	struct pby_kernel kernel;
	struct pby_probes probes;	/* listed before the hooks are there: in a convoy nothing could be started */
	struct pby_sickness sickness;
	struct pby_follow follow;
	sigset_t ends;		/* what ends it with a last state */
	int64_t deadline_ms;	/* INT64_MAX: until it is ended */
	bool ended;
	int record_fd;		/* a recording, asked for or to draw from; 0 none */
	const char *record;	/* its name, for messages */
	struct pby_filemap file;
	struct pby_record_reader reader;
};

/* Until then, looking at owners now and then; a signal, or a kernel that does not answer, ends it. */
static void pass(struct live *l, int64_t until_ms)
{
	while (!l->ended && pby_clock__ms() < until_ms) {
		int64_t left = until_ms - pby_clock__ms();
		struct timespec t = { 0 };

		if (left > GLANCE_MS)
			left = GLANCE_MS;
		t.tv_sec = left / 1000;
		t.tv_nsec = left % 1000 * 1000000;
		if (left > 0 && sigtimedwait(&l->ends, NULL, &t) > 0)
			l->ended = true;
		else if (until_ms - pby_clock__ms() > GLANCE_MS / 2 && pby_follow__glance(&l->follow, NULL))
			l->ended = true;
	}
}

static int next(struct pby_locks_feed *feed, double seconds, struct pby_contention *to, struct pby_err *err)
{
	struct live *l = feed->own;
	int64_t until_ms = l->deadline_ms;
	int rc;

	if (seconds > 0 && pby_clock__ms() + (int64_t)(seconds * 1000) < until_ms)
		until_ms = pby_clock__ms() + (int64_t)(seconds * 1000);
	pass(l, until_ms);
	rc = pby_follow__look(&l->follow, to, err);
	return rc ? rc : !l->ended && pby_clock__ms() < l->deadline_ms;
}

/* What was recorded, once it is complete: nothing is followed any more. */
static int events(struct pby_locks_feed *feed, const struct pby_replay_watcher *watcher, struct pby_err *err)
{
	struct live *l = feed->own;
	char path[64];
	int met, rc = 0;

	if (l->follow.memory)
		pby_follow__stop(&l->follow);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", l->record_fd);
	if (!l->file.text.p)
		rc = pby_filemap__open(&l->file, path, SIZE_MAX / 2, err);
	rc = rc ? rc : pby_record__open(&l->reader, l->file.text, err);
	rc = rc ? rc : pby_replay__feed(&l->reader, NULL, watcher, 0, &met, err);
	return rc ? pby_err__prefix(err, rc, "%s", l->record) : 0;
}

/* The child writes into it: a regular file, or memory that looks like one when only a drawing is wanted. */
static int open_recording(struct live *l, const struct pby_locks_values *v, struct pby_err *err)
{
	struct stat st;

	if (!v->record && !v->svg && !v->trace)
		return 0;
	l->record = v->record ? v->record : "the recording";
	l->record_fd = v->record ? open(v->record, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)
				 : memfd_create("probity-locks", MFD_CLOEXEC);
	if (l->record_fd < 0)
		return pby_err__set(err, errno, "%s: %s", l->record, strerror(errno));
	if (fstat(l->record_fd, &st) || !S_ISREG(st.st_mode))
		return pby_err__set(err, EINVAL, "%s: a recording needs a regular file", l->record);
	return 0;
}

static void close_live(struct pby_locks_feed *feed)
{
	struct live *l = feed->own;

	if (!l)
		return;
	if (l->follow.memory)
		pby_follow__stop(&l->follow);
	pby_filemap__close(&l->file);
	if (l->record_fd > 0)
		close(l->record_fd);
	pby_probes__free(&l->probes);
	pby_sickness__free(&l->sickness);
	pby_kernel__free(&l->kernel);
	sigprocmask(SIG_UNBLOCK, &l->ends, NULL);
	free(l);
	feed->own = NULL;
}

/* "0xffff..." or the name of a static lock; false for patterns and other names: those are left to the view. */
static bool lock_address(const struct live *l, const char *lock, uint64_t *addr)
{
	const struct pby_symbol *s;
	struct pby_text t = pby_text__str(lock);

	if (pby_text__eat(&t, "0x"))
		return pby_text__hex(&t, addr) && pby_text__empty(&t);
	s = pby_symbols__find(&l->kernel.syms, lock);
	*addr = s ? s->addr : 0;
	return *addr != 0;
}

static int start(struct live *l, const struct pby_locks_values *v, const struct pby_contention_filter *filter,
		 struct pby_err *err)
{
	const uint32_t spinning = 1u << PBY_LOCK_SPINLOCK | 1u << PBY_LOCK_RWLOCK;
	uint64_t lock;
	struct pby_follow_options o = {
		.kernel = &l->kernel, .tgid = filter->tgid, .tid = filter->pid, .comm = filter->comm,
		.kinds = filter->kinds, .user_stacks = v->user, .locks = &lock,
		.spins = v->spins || filter->kinds & spinning, .hook = v->hook, .record_fd = l->record_fd,
		.stacks_above_ns = v->no_stacks ? UINT64_MAX : (uint64_t)(v->stacks_above_us * 1000),
	};
	const char *dirs[PBY_LIST_MAX + 1] = { NULL };
	const char *star = filter->comm ? strpbrk(filter->comm, "*?[\\") : NULL;

	if (star && (*star != '*' || star[1]))
		return pby_err__set(err, EINVAL, "--comm %s: live, a name or the beginning of one with * behind it",
				    filter->comm);
	memcpy(dirs, v->debug_dirs.items, v->debug_dirs.nr * sizeof(*dirs));
	o.names = (struct pby_namer_options){ .vmlinux = v->vmlinux, .dirs.more = dirs };
	o.nr_locks = filter->lock && lock_address(l, filter->lock, &lock);
	return pby_follow__start(&l->follow, &o, err);
}

int pby_locks_live__open(struct pby_locks_feed *feed, const struct pby_locks_values *v,
			 const struct pby_contention_filter *filter, struct pby_err *err)
{
	struct live *l = calloc(1, sizeof(*l));
	struct pby_gather here = { 0 };
	double seconds = v->duration_s;
	int rc;

	*feed = (struct pby_locks_feed){ .next = next, .close = close_live, .own = l, .probes = l ? &l->probes : NULL };
	if (!l)
		return pby_err__set(err, ENOMEM, "no memory");
	sigemptyset(&l->ends);
	sigaddset(&l->ends, SIGINT);
	sigaddset(&l->ends, SIGTERM);
	/* From here on: one that comes while it still attaches ends it with what there is, too. */
	sigprocmask(SIG_BLOCK, &l->ends, NULL);
	if (geteuid())
		return pby_err__set(err, EPERM, "needs root: it attaches to the events of contended locks");
	rc = open_recording(l, v, err);
	if (l->record_fd > 0)
		feed->events = events;
	if (!rc)
		rc = pby_gather__machine(&here, &l->kernel, &l->probes, &l->sickness, err);
	if (!rc)
		rc = start(l, v, filter, err);
	if (rc)
		return rc;
	if (!(seconds > 0) && (v->interval_s > 0 || v->trigger || v->top))
		l->deadline_ms = INT64_MAX;
	else
		l->deadline_ms = pby_clock__ms() + (int64_t)((seconds > 0 ? seconds : DEFAULT_S) * 1000);
	if (!v->top)
		fprintf(stderr, "probity locks: following contended locks%s; Ctrl-C shows what there is\n",
			l->deadline_ms == INT64_MAX ? "" : seconds > 0 ? " for the time asked for" : " for 10 s");
	return 0;
}
