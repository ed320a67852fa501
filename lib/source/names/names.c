// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* names.c: parent and child of the naming, and what the parent keeps of the answers. */
#include "source/names/names.h"

#include <stdio.h>
#include <sys/resource.h>

#include "source/turns.h"

/* Address space, not memory. A walk through cold directories takes its time, but steps. */
enum { REGION = 512 << 20, ANSWER_MS = 5000, IDLE_MS = 1000 };

struct pby_names_shared {
	struct pby_turns turns;		/* 1 is the kernel's debug information */
	bool kernel;
	struct pby_err about_kernel;	/* its file, or why there is none */
	struct pby_name_key keys[PBY_NAMES_AT_ONCE];
	struct pby_named answers[PBY_NAMES_AT_ONCE];
	uint32_t nr;
};

/* What the child is told: it lies in its copy of its parent's memory. */
struct wish {
	const struct pby_namer_options *options;
	bool programs;
};

static void step(void *region)
{
	pby_region__step(region);
}

static void answer(struct pby_region *region, struct pby_namer *namer, struct pby_names_shared *s)
{
	pby_region__doing(region, "the files of functions' names");
	for (uint32_t i = 0; i < s->nr; i++) {
		s->answers[i] = pby_namer__find(namer, &s->keys[i]);
		pby_region__step(region);
	}
	pby_turns__answer(&s->turns);
}

static void work(struct pby_region *region, void *arg)
{
	struct pby_names_shared *s = pby_arena__alloc(&region->arena, sizeof(*s));
	const struct wish *wish = arg;
	struct pby_namer namer;

	if (!s)
		return;
	pby_turns__ask(&s->turns);
	pby_region__doing(region, "the kernel's debug information");
	__atomic_store_n(&region->result, s, __ATOMIC_RELEASE);
	/* Reading names is in no hurry: the machine may be in trouble. */
	setpriority(PRIO_PROCESS, 0, 10);
	pby_namer__init(&namer, wish->options, &region->arena);
	namer.files.step = step;
	namer.files.who = region;
	s->kernel = !pby_namer__open_kernel(&namer, &s->about_kernel);
	if (s->kernel)
		pby_err__set(&s->about_kernel, 0, "%s", pby_namer__kernel_path(&namer));
	pby_turns__answer(&s->turns);
	while ((s->kernel || wish->programs) && !pby_turns__over(&s->turns))
		if (pby_turns__asked(&s->turns, IDLE_MS) && !pby_turns__over(&s->turns))
			answer(region, &namer, s);
}

/* The child says where they share memory as its first act; it may have ended right after that. */
static struct pby_names_shared *meet(const struct pby_child *child)
{
	for (int ms = 0; ms < ANSWER_MS; ms++)
		if (__atomic_load_n(&child->region->result, __ATOMIC_ACQUIRE) || pby_child__gone(child, 1))
			break;
	return __atomic_load_n(&child->region->result, __ATOMIC_ACQUIRE);
}

static bool wait_for(const struct pby_names *n, uint32_t nr)
{
	return pby_turns__wait(&n->shared->turns, nr, &n->child.region->steps, n->child.end_fd, ANSWER_MS);
}

static void fall_silent(struct pby_names *n)
{
	snprintf(n->silence, sizeof(n->silence), "no answer from: %s", n->child.region->doing);
	n->silent = true;
}

int pby_names__start(struct pby_names *n, const struct pby_namer_options *options, bool programs, struct pby_err *err)
{
	struct wish wish = { options, programs };
	int rc;

	*n = (struct pby_names){ .kernel = false };
	rc = pby_child__start(&n->child, REGION, work, &wish, err);
	if (rc)
		return rc;
	n->shared = meet(&n->child);
	if (!n->shared || !wait_for(n, 1))
		fall_silent(n);
	n->kernel = !n->silent && n->shared->kernel;
	pby_text__copy(pby_text__str(n->silent ? n->silence : n->shared->about_kernel.text), n->about_kernel,
		       sizeof(n->about_kernel));
	if (n->kernel || !options->vmlinux)
		return 0;
	rc = pby_err__set(err, ESTALE, "%s", n->about_kernel);
	pby_names__stop(n);
	return rc;
}

struct pby_names pby_names__lend(const struct pby_names *n)
{
	return (struct pby_names){ .child = { .region = n->child.region, .end_fd = -1 }, .shared = n->shared,
				   .kernel = n->kernel, .silent = n->silent };
}

static uint32_t place_of(const struct pby_names *n, const struct pby_name_key *key)
{
	return pby_map__get(&n->known, (const char *)key, sizeof(*key));
}

static void keep(struct pby_names *n, const struct pby_name_key *key, struct pby_named named)
{
	struct pby_name_key *kept = pby_arena__alloc(&n->arena, sizeof(*kept));
	struct pby_named *slot = kept ? PBY_PUSH(&n->arena, &n->answers) : NULL;

	if (!slot)
		return;
	*kept = *key;
	*slot = named;
	pby_map__put(&n->known, (const char *)kept, sizeof(*kept), n->answers.nr - 1);
}

void pby_names__ask(struct pby_names *n, const struct pby_name_key *keys, uint32_t nr)
{
	struct pby_names_shared *s = n->shared;

	if (!s || n->silent || !pby_turns__idle(&s->turns))
		return;
	n->full |= n->answers.nr >= PBY_NAMES_MOST;
	s->nr = 0;
	for (uint32_t i = 0; i < nr && s->nr < PBY_NAMES_AT_ONCE && !n->full; i++)
		if (place_of(n, &keys[i]) == PBY_MAP_NONE)
			s->keys[s->nr++] = keys[i];
	if (!s->nr)
		return;
	if (!wait_for(n, pby_turns__ask(&s->turns))) {
		fall_silent(n);
		return;
	}
	for (uint32_t i = 0; i < s->nr; i++)
		keep(n, &s->keys[i], s->answers[i]);
}

struct pby_named pby_names__get(const struct pby_names *n, const struct pby_name_key *key)
{
	uint32_t i = place_of(n, key);

	if (i != PBY_MAP_NONE)
		return n->answers.items[i];
	return (struct pby_named){ .why = n->silent ? n->silence : n->full ? "there are more than are kept" :
				   "nobody was asked for it" };
}

void pby_names__stop(struct pby_names *n)
{
	if (n->shared)
		pby_turns__end(&n->shared->turns);
	if (n->child.region) {
		pby_child__wait(&n->child, 1000);
		pby_child__free(&n->child);
	}
	pby_map__free(&n->known);
	pby_arena__free(&n->arena);
	*n = (struct pby_names){ .kernel = false };
}
