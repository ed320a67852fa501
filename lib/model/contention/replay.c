// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* replay.c: items of a recording go through the fold. */
#include "model/contention/replay.h"

#include <stddef.h>

int pby_replay__feed(struct pby_record_reader *r, struct pby_fold *fold, const struct pby_replay_watcher *watcher,
		     uint64_t until_ns, int *met, struct pby_err *err)
{
	for (;;) {
		*met = pby_record__next(r, err);
		if (*met < 0 || *met == PBY_RECORDED_END || *met == PBY_RECORDED_CUT)
			return *met < 0 ? *met : 0;
		if (*met == PBY_RECORDED_EVENT) {
			if (fold)
				pby_fold__event(fold, &r->event);
			if (watcher && watcher->event)
				watcher->event(watcher->who, &r->event);
			if (until_ns && r->event.ns >= until_ns)
				return 0;
		} else {
			if (fold)
				pby_fold__name(fold, &r->name);
			if (watcher && watcher->name)
				watcher->name(watcher->who, &r->name);
		}
	}
}

static void unseen(struct pby_contention *c, const char *what, const char *why)
{
	struct pby_contention_unseen *u = PBY_PUSH(&c->arena, &c->unseen);

	if (u)
		*u = (struct pby_contention_unseen){ what, why };
}

int pby_replay__state(const struct pby_record_reader *r, struct pby_fold *fold, int met, struct pby_contention *to)
{
	int rc;

	pby_fold__flush(fold);
	rc = pby_fold__snapshot(fold, met == PBY_RECORDED_END ? r->end_ns : 0, to);
	if (rc)
		return rc;
	to->from_ns = r->head.from_ns < to->from_ns || !to->from_ns ? r->head.from_ns : to->from_ns;
	if (to->now_ns < to->from_ns)
		to->now_ns = to->from_ns;
	to->wall_ns = r->head.wall_ns ? r->head.wall_ns + (to->now_ns - to->from_ns) : 0;
	to->kernel = pby_arena__strdup(&to->arena, r->head.kernel);
	to->how = pby_arena__printf(&to->arena, "a recording%s%s", *r->head.how ? " by " : "", r->head.how);
	to->stacks_above_ns = r->head.stacks_above_ns;
	to->no_stacks = r->head.no_stacks;
	to->spins |= r->head.spins;
	/* What the recorder lost comes on top of what had no room here. */
	to->loss.locks += r->loss.locks;
	to->loss.waits += r->loss.waits;
	to->loss.nested += r->loss.nested;
	to->loss.stacks += r->loss.stacks;
	to->loss.sites += r->loss.sites;
	to->loss.busy += r->loss.busy;
	to->loss.recursion += r->loss.recursion;
	if (r->loss.events > to->loss.events)
		to->loss.events = r->loss.events;
	if (met == PBY_RECORDED_CUT)
		unseen(to, "the end of the recording", "the file ends without it: the recorder was stopped or the "
							"machine died");
	return to->arena.failed ? -ENOMEM : 0;
}
