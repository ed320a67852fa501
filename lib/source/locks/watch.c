// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.c: parent and child of a watch: the one asks for shots, the other takes them. */
#define _GNU_SOURCE
#include "source/locks/watch.h"

#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "base/clock.h"
#include "source/locks/program_maps.h"
#include "source/locks/tape.h"
#include "source/turns.h"

/* Address space, not memory: pages come when a shot needs them. */
enum { REGION = 256 << 20, SHOT_MEMORY = 80 << 20, NR_SHOTS = 3, IDLE_MS = 1000, DRAIN_MS = 20 };

struct pby_locks_shared {
	const struct pby_locks_wish *wish;	/* in the child's copy of its parent's memory */
	struct pby_turns turns;		/* 1 is the attaching, the others are shots */
	enum pby_locks_depth depth;	/* of what is asked, and where it goes */
	uint32_t slot, nr_full;
	int rc;			/* of the last answer */
	struct pby_err err;
	uint64_t from_ns;
	struct pby_arena arenas[NR_SHOTS];
	char *memory[NR_SHOTS];
	struct pby_locks_shot shots[NR_SHOTS];
};

static uint64_t clock_now(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* What an arena served is zeroed before it serves again: its pages stay. */
static void empty(struct pby_locks_shared *s, uint32_t i)
{
	memset(s->memory[i], 0, (size_t)(s->arenas[i].next - s->memory[i]));
	pby_arena__init_fixed(&s->arenas[i], s->memory[i], SHOT_MEMORY);
	memset(&s->shots[i], 0, sizeof(s->shots[i]));
}

static void take(struct pby_region *region, struct pby_locks_shared *s, const struct pby_locks_hooks *hooks)
{
	uint32_t i = s->slot;
	struct pby_locks_shot *shot = &s->shots[i];

	empty(s, i);
	shot->from_ns = s->from_ns;
	shot->settings = s->wish->settings;
	s->rc = pby_locks_shot__take(shot, hooks, s->depth, &s->arenas[i], region, &s->err);
}

static struct pby_locks_shared *share(struct pby_region *region, const struct pby_locks_wish *wish)
{
	struct pby_locks_shared *s = pby_arena__alloc(&region->arena, sizeof(*s));

	for (uint32_t i = 0; s && i < NR_SHOTS; i++) {
		s->memory[i] = pby_arena__alloc(&region->arena, SHOT_MEMORY);
		if (!s->memory[i])
			return NULL;
		pby_arena__init_fixed(&s->arenas[i], s->memory[i], SHOT_MEMORY);
	}
	if (s) {
		s->wish = wish;
		pby_turns__ask(&s->turns);
	}
	return s;
}

static struct pby_locks_tape *start_tape(struct pby_region *region, struct pby_locks_shared *s,
					 const struct pby_locks_hooks *hooks)
{
	const struct pby_locks_settings *o = &s->wish->settings;
	struct pby_locks_tape *tape = pby_arena__alloc(&region->arena, sizeof(*tape));
	const struct pby_record_head head = {
		.from_ns = s->from_ns, .wall_ns = clock_now(CLOCK_REALTIME), .stacks_above_ns = o->stacks_above_ns,
		.no_stacks = o->stacks_above_ns == UINT64_MAX, .kernel = s->wish->release,
		.how = hooks->how,
	};

	s->rc = tape ? pby_locks_tape__open(tape, s->wish->record_fd, hooks, &s->wish->names, &head, &s->err)
		     : pby_err__set(&s->err, ENOMEM, "no memory");
	return s->rc ? NULL : tape;
}

static void work(struct pby_region *region, void *wish)
{
	struct pby_locks_shared *s = share(region, wish);
	struct pby_locks_tape *tape = NULL;
	struct pby_program_maps programs = { .there = false };
	struct pby_locks_hooks hooks;

	if (!s)
		return;
	pby_region__doing(region, "bpf(2): loading and attaching");
	__atomic_store_n(&region->result, s, __ATOMIC_RELEASE);
	s->rc = pby_locks_hooks__attach(&hooks, wish, &region->arena, &s->err);
	s->from_ns = pby_clock__ns();
	if (!s->rc && s->wish->settings.user_stacks) {
		pby_program_maps__open(&programs, s->wish->kernel);
		hooks.programs = &programs;
	}
	if (!s->rc && s->wish->settings.record)
		tape = start_tape(region, s, &hooks);
	pby_turns__answer(&s->turns);
	if (s->rc)
		return;
	/* It has to go on when the machine has no memory left to give. */
	mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
	while (!pby_turns__over(&s->turns)) {
		if (tape)
			pby_locks_tape__drain(tape);
		if (!pby_turns__asked(&s->turns, tape ? DRAIN_MS : IDLE_MS) || pby_turns__over(&s->turns))
			continue;
		take(region, s, &hooks);
		if (tape && !s->rc)
			pby_locks_tape__note(tape, &s->shots[s->slot]);
		pby_turns__answer(&s->turns);
	}
	if (tape) {
		s->slot = 2;
		s->depth = PBY_LOCKS_FULL;
		take(region, s, &hooks);
		pby_locks_tape__close(tape, pby_clock__ns(), &s->shots[2].loss, region);
	}
	pby_region__doing(region, "detaching");
	pby_locks_hooks__free(&hooks);
	pby_program_maps__close(&programs);
}

static int no_answer(const struct pby_locks_watch *w, int timeout_ms, struct pby_err *err)
{
	return pby_err__set(err, ETIMEDOUT, "no answer for %d ms from: %s", timeout_ms, w->child.region->doing);
}

int pby_locks_watch__start(struct pby_locks_watch *watch, const struct pby_locks_wish *wish,
			   int timeout_ms, struct pby_err *err)
{
	struct pollfd gone;
	int rc;

	*watch = (struct pby_locks_watch){ 0 };
	rc = pby_child__start(&watch->child, REGION, work, (void *)wish, err);
	if (rc)
		return rc;
	gone = (struct pollfd){ .fd = watch->child.end_fd, .events = POLLIN };
	for (int ms = 0; ms < timeout_ms && !watch->shared; ms++) {
		watch->shared = __atomic_load_n(&watch->child.region->result, __ATOMIC_ACQUIRE);
		if (!watch->shared && poll(&gone, 1, 1) > 0)
			break;
	}
	watch->shared = __atomic_load_n(&watch->child.region->result, __ATOMIC_ACQUIRE);
	if (!watch->shared) {
		rc = pby_err__set(err, ENOMEM, "the child that follows locks did not start");
	} else {
		rc = pby_turns__wait(&watch->shared->turns, 1, NULL, watch->child.end_fd, timeout_ms)
			? watch->shared->rc : no_answer(watch, timeout_ms, err);
		if (rc && rc != -ETIMEDOUT)
			pby_err__set(err, -rc, "%s", watch->shared->err.text);
	}
	if (rc)
		pby_locks_watch__stop(watch);
	return rc;
}

const struct pby_locks_shot *pby_locks_watch__shot(struct pby_locks_watch *watch, enum pby_locks_depth depth,
						   int timeout_ms, int *rc, struct pby_err *err)
{
	struct pby_locks_shared *s = watch->shared;
	uint32_t nr = atomic_load(&s->turns.asked);

	/* One that never answered is not asked again: it may still come back with the old answer. */
	if (pby_turns__idle(&s->turns)) {
		s->depth = depth;
		/* Glances have a place of their own: the last full look stays. */
		s->slot = depth == PBY_LOCKS_GLANCE ? 2 : s->nr_full++ % 2;
		nr = pby_turns__ask(&s->turns);
	}
	if (!pby_turns__wait(&s->turns, nr, NULL, watch->child.end_fd, timeout_ms)) {
		*rc = no_answer(watch, timeout_ms, err);
		return NULL;
	}
	*rc = s->rc;
	if (s->rc)
		pby_err__set(err, -s->rc, "%s", s->err.text);
	return &s->shots[s->slot];
}

bool pby_locks_watch__stop(struct pby_locks_watch *watch)
{
	enum pby_child_end end;

	if (!watch->child.region)
		return true;
	if (watch->shared)
		pby_turns__end(&watch->shared->turns);
	end = pby_child__wait(&watch->child, 5000);
	pby_child__free(&watch->child);
	watch->shared = NULL;
	return end != PBY_CHILD_STUCK;
}
