// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state.c: joins rows, tasks and stacks of a shot into the state of contended locks. */
#include "source/locks/state.h"

#include <string.h>

#include "model/hang/pattern.h"
#include "source/locks/state_stack.h"

/* TASK_* bits and exit_state, as /proc/PID/stat would show them. */
enum { TASK_INTERRUPTIBLE = 1, TASK_UNINTERRUPTIBLE = 2, TASK_STOPPED = 4, TASK_TRACED = 8, TASK_NOLOAD = 0x400 };
enum { EXIT_DEAD = 16, EXIT_ZOMBIE = 32 };
enum { BLOCKER_BITS = 3 };

struct join {
	struct pby_contention *to;
	const struct pby_locks_shot *shot;
	const struct pby_locks_memory *memory;
	const struct pby_frame_names *names;
	struct pby_locks_namer namer;
	struct pby_map locks;	/* address -> index in to->locks */
	struct pby_map tasks;	/* address of the task -> index in to->tasks */
};

static char letter_of(const struct pby_locks_task *t)
{
	if (t->exit_state & EXIT_DEAD)
		return 'X';
	if (t->exit_state & EXIT_ZOMBIE)
		return 'Z';
	if (t->state & TASK_UNINTERRUPTIBLE)
		return t->state & TASK_NOLOAD ? 'I' : 'D';
	if (t->state & TASK_INTERRUPTIBLE)
		return 'S';
	if (t->state & (TASK_STOPPED | TASK_TRACED))
		return t->state & TASK_STOPPED ? 'T' : 't';
	return 'R';
}

static uint32_t stack_of(struct join *j, const struct pby_locks_task *t)
{
	uint32_t nr = t->stack_bytes > 0 ? (uint32_t)t->stack_bytes / sizeof(uint64_t) : 0;

	return nr <= PBY_LOCKS_FRAMES ? pby_locks_namer__stack(&j->namer, (const uint64_t *)t->stack, nr, NULL) : 0;
}

static void take_task(struct join *j, const struct pby_locks_task *t)
{
	struct pby_contender *c = PBY_PUSH(&j->to->arena, &j->to->tasks);

	if (!c)
		return;
	*c = (struct pby_contender){
		.pid = t->tid, .tgid = t->tgid,
		.comm = pby_arena__strndup(&j->to->arena, t->comm, strnlen(t->comm, sizeof(t->comm))),
		.state = letter_of(t), .cpu = -1, .on_cpu = t->on_cpu ? PBY_YES : PBY_NO,
		.throttled = t->throttled ? PBY_YES : PBY_NO, .stack = stack_of(j, t),
		.waits_for = PBY_NO_INDEX,
	};
	pby_map__put(&j->tasks, (const char *)&t->task, sizeof(t->task), j->to->tasks.nr - 1);
}

static int32_t task_index(const struct join *j, uint64_t task)
{
	uint32_t i = task ? pby_map__get(&j->tasks, (const char *)&task, sizeof(task)) : PBY_MAP_NONE;

	return i == PBY_MAP_NONE ? PBY_NO_INDEX : (int32_t)i;
}

static void take_waits(struct pby_contended_waits *to, const struct pby_locks_mode *from)
{
	to->begun = from->begun;
	to->ended = from->ended;
	to->failed = from->failed;
	to->total_ns = from->total_ns;
	to->max_ns = from->max_ns;
	for (uint32_t i = 0; i < PBY_HISTOGRAM_BUCKETS; i++)
		to->histogram.counts[i] = from->histogram[i];
}

static void take_batches(struct pby_contended_batches *to, const struct pby_locks_batches *from)
{
	for (uint32_t i = 0; i < PBY_NR_SHARES; i++) {
		to->nr[i] = from->nr[i];
		to->members[i] = from->members[i];
		to->longest[i] = from->longest[i];
		to->longest_ns[i] = from->longest_ns[i];
	}
	to->now = from->now_share ? PBY_ALONE : PBY_SHARED;
	to->now_members = from->now_members;
}

static const char *lock_name(struct join *j, struct pby_contended *l)
{
	const char *name = pby_locks__data_name(j->names->addresses, l->addr, &j->to->arena);

	if (name || l->mm_tgid == PBY_PID_UNKNOWN)
		return name;
	for (uint32_t i = 0; i < j->to->tasks.nr; i++)
		if (j->to->tasks.items[i].tgid == l->mm_tgid && *j->to->tasks.items[i].comm)
			return pby_arena__printf(&j->to->arena, "mmap_lock of %d (%s)", l->mm_tgid,
						 j->to->tasks.items[i].comm);
	return pby_arena__printf(&j->to->arena, "mmap_lock of %d", l->mm_tgid);
}

/* The lock's index; one without a row (the table was full) is made empty. */
static int32_t lock_at(struct join *j, uint64_t addr, uint32_t flags)
{
	uint32_t i = pby_map__get(&j->locks, (const char *)&addr, sizeof(addr));
	enum pby_lock_mode mode;
	struct pby_contended *l;
	uint64_t *key;

	if (i != PBY_MAP_NONE)
		return (int32_t)i;
	/* The map keeps no copy of its keys. */
	key = pby_arena__alloc(&j->to->arena, sizeof(*key));
	l = key ? PBY_PUSH(&j->to->arena, &j->to->locks) : NULL;
	if (!l)
		return PBY_NO_INDEX;
	*key = addr;
	*l = (struct pby_contended){ .addr = addr, .kind = pby_lcb__kind(flags, &mode), .mm_tgid = PBY_PID_UNKNOWN,
				     .owner = { .task = PBY_NO_INDEX } };
	i = j->to->locks.nr - 1;
	pby_map__put(&j->locks, (const char *)key, sizeof(*key), i);
	return (int32_t)i;
}

static void take_row(struct join *j, const struct pby_locks_row_at *r)
{
	const struct pby_locks_row *row = &r->row;
	int32_t i = lock_at(j, r->lock, row->flags);
	struct pby_contended *l;

	if (i == PBY_NO_INDEX)
		return;
	l = &j->to->locks.items[i];
	l->mm_tgid = row->mm_tgid ? row->mm_tgid : PBY_PID_UNKNOWN;
	l->name = lock_name(j, l);
	l->first_ns = row->first_ns;
	for (uint32_t m = 0; m < PBY_NR_SHARES; m++) {
		take_waits(&l->waits[m], &row->waits[m]);
		l->ended += row->waits[m].ended;
	}
	l->last_ended_ns = row->last_ended_ns;
	l->releases = row->releases;
	l->handoffs = row->handoffs;
	l->depth_max = row->depth_max;
	l->depth_max_ns = row->depth_max_ns;
	l->emptied = row->emptied;
	l->last_empty_ns = row->last_empty_ns;
	l->longest_busy_ns = row->longest_busy_ns;
	for (uint32_t m = 0; m < PBY_NR_SHARES; m++)
		l->overtaken_max[m] = row->overtaken_max[m];
	l->burst_max = row->burst_max;
	l->lost_ends = row->lost_ends;
	l->unseen_begins = row->unseen_begins;
	take_batches(&l->batches, &row->batches);
}

/* At least 1: that it was looked for. */
static uint64_t off_cpu(const struct join *j, const struct pby_locks_owned *m)
{
	return j->shot->at_ns > m->off_since_ns ? j->shot->at_ns - m->off_since_ns : 1;
}

/* Whose look is newest says who has it; every waiter brings one. */
static void take_owner(struct join *j, struct pby_contended *l, const struct pby_locks_task *t, uint64_t owner_word,
		       uint64_t count_word)
{
	struct pby_contended_owner *o = &l->owner;
	uint64_t task;

	if (o->read_ns > t->at_ns)
		return;
	*o = (struct pby_contended_owner){ .read_ns = t->at_ns };
	pby_locks_words__read(l->kind, owner_word, count_word, o, &task);
	o->task = task_index(j, task);
	/* An address that no task has: gone, or never one. */
	if (o->kind == PBY_OWNER_TASK && o->task == PBY_NO_INDEX)
		o->kind = PBY_OWNER_UNKNOWN;
	for (uint32_t i = 0; task && j->memory && i < j->memory->nr_owned; i++) {
		const struct pby_locks_owned *m = &j->memory->owned[i];

		if (m->lock == l->addr && m->owner == task) {
			o->same_since_ns = m->since_ns;
			o->looks = m->looks;
			if (o->task != PBY_NO_INDEX && m->off_since_ns)
				j->to->tasks.items[o->task].off_cpu_ns = off_cpu(j, m);
		}
	}
}

static void add_waiter(struct join *j, uint32_t task, int32_t lock, const struct pby_contending *w)
{
	struct pby_contended *l = &j->to->locks.items[lock];
	struct pby_contending *to = PBY_PUSH(&j->to->arena, &j->to->waiters);
	uint32_t *place = to ? PBY_PUSH(&j->to->arena, &l->queue) : NULL;

	if (!place)
		return;
	*to = *w;
	to->task = task;
	to->lock = (uint32_t)lock;
	*place = j->to->waiters.nr - 1;
	j->to->tasks.items[task].waits_for = (int32_t)*place;
	l->depth = l->queue.nr;
	if (l->depth > l->depth_max)
		l->depth_max = l->depth;
}

/*
 * Has it got the lock already? A mutex that was got by spinning may never be said to be (no end), and between the end
 * and our look the wait may have ended.
 */
static bool is_over(const struct pby_locks_task *t, uint32_t w)
{
	const struct pby_locks_wait *wait = &t->waits[w];
	enum { SPUN = PBY_LCB_MUTEX | PBY_LCB_SPIN };
	enum pby_lock_mode mode;
	struct pby_contended_owner o = { 0 };
	uint64_t task;

	if (t->returned >> w & 1)
		return true;
	pby_locks_words__read(pby_lcb__kind(wait->flags, &mode), t->owner_now[w], t->count_now[w], &o, &task);
	if (o.kind == PBY_OWNER_TASK && task == t->task)
		return true;
	/* It spins with preemption off: asleep, it does so no more. */
	return (wait->flags & SPUN) == SPUN && !t->on_cpu;
}

static void take_wait(struct join *j, const struct pby_locks_task *t, uint32_t task, uint32_t w)
{
	const struct pby_locks_wait *wait = &t->waits[w];
	int32_t lock = lock_at(j, wait->lock, wait->flags);
	struct pby_contended_owner found = { 0 };
	enum pby_lock_mode mode;
	uint64_t owner;
	int32_t i;

	if (lock == PBY_NO_INDEX)
		return;
	if (is_over(t, w)) {
		j->to->locks.items[lock].lost_ends += (wait->flags & PBY_LCB_SPIN) != 0;
		return;
	}
	pby_locks_words__read(pby_lcb__kind(wait->flags, &mode), wait->owner_word, wait->count_word, &found, &owner);
	i = task_index(j, owner);
	add_waiter(j, task, lock, &(struct pby_contending){
		.mode = mode, .since_ns = wait->since_ns, .since = PBY_SINCE_SEEN, .flags = wait->flags,
		.stack = j->to->tasks.items[task].stack, .nest = (uint8_t)w,
		.owner = found.kind, .owner_pid = i == PBY_NO_INDEX ? PBY_PID_UNKNOWN : j->to->tasks.items[i].pid,
		.count_word = wait->count_word, .owner_word = wait->owner_word, .turn = wait->turn,
	});
	take_owner(j, &j->to->locks.items[lock], t, t->owner_now[w], t->count_now[w]);
}

/* task->blocker of one that was not seen to begin: it waited before the look began. */
static void take_blocker(struct join *j, const struct pby_locks_task *t, uint32_t task)
{
	static const uint32_t flags[] = { PBY_LCB_MUTEX, 0, PBY_LCB_READ, PBY_LCB_WRITE };
	const struct pby_locks_settings *s = &j->shot->settings;
	uint64_t addr = t->blocker & ~(uint64_t)BLOCKER_BITS;
	uint32_t flag = flags[t->blocker & BLOCKER_BITS];
	enum pby_lock_mode mode;
	enum pby_lock_kind kind = pby_lcb__kind(flag, &mode);
	int32_t lock;

	if (!addr || t->nr_waits || s->nr_locks || (s->kinds && !(s->kinds & (1u << kind))) ||
	    (s->tgid && s->tgid != t->tgid) || (s->tid && s->tid != t->tid) ||
	    (s->comm_len && strncmp(s->comm, t->comm, s->comm_len)))
		return;
	lock = lock_at(j, addr, flag);
	if (lock == PBY_NO_INDEX)
		return;
	add_waiter(j, task, lock, &(struct pby_contending){
		.mode = mode, .since_ns = j->shot->from_ns, .since = PBY_SINCE_AT_LEAST, .flags = flag,
		.stack = j->to->tasks.items[task].stack, .owner_pid = PBY_PID_UNKNOWN,
	});
	take_owner(j, &j->to->locks.items[lock], t, t->owner_now[PBY_LOCKS_NEST], t->count_now[PBY_LOCKS_NEST]);
}

/* By arrival. A queue is short, or nearly in order already. */
static void sort_queue(const struct pby_contention *c, struct pby_contended *l)
{
	uint32_t *q = l->queue.items;

	for (uint32_t i = 1; i < l->queue.nr; i++) {
		uint32_t w = q[i], k = i;

		for (; k && c->waiters.items[q[k - 1]].since_ns > c->waiters.items[w].since_ns; k--)
			q[k] = q[k - 1];
		q[k] = w;
	}
}

static void take_waiters(struct join *j)
{
	for (uint32_t i = 0; i < j->shot->tasks.nr; i++) {
		const struct pby_locks_task *t = &j->shot->tasks.items[i];
		int32_t task = task_index(j, t->task);

		for (uint32_t w = 0; task >= 0 && w < t->nr_waits && w < PBY_LOCKS_NEST; w++)
			take_wait(j, t, (uint32_t)task, w);
		if (task >= 0 && t->blocker)
			take_blocker(j, t, (uint32_t)task);
	}
	for (uint32_t i = 0; i < j->to->locks.nr; i++) {
		struct pby_contended *l = &j->to->locks.items[i];

		sort_queue(j->to, l);
		if (!l->name)
			l->name = lock_name(j, l);
	}
}

static uint32_t kept_stack(struct join *j, uint32_t id, bool user)
{
	for (uint32_t i = 0; id && i < j->shot->stacks.nr; i++) {
		const struct pby_locks_stack *s = &j->shot->stacks.items[i];

		if (s->id == id && s->user == user) {
			uint32_t own = user ? 0 : pby_locks_namer__own_frames(&j->namer, s->addrs, s->nr);

			return pby_locks_namer__stack(&j->namer, s->addrs + own, s->nr - own, user ? &j->shot->files : NULL);
		}
	}
	return 0;
}

static void take_sites(struct join *j)
{
	for (uint32_t i = 0; i < j->shot->sites.nr; i++) {
		const struct pby_locks_site_at *s = &j->shot->sites.items[i];
		int32_t lock = lock_at(j, s->key.lock, 0);
		struct pby_contention_site *to = lock < 0 ? NULL : PBY_PUSH(&j->to->arena, &j->to->sites);

		if (to)
			*to = (struct pby_contention_site){
				.lock = (uint32_t)lock, .stack = kept_stack(j, s->key.stack, false),
				.user_stack = kept_stack(j, s->key.user_stack, true),
				.mode = s->key.share ? PBY_MODE_WRITE : PBY_MODE_READ, .nr = s->site.nr,
				.total_ns = s->site.total_ns, .max_ns = s->site.max_ns, .pid = (int32_t)s->site.tid,
			};
	}
	for (uint32_t i = 0; j->memory && i < j->memory->nr_held; i++) {
		const struct pby_locks_held_at *h = &j->memory->held[i];
		int32_t lock = lock_at(j, h->lock, 0);
		struct pby_contention_site *to = lock < 0 ? NULL : PBY_PUSH(&j->to->arena, &j->to->sites);

		if (to)
			*to = (struct pby_contention_site){
				.lock = (uint32_t)lock, .holder = true, .nr = h->nr, .pid = h->pid,
				.stack = pby_locks_namer__stack(&j->namer, h->addrs, h->nr_addrs, NULL),
			};
	}
}

/* Each with the reason of the first. */
static void tell_unnamed(struct join *j)
{
	struct pby_contention_unseen *u = j->namer.nr_unnamed ? PBY_PUSH(&j->to->arena, &j->to->unseen) : NULL;

	if (!u)
		return;
	u->what = pby_arena__printf(&j->to->arena, "the functions of %u of %u frames of programs", j->namer.nr_unnamed,
				    j->namer.nr_programs);
	u->why = j->namer.why;
}

/* The event does not tell a ww_mutex from a mutex; who waited for it does. */
static void tell_ww_mutexes(struct join *j)
{
	const struct pby_contention *to = j->to;

	for (uint32_t i = 0; i < to->sites.nr; i++) {
		const struct pby_contention_site *s = &to->sites.items[i];
		const struct pby_stack *stack = &to->stacks.items[s->stack];
		struct pby_contended *l = &to->locks.items[s->lock];

		for (uint32_t f = 0; f < stack->nr && !s->holder && l->kind == PBY_LOCK_MUTEX; f++)
			if (pby_pattern__fit_any(pby_text__str("__ww_mutex_lock*|ww_mutex_lock*"), stack->items[f].name) >= 0)
				l->kind = PBY_LOCK_WW_MUTEX;
	}
}

/*
 * Where the kernel does not count runs: what bench/locks measured for a begin and its end (doc/locks.md). Programs
 * that run at every switch of tasks as well have no such figure.
 */
static void estimate_own(struct join *j)
{
	enum { STORED_NS = 170, HASHED_NS = 260, STACK_NS = 1260 };
	struct pby_contention_own *own = &j->to->own;
	uint64_t waits = 0, stacks = 0;

	if (!own->known || own->programs != PBY_OWN_UNKNOWN || j->shot->by_switches)
		return;
	for (uint32_t i = 0; i < j->to->locks.nr; i++)
		waits += pby_contended__begun(&j->to->locks.items[i]);
	for (uint32_t i = 0; i < j->to->sites.nr; i++)
		stacks += j->to->sites.items[i].holder ? 0 : j->to->sites.items[i].nr;
	own->programs = PBY_OWN_ESTIMATED;
	own->programs_ns = waits * (j->shot->task_storage ? STORED_NS : HASHED_NS) + stacks * STACK_NS;
}

static void take_rest(struct join *j)
{
	const struct pby_locks_loss *l = &j->shot->loss;
	struct pby_contention *to = j->to;

	to->from_ns = j->shot->from_ns;
	to->now_ns = j->shot->at_ns;
	to->wall_ns = j->shot->wall_ns;
	to->how = pby_arena__strdup(&to->arena, j->shot->how);
	to->stacks_above_ns = j->shot->settings.stacks_above_ns;
	to->no_stacks = j->shot->settings.stacks_above_ns == UINT64_MAX;
	to->spins = j->shot->settings.spins;
	to->own = j->shot->own;
	to->loss = (struct pby_contention_loss){
		.locks = l->locks, .waits = l->waits, .nested = l->nested, .stacks = l->stacks,
		.sites = l->sites + (j->memory ? j->memory->dropped : 0), .busy = l->busy,
		.recursion = l->recursion, .events = l->events, .lost_ends = l->lost_ends,
		.unseen_begins = l->unseen_begins,
	};
	for (uint32_t i = 0; i < j->shot->unseen.nr; i++) {
		struct pby_contention_unseen *u = PBY_PUSH(&to->arena, &to->unseen);

		if (u) {
			u->what = pby_arena__strdup(&to->arena, j->shot->unseen.items[i].what);
			u->why = pby_arena__strdup(&to->arena, j->shot->unseen.items[i].why);
		}
	}
}

int pby_locks_state__fill(struct pby_contention *to, const struct pby_locks_shot *shot,
			  const struct pby_frame_names *names, const struct pby_locks_memory *memory)
{
	static const struct pby_frame_names nothing;
	struct join j = { .to = to, .shot = shot, .memory = memory, .names = names ? names : &nothing };

	if (!pby_locks_namer__init(&j.namer, to, j.names))
		return -ENOMEM;
	take_rest(&j);
	for (uint32_t i = 0; i < shot->tasks.nr; i++)
		take_task(&j, &shot->tasks.items[i]);
	for (uint32_t i = 0; i < shot->rows.nr; i++)
		take_row(&j, &shot->rows.items[i]);
	take_waiters(&j);
	take_sites(&j);
	tell_unnamed(&j);
	tell_ww_mutexes(&j);
	estimate_own(&j);
	pby_locks_namer__free(&j.namer);
	pby_map__free(&j.locks);
	pby_map__free(&j.tasks);
	return to->arena.failed ? -ENOMEM : 0;
}
