// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* progress.c: compares each look with the one before. */
#include "model/progress.h"

#include <errno.h>

static uint32_t hash_addr(uint64_t addr)
{
	return pby_hash__bytes((const char *)&addr, sizeof(addr));
}

static uint32_t hash_pid(int32_t pid)
{
	return pby_hash__bytes((const char *)&pid, sizeof(pid));
}

const char *pby_motion__name(enum pby_motion motion)
{
	static const char *const names[PBY_MOTION_NR] = { "unknown", "still", "moves" };

	return names[motion];
}

static int32_t find_lock(const struct pby_progress *p, uint64_t addr)
{
	uint32_t e = pby_index__first(&p->by_addr, hash_addr(addr));

	for (; e != PBY_INDEX_END; e = p->by_addr.entries[e].next)
		if (p->locks.items[p->by_addr.entries[e].value].addr == addr)
			return (int32_t)p->by_addr.entries[e].value;
	return -1;
}

static int32_t find_task(const struct pby_progress *p, int32_t pid)
{
	uint32_t e = pby_index__first(&p->by_pid, hash_pid(pid));

	for (; e != PBY_INDEX_END; e = p->by_pid.entries[e].next)
		if (p->tasks.items[p->by_pid.entries[e].value].pid == pid)
			return (int32_t)p->by_pid.entries[e].value;
	return -1;
}

const struct pby_lock_progress *pby_progress__lock(const struct pby_progress *p, uint64_t addr)
{
	int32_t i = find_lock(p, addr);

	return i < 0 ? NULL : &p->locks.items[i];
}

const struct pby_task_progress *pby_progress__task(const struct pby_progress *p, int32_t pid)
{
	int32_t i = find_task(p, pid);

	return i < 0 ? NULL : &p->tasks.items[i];
}

static int add_task(struct pby_progress *p, const struct pby_pulse *now)
{
	int32_t i = find_task(p, now->pid);
	struct pby_task_progress *t;

	if (i < 0) {
		t = PBY_PUSH(&p->arena, &p->tasks);
		if (!t || !pby_index__add(&p->by_pid, hash_pid(now->pid), p->tasks.nr - 1))
			return -ENOMEM;
		*t = (struct pby_task_progress){ .pid = now->pid, .cpu = -1, .last_switches = now->switches,
						 .last_run_ns = now->run_ns };
	} else {
		t = &p->tasks.items[i];
	}
	t->nr_seen++;
	t->nr_on_cpu += now->on_cpu;
	if (now->cpu >= 0)
		t->cpu = now->cpu;
	t->ran_lately = now->switches != t->last_switches || now->run_ns != t->last_run_ns;
	/* Counters that went back are another task's, which has the number now. */
	if (now->switches >= t->last_switches && now->run_ns >= t->last_run_ns) {
		t->switches += now->switches - t->last_switches;
		t->run_ns += now->run_ns - t->last_run_ns;
	}
	t->last_switches = now->switches;
	t->last_run_ns = now->run_ns;
	return 0;
}

static bool waits_in(const struct pby_lock *lock, int32_t pid)
{
	for (uint32_t i = 0; i < lock->waiters.nr; i++)
		if (lock->waiters.items[i].pid == pid)
			return true;
	return false;
}

static bool waited_in(const struct pby_lock_progress *lock, int32_t pid)
{
	for (uint32_t i = 0; i < lock->waiters.nr; i++)
		if (lock->waiters.items[i] == pid)
			return true;
	return false;
}

/* Long queues are compared in part: what matters is whether anybody moves. */
enum { COMPARED = 256 };

static bool owner_left(const struct pby_lock_progress *was, const struct pby_lock *now)
{
	return was->owner_pid != PBY_PID_UNKNOWN &&
	       (now->owner == PBY_OWNER_NOBODY || (now->owner == PBY_OWNER_TASK && now->owner_pid != was->owner_pid));
}

/* now_*: switches of the task that heads the queue now, and of the one that owns the lock. */
static void compare(struct pby_lock_progress *was, const struct pby_lock *now, uint64_t now_head, uint64_t now_owner)
{
	int32_t head = now->waiters.nr ? now->waiters.items[0].pid : PBY_PID_UNKNOWN;
	bool same_head = head == was->head_pid && now_head == was->head_switches;
	/* The owner slept on, or the first in the line did: nobody behind can have had it. */
	bool same_owner = was->owner_pid != PBY_PID_UNKNOWN && now->owner == PBY_OWNER_TASK &&
			  now->owner_pid == was->owner_pid;
	bool closed = (same_owner && (same_head || now_owner == was->owner_switches)) ||
		      (same_head && !owner_left(was, now));
	uint32_t left = 0;

	for (uint32_t i = 0; i < was->waiters.nr; i++)
		left += !waits_in(now, was->waiters.items[i]);
	*(closed ? &was->nr_gave_up : &was->nr_left) += left;
	for (uint32_t i = 0; i < now->waiters.nr && i < COMPARED; i++)
		was->nr_came += !waited_in(was, now->waiters.items[i].pid);
	/* A task that stands there again after it ran may have had the lock in between, or not: no proof of either. */
	was->same_head &= same_head;
	was->nr_owners += owner_left(was, now);
}

static uint64_t switches_of(const struct pby_progress *p, int32_t pid)
{
	const struct pby_task_progress *t = pby_progress__task(p, pid);

	return t ? t->last_switches : 0;
}

static int add_lock(struct pby_progress *p, const struct pby_lock *now, double at_s)
{
	int32_t head = now->waiters.nr ? now->waiters.items[0].pid : PBY_PID_UNKNOWN, i;
	uint64_t head_switches = switches_of(p, head), owner_switches;
	struct pby_lock_progress *was;

	owner_switches = now->owner == PBY_OWNER_TASK ? switches_of(p, now->owner_pid) : 0;
	i = find_lock(p, now->addr);
	if (i < 0) {
		was = PBY_PUSH(&p->arena, &p->locks);
		if (!was || !pby_index__add(&p->by_addr, hash_addr(now->addr), p->locks.nr - 1))
			return -ENOMEM;
		*was = (struct pby_lock_progress){ .addr = now->addr, .same_head = true, .first_s = at_s };
	} else {
		was = &p->locks.items[i];
		compare(was, now, head_switches, owner_switches);
	}
	was->nr_seen++;
	was->last_s = at_s;
	was->look = p->nr_looks;
	was->owner_pid = now->owner == PBY_OWNER_TASK ? now->owner_pid : PBY_PID_UNKNOWN;
	was->head_pid = head;
	was->head_switches = head_switches;
	was->owner_switches = owner_switches;
	was->waiters.nr = 0;
	for (uint32_t w = 0; w < now->waiters.nr && w < COMPARED; w++) {
		int32_t *pid = PBY_PUSH(&p->arena, &was->waiters);

		if (!pid)
			return -ENOMEM;
		*pid = now->waiters.items[w].pid;
	}
	return 0;
}

/* Nobody waits for it any more: those who did have gone. */
static void drained(struct pby_progress *p)
{
	for (uint32_t i = 0; i < p->locks.nr; i++) {
		struct pby_lock_progress *l = &p->locks.items[i];

		if (l->look == p->nr_looks)
			continue;
		l->nr_left += l->waiters.nr;
		l->waiters.nr = 0;
		l->same_head = false;
	}
}

int pby_progress__add(struct pby_progress *p, const struct pby_snapshot *s)
{
	int rc = 0;

	p->nr_looks++;
	if (p->nr_looks == 1)
		p->first_s = s->from_s;
	p->last_s = s->to_s;
	if (!p->by_pid.heads && (!pby_index__reserve(&p->by_pid, 4096) || !pby_index__reserve(&p->by_addr, 256)))
		return -ENOMEM;
	for (uint32_t i = 0; i < s->nr_pulses && !rc; i++)
		rc = add_task(p, &s->pulses[i]);
	for (uint32_t i = 0; i < s->nr_locks && !rc; i++)
		rc = add_lock(p, &s->locks[i], s->from_s);
	drained(p);
	p->nr_circles += pby_snapshot__has_circle(s);
	return rc;
}

enum pby_motion pby_lock_progress__motion(const struct pby_lock_progress *l)
{
	if (pby_lock_progress__passed(l))
		return PBY_MOTION_MOVES;
	return l->nr_seen > 1 && l->same_head ? PBY_MOTION_STILL : PBY_MOTION_UNKNOWN;
}

uint32_t pby_lock_progress__passed(const struct pby_lock_progress *l)
{
	return l->nr_left > l->nr_owners ? l->nr_left : l->nr_owners;
}

void pby_progress__free(struct pby_progress *p)
{
	pby_index__free(&p->by_addr);
	pby_index__free(&p->by_pid);
	pby_arena__free(&p->arena);
	*p = (struct pby_progress){ 0 };
}
