// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold_lock.c: one lock through its events: queue, turns of readers and writers, progress. */
#include "model/contention/fold_state.h"
#include "model/contention/verdict.h"

uint64_t fold_lock__key(uint64_t addr, enum pby_lock_kind kind)
{
	/* Two locks may lie at one address: a structure begins with another one. */
	return pby_slots__mix(addr, kind);
}

static void unlink_idle(struct pby_fold *f, uint32_t n)
{
	struct fold_lock *l = &f->locks[n];

	if (l->older != FOLD_NONE)
		f->locks[l->older].newer = l->newer;
	else
		f->oldest = l->newer;
	if (l->newer != FOLD_NONE)
		f->locks[l->newer].older = l->older;
	else
		f->newest = l->older;
}

static void link_idle(struct pby_fold *f, uint32_t n)
{
	struct fold_lock *l = &f->locks[n];

	l->older = f->newest;
	l->newer = FOLD_NONE;
	if (f->newest != FOLD_NONE)
		f->locks[f->newest].newer = n;
	else
		f->oldest = n;
	f->newest = n;
}

/* The lock idle for longest makes room; what it went through is gone, and counted as such. */
static bool make_room(struct pby_fold *f)
{
	uint32_t n = f->oldest;

	if (n == FOLD_NONE)
		return false;
	unlink_idle(f, n);
	f->loss.locks += pby_contended__begun(&f->locks[n].c);
	pby_slots__drop(&f->lock_keys, n);
	return true;
}

uint32_t fold_lock__get(struct pby_fold *f, uint64_t addr, enum pby_lock_kind kind, uint64_t ns)
{
	uint64_t key = fold_lock__key(addr, kind);
	uint32_t n = pby_slots__find(&f->lock_keys, key), name;
	struct fold_lock *l;

	if (n != PBY_SLOT_NONE)
		return n;
	n = pby_slots__take(&f->lock_keys, key);
	if (n == PBY_SLOT_NONE && make_room(f))
		n = pby_slots__take(&f->lock_keys, key);
	if (n == PBY_SLOT_NONE)
		return FOLD_NONE;
	l = &f->locks[n];
	*l = (struct fold_lock){
		.c = { .addr = addr, .kind = kind, .mm_tgid = PBY_PID_UNKNOWN, .first_ns = ns,
		       .owner = { .task = PBY_NO_INDEX } },
		.first = FOLD_NONE, .last = FOLD_NONE, .owner_pid = PBY_PID_UNKNOWN,
	};
	name = pby_slots__find(&f->name_keys, addr);
	if (name != PBY_SLOT_NONE)
		l->c.mm_tgid = f->names[name].mm_tgid;
	link_idle(f, n);
	return n;
}

uint32_t fold_lock__find(const struct pby_fold *f, uint64_t addr)
{
	for (int kind = 0; kind < PBY_LOCK_NR; kind++) {
		uint32_t n = pby_slots__find(&f->lock_keys, fold_lock__key(addr, kind));

		if (n != PBY_SLOT_NONE)
			return n;
	}
	return FOLD_NONE;
}

void fold_lock__join(struct pby_fold *f, uint32_t wait, uint64_t ns)
{
	struct fold_wait *w = &f->waits[wait];
	struct fold_lock *l = &f->locks[w->lock];

	if (l->first == FOLD_NONE) {
		unlink_idle(f, w->lock);
		l->busy_since_ns = ns;
	}
	w->c.turn = l->c.ended + l->c.depth;
	w->prev = l->last;
	w->next = FOLD_NONE;
	if (l->last != FOLD_NONE)
		f->waits[l->last].next = wait;
	else
		l->first = wait;
	l->last = wait;
	l->c.waits[pby_share__of(w->c.mode)].begun++;
	if (++l->c.depth > l->c.depth_max) {
		l->c.depth_max = l->c.depth;
		l->c.depth_max_ns = ns;
	}
}

static uint64_t since(uint64_t now, uint64_t then)
{
	return now > then ? now - then : 0;
}

static void close_batch(struct fold_lock *l)
{
	struct pby_contended_batches *b = &l->c.batches;

	if (!b->now_members)
		return;
	b->nr[b->now]++;
	b->members[b->now] += b->now_members;
	b->now_members = 0;
}

static void add_to_batch(struct fold_lock *l, enum pby_share share, uint64_t ns)
{
	struct pby_contended_batches *b = &l->c.batches;

	if (b->now_members && b->now != share)
		close_batch(l);
	if (!b->now_members) {
		b->now = share;
		l->batch_from_ns = ns;
	}
	if (++b->now_members > b->longest[share]) {
		b->longest[share] = b->now_members;
		b->longest_ns[share] = since(ns, l->batch_from_ns);
	}
}

static void got_it(struct fold_lock *l, const struct fold_wait *w, uint64_t ns)
{
	enum pby_share share = pby_share__of(w->c.mode);

	if (l->c.ended > w->c.turn && l->c.ended - w->c.turn > l->c.overtaken_max[share])
		l->c.overtaken_max[share] = l->c.ended - w->c.turn;
	l->c.ended++;
	l->c.waits[share].ended++;
	if (ns > l->c.last_ended_ns)
		l->c.last_ended_ns = ns;
	if (pby_lock_kind__has_modes(l->c.kind))	/* only there readers and writers take turns */
		add_to_batch(l, share, ns);
	if (since(ns, l->burst_from_ns) > PBY_BURST_NS) {
		l->burst_from_ns = ns;
		l->burst = 0;
	}
	if (++l->burst > l->c.burst_max)
		l->c.burst_max = l->burst;
	/* Somebody else has it now: whoever was seen before holds it no longer. */
	if (share == PBY_ALONE && l->owner_pid != w->pid)
		l->c.owner.same_since_ns = l->c.owner.looks = 0;
}

static void unlink_wait(struct pby_fold *f, struct fold_lock *l, const struct fold_wait *w)
{
	if (w->prev != FOLD_NONE)
		f->waits[w->prev].next = w->next;
	else
		l->first = w->next;
	if (w->next != FOLD_NONE)
		f->waits[w->next].prev = w->prev;
	else
		l->last = w->prev;
}

void fold_lock__leave(struct pby_fold *f, uint32_t wait, uint64_t ns, int32_t ret, bool lost)
{
	struct fold_wait *w = &f->waits[wait];
	struct fold_lock *l = &f->locks[w->lock];
	struct pby_contended_waits *sum = &l->c.waits[pby_share__of(w->c.mode)];
	uint64_t waited = since(ns, w->c.since_ns), busy = since(ns, l->busy_since_ns);

	unlink_wait(f, l, w);
	l->c.depth--;
	if (lost) {
		l->c.lost_ends++;
		f->loss.lost_ends++;
	} else {
		sum->total_ns += waited;
		if (waited > sum->max_ns)
			sum->max_ns = waited;
		pby_histogram__add(&sum->histogram, waited);
		if (ret)
			sum->failed++;
		else
			got_it(l, w, ns);
	}
	if (busy > l->c.longest_busy_ns)
		l->c.longest_busy_ns = busy;
	if (l->c.depth)
		return;
	l->c.emptied++;
	l->c.last_empty_ns = ns;
	link_idle(f, w->lock);
}

void fold_lock__unseen(struct pby_fold *f, uint32_t lock, uint64_t ns)
{
	struct fold_lock *l = &f->locks[lock];

	l->c.unseen_begins++;
	if (ns > l->c.last_ended_ns)
		l->c.last_ended_ns = ns;
}

void fold_lock__owner(struct pby_fold *f, uint32_t lock, const struct pby_lock_event *e)
{
	struct fold_lock *l = &f->locks[lock];
	struct pby_contended_owner *o = &l->c.owner;
	bool same = o->looks && o->kind == e->owner && l->owner_pid == e->owner_pid &&
		    e->owner != PBY_OWNER_UNKNOWN && e->owner != PBY_OWNER_NOBODY;

	o->same_since_ns = same ? o->same_since_ns : e->ns;
	o->looks = same ? o->looks + 1 : 1;
	o->kind = e->owner <= PBY_OWNER_READERS ? e->owner : PBY_OWNER_UNKNOWN;
	o->nr_readers = e->nr_readers;
	o->handoff = e->handoff;
	o->count_word = e->count_word;
	o->owner_word = e->owner_word;
	o->read_ns = e->ns;
	l->owner_pid = e->owner_pid;
	if (e->stack && e->owner_pid > 0) {
		struct fold_site site = { .c = { .stack = e->stack, .holder = true, .nr = 1, .pid = e->owner_pid,
						 .mode = e->owner == PBY_OWNER_READERS ? PBY_MODE_READ :
											 PBY_MODE_WRITE } };

		fold_site__add(f, l, &site);
	}
}
