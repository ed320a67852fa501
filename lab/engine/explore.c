// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* explore.c: breadth-first search over the executions of a scene. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/engine/check_world.h"

enum { NO_NODE = 0xffffffff, NO_THREAD = 0xff };

struct node {
	uint32_t parent;
	uint16_t depth;
	uint8_t thread, choice;		/* the step that leads here from the parent */
	uint8_t preemptions;
	uint8_t asleep;			/* sleep set: threads whose next step is explored elsewhere */
	uint8_t flags;
};

enum { EXPANDED = 1, PRUNED = 2, ENDS = 4 };

struct edge {
	uint32_t from, to;
};

struct again {
	uint32_t node;
	uint8_t threads;
};

struct search {
	struct lab_check *world;
	const struct lab_check_limits *limits;
	struct lab_check_result *result;
	PBY_VEC(struct node) nodes;
	PBY_VEC(struct edge) edges;
	PBY_VEC(struct again) again;	/* expanded nodes that must look at more threads */
	struct pby_arena memory;
	uint64_t *keys;			/* open addressing: hash of a state, and its node */
	uint32_t *slots;
	uint32_t mask;
	uint32_t bad;			/* node where something was found */
	int bad_thread, bad_choice;	/* the step there that does it, or NO_THREAD */
};

static uint32_t *slot_of(struct search *s, uint64_t key)
{
	uint32_t i = (uint32_t)(key ^ key >> 32) & s->mask;

	while (s->slots[i] != NO_NODE && s->keys[i] != key)
		i = (i + 1) & s->mask;
	s->keys[i] = key;
	return &s->slots[i];
}

static void replay(struct search *s, uint32_t node)
{
	uint8_t threads[UINT16_MAX], choices[UINT16_MAX];
	int depth = s->nodes.items[node].depth;

	for (int i = depth; i--; node = s->nodes.items[node].parent) {
		threads[i] = s->nodes.items[node].thread;
		choices[i] = s->nodes.items[node].choice;
	}
	lab_world__reset(s->world);
	for (int i = 0; i < depth; i++)
		lab_world__step(s->world, threads[i], choices[i]);
}

static uint64_t state_key(const struct search *s, const struct node *n)
{
	uint64_t h = lab_world__hash(s->world);

	/* With a bound it matters who ran last and how often was switched. */
	return s->world->scene->preemptions ? lab_mix(lab_mix(h, n->thread), n->preemptions) : h;
}

static void found(struct search *s, enum lab_verdict verdict, const char *what, uint32_t node, int thread, int choice)
{
	s->result->verdict = verdict;
	s->result->what = what;
	s->bad = node;
	s->bad_thread = thread;
	s->bad_choice = choice;
}

/* The state that the world is in now, reached from node `from` by n's step. */
static bool arrive(struct search *s, uint32_t from, struct node n)
{
	uint32_t *slot = slot_of(s, state_key(s, &n));
	struct node *known;
	struct edge *e;

	if (*slot == NO_NODE) {
		struct node *fresh;

		if (s->nodes.nr >= s->limits->max_states) {
			s->result->cut = true;
			return true;
		}
		fresh = PBY_PUSH(&s->memory, &s->nodes);
		if (!fresh)
			return false;
		*fresh = n;
		*slot = s->nodes.nr - 1;
	} else {
		known = &s->nodes.items[*slot];
		if (known->asleep & ~n.asleep) {
			struct again *a = known->flags & EXPANDED ? PBY_PUSH(&s->memory, &s->again) : NULL;

			if (known->flags & EXPANDED) {
				if (!a)
					return false;
				*a = (struct again){ *slot, known->asleep & ~n.asleep };
			}
			known->asleep &= n.asleep;
		}
	}
	e = PBY_PUSH(&s->memory, &s->edges);
	if (!e)
		return false;
	*e = (struct edge){ from, *slot };
	return true;
}

/* Nobody can go on: all is done, or it is a deadlock. */
static void judge_end(struct search *s, uint32_t at)
{
	if (!lab_world__all_done(s->world)) {
		found(s, LAB_DEADLOCKED, NULL, at, NO_THREAD, 0);
		return;
	}
	s->nodes.items[at].flags |= ENDS;
	lab_world__finish(s->world);
	if (s->world->violation)
		found(s, LAB_VIOLATED, s->world->violation, at, NO_THREAD, 0);
}

/* Explores the steps of those threads from the node; false without memory. */
static bool expand(struct search *s, uint32_t at, uint8_t threads)
{
	int nr = s->world->scene->nr_threads, bound = s->world->scene->preemptions;
	int choices[LAB_SCENE_THREADS];
	uint8_t enabled = 0, asleep = s->nodes.items[at].asleep, last = s->nodes.items[at].thread;
	bool fresh = true;

	replay(s, at);
	for (int t = 0; t < nr; t++) {
		choices[t] = lab_world__choices(s->world, t);
		enabled |= (choices[t] > 0) << t;
	}
	s->nodes.items[at].flags |= EXPANDED;
	if (!enabled) {
		judge_end(s, at);
		return true;
	}
	if (s->nodes.items[at].depth >= s->limits->max_depth) {
		s->result->cut = true;
		s->nodes.items[at].flags |= PRUNED;
		return true;
	}
	for (int t = 0; t < nr && s->result->verdict == LAB_CLEAN; t++) {
		bool preempts = last != NO_THREAD && last != t && enabled >> last & 1;
		uint8_t child_asleep = 0;

		if (!(enabled >> t & 1))
			continue;
		if (asleep >> t & 1 || !(threads >> t & 1)) {
			s->result->pruned += choices[t];
			s->nodes.items[at].flags |= PRUNED;
			continue;
		}
		if (bound && preempts && s->nodes.items[at].preemptions >= bound) {
			s->nodes.items[at].flags |= PRUNED;
			continue;
		}
		for (int choice = 0; choice < choices[t] && s->result->verdict == LAB_CLEAN; choice++) {
			struct node n = { at, s->nodes.items[at].depth + 1, t, choice, s->nodes.items[at].preemptions + preempts, 0, 0 };

			if (!fresh)
				replay(s, at);
			fresh = false;
			if (!choice && !bound)
				for (int u = 0; u < nr; u++)
					if (asleep >> u & 1 && u != t && lab_world__independent(s->world, u, t))
						child_asleep |= 1 << u;
			n.asleep = child_asleep;
			lab_world__step(s->world, t, choice);
			s->result->transitions++;
			if (n.depth > s->result->depth)
				s->result->depth = n.depth;
			if (s->world->violation)
				found(s, LAB_VIOLATED, s->world->violation, at, t, choice);
			else if (!arrive(s, at, n))
				return false;
		}
		/* What follows may leave t's step to this branch, as long as nothing interferes. */
		asleep |= 1 << t;
	}
	return true;
}

/* States from which nothing leads to an end, although all is explored: shallowest first. */
static bool look_for_endless(struct search *s)
{
	uint32_t nr = s->nodes.nr;
	uint8_t *ends = pby_arena__alloc(&s->memory, nr + 1);
	bool more = true;

	if (!ends)
		return false;
	for (uint32_t i = 0; i < nr; i++)
		ends[i] = (s->nodes.items[i].flags & (ENDS | PRUNED)) != 0;
	while (more) {
		more = false;
		for (uint32_t i = s->edges.nr; i--;) {
			const struct edge *e = &s->edges.items[i];

			if (!ends[e->to] || ends[e->from])
				continue;
			ends[e->from] = 1;
			more = true;
		}
	}
	for (uint32_t i = 0; i < nr; i++) {
		if (!ends[i]) {
			found(s, LAB_ENDLESS, "no execution that comes here ends", i, NO_THREAD, 0);
			break;
		}
	}
	return true;
}

static const char *thread_name(const struct lab_scene *scene, int t, struct pby_arena *arena)
{
	return scene->threads[t] ? scene->threads[t] : pby_arena__printf(arena, "thread %d", t);
}

static void trace_step(struct search *s, struct pby_arena *arena, int thread, int choice)
{
	struct lab_trace_line *line = PBY_PUSH(arena, &s->result->trace);
	enum lab_step_kind kind = s->world->threads[thread].step.kind;
	char text[256];

	lab_world__describe(s->world, thread, text, sizeof(text));
	lab_world__step(s->world, thread, choice);
	if (!line)
		return;
	line->thread = thread_name(s->world->scene, thread, arena);
	if (kind == LAB_STORE || kind == LAB_FENCE || kind == LAB_WAKE || kind == LAB_DOZE || kind == LAB_ASLEEP)
		line->text = pby_arena__strdup(arena, text);
	else
		line->text = pby_arena__printf(arena, "%s -> %lld", text, (long long)s->world->threads[thread].result);
}

static void write_trace(struct search *s, struct pby_arena *arena)
{
	uint32_t path[UINT16_MAX], nr = 0;

	for (uint32_t n = s->bad; s->nodes.items[n].depth; n = s->nodes.items[n].parent)
		path[nr++] = n;
	lab_world__reset(s->world);
	while (nr--)
		trace_step(s, arena, s->nodes.items[path[nr]].thread, s->nodes.items[path[nr]].choice);
	if (s->bad_thread != NO_THREAD)
		trace_step(s, arena, s->bad_thread, s->bad_choice);
	for (int t = 0; t < s->world->scene->nr_threads && s->result->verdict == LAB_DEADLOCKED; t++) {
		const struct lab_thread *thread = &s->world->threads[t];
		struct lab_trace_wait *w = thread->done ? NULL : PBY_PUSH(arena, &s->result->waits);
		char text[256];

		if (!w)
			continue;
		lab_world__describe(s->world, t, text, sizeof(text));
		w->thread = thread_name(s->world->scene, t, arena);
		w->what = thread->step.why ? thread->step.why->what : pby_arena__strdup(arena, text);
		w->whom = thread->step.why ? thread->step.why->whom : 0;
	}
}

static bool search(struct search *s)
{
	struct node root = { NO_NODE, 0, NO_THREAD, 0, 0, 0, 0 };
	uint32_t next = 0, next_again = 0;

	lab_world__reset(s->world);
	s->nodes.items = NULL;
	if (!PBY_PUSH(&s->memory, &s->nodes))
		return false;
	s->nodes.items[0] = root;
	*slot_of(s, state_key(s, &root)) = 0;
	while (s->result->verdict == LAB_CLEAN && !s->world->too_big) {
		if (next < s->nodes.nr) {
			if (!expand(s, next++, 0xff))
				return false;
		} else if (next_again < s->again.nr) {
			struct again a = s->again.items[next_again++];

			if (!expand(s, a.node, a.threads))
				return false;
		} else {
			break;
		}
	}
	s->result->states = s->nodes.nr;
	if (s->result->verdict == LAB_CLEAN && !s->result->cut && !s->world->too_big)
		return look_for_endless(s);
	return true;
}

int lab_check__run(const struct lab_scene *scene, const struct lab_check_limits *limits, struct pby_arena *arena,
		   struct lab_check_result *result, struct pby_err *err)
{
	struct lab_check *world = calloc(1, sizeof(*world));
	struct search s = { .world = world, .limits = limits, .result = result };
	uint64_t slots = 1024;
	int rc;

	*result = (struct lab_check_result){ 0 };
	while (slots < 2ull * limits->max_states)
		slots *= 2;
	s.mask = (uint32_t)(slots - 1);
	s.keys = malloc(slots * sizeof(*s.keys));
	s.slots = malloc(slots * sizeof(*s.slots));
	if (!world || !s.keys || !s.slots) {
		rc = pby_err__set(err, ENOMEM, "no memory for %u states", limits->max_states);
	} else {
		memset(s.slots, 0xff, slots * sizeof(*s.slots));
		rc = lab_world__init(world, scene, err);
	}
	if (!rc && !search(&s))
		rc = pby_err__set(err, ENOMEM, "no memory for %u states", s.nodes.nr);
	if (!rc && world->too_big)
		rc = pby_err__set(err, E2BIG, "%s: more words or stores than the checker holds", scene->name);
	if (!rc && result->verdict != LAB_CLEAN)
		write_trace(&s, arena);
	else if (!rc && (result->cut || scene->preemptions))
		result->verdict = LAB_BOUNDED;
	if (world)
		lab_world__free(world);
	free(world);
	free(s.keys);
	free(s.slots);
	pby_arena__free(&s.memory);
	return rc;
}

const char *lab_verdict__name(enum lab_verdict v)
{
	static const char *const names[] = { "clean", "clean within bounds", "invariant violated", "deadlock", "endless" };

	return names[v];
}
