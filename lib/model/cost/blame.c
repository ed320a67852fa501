// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* blame.c: finds the probes that ticks can be for, and shares out what more than one can be. */
#include "model/cost/blame.h"

#include "model/cost/places.h"

bool pby_blames__add(struct pby_blames *blames, const struct pby_want *want, const struct pby_sampled *tick)
{
	uint32_t i = pby_map__get(&blames->index, (const char *)want, sizeof(*want));
	struct pby_blame *b, **slot;

	if (i == PBY_MAP_NONE) {
		b = pby_arena__alloc(&blames->cost->arena, sizeof(*b));
		slot = b ? PBY_PUSH(&blames->cost->arena, &blames->items) : NULL;
		if (!slot)
			return false;
		b->want = *want;
		*slot = b;
		i = blames->items.nr - 1;
		if (!pby_map__put(&blames->index, (const char *)&b->want, sizeof(b->want), i))
			return false;
	}
	b = blames->items.items[i];
	b->sum.ns += tick->ns;
	b->sum.body_ns += tick->body_ns;
	b->sum.behind_ns += tick->behind_ns;
	b->sum.samples += tick->samples;
	return true;
}

static bool is_in(const struct pby_blames *b, uint64_t addr, uint64_t function)
{
	uint64_t offset;
	const struct pby_symbol *s = addr ? pby_addresses__find(&b->dispatch->addresses, addr, &offset) : NULL;

	return s && s->addr == function;
}

/* Is it on the function that begins there? By address; by name where no list told one. */
static bool is_on(const struct pby_blames *b, const struct pby_probe *p, uint64_t function)
{
	const struct pby_symbol *s;
	uint64_t offset;

	if (is_in(b, p->addr, function))
		return true;
	for (uint32_t i = 0; i < p->nr_known; i++)
		if (is_in(b, p->places[i], function))
			return true;
	if (p->addr || p->nr_known || !p->target)
		return false;
	s = pby_addresses__find(&b->dispatch->addresses, function, &offset);
	return s && pby_text__is(pby_symbol__name(s), p->target);
}

/* How much of what is wanted must hold; each level asks for less. */
enum level { ALL, AT_RETURN, NO_FUNCTION, NO_ADDRESS, FAMILY, NR_LEVELS };

static bool right_function(const struct pby_blames *b, const struct pby_probe *p, uint64_t at, enum level level)
{
	enum pby_probe_family f = pby_probe_kind__family(p->kind);

	if (!at || level >= NO_FUNCTION ||
	    (f != PBY_FAMILY_KPROBE && f != PBY_FAMILY_FPROBE && f != PBY_FAMILY_TRAMPOLINE && f != PBY_FAMILY_FTRACE))
		return true;
	/* At a return the frame further out is the caller, which tells nothing. */
	return level == AT_RETURN ? pby_probe_kind__returns(p->kind) : is_on(b, p, at);
}

static bool can_be(const struct pby_blames *b, const struct pby_probe *p, const struct pby_want *w, enum level level)
{
	bool by_program = w->prog != PBY_NO_PROGRAM && level < FAMILY;

	if (p->state & (PBY_STATE_GONE | PBY_STATE_DISABLED | PBY_STATE_DEFINED))
		return false;
	if (by_program && p->prog != w->prog)
		return false;
	if (!by_program && w->family != PBY_FAMILY_OTHER && pby_probe_kind__family(p->kind) != w->family)
		return false;
	/* Nothing at all is known: no one is blamed. */
	if (!by_program && w->family == PBY_FAMILY_OTHER && !w->at)
		return false;
	if (w->page_offset >= 0 && level < NO_ADDRESS && !pby_place__agrees(p, (uint64_t)w->page_offset))
		return false;
	if (w->returns && level < FAMILY && !pby_probe_kind__returns(p->kind))
		return false;
	return right_function(b, p, w->at, level);
}

/* Marks the probes that it can be; returns how many, 0 when none fits however little is asked. */
static uint32_t candidates(const struct pby_blames *b, const struct pby_want *w, uint8_t *marks)
{
	uint32_t nr = 0;

	for (int level = ALL; level < NR_LEVELS && !nr; level++)
		for (uint32_t i = 0; i < b->probes->probes.nr; i++) {
			marks[i] = can_be(b, &b->probes->probes.items[i], w, (enum level)level);
			nr += marks[i];
		}
	return nr;
}

static double *pair(struct pby_blames *b, uint32_t process, uint32_t probe)
{
	struct pby_cost *cost = b->cost;
	uint32_t *key = pby_arena__alloc(&cost->arena, 2 * sizeof(*key)), *at;
	struct pby_cost_pair *p;

	if (!key)
		return NULL;
	key[0] = process;
	key[1] = probe;
	at = pby_map__at(&b->pair_index, (const char *)key, 2 * sizeof(*key));
	if (!at)
		return NULL;
	if (*at == PBY_MAP_NONE) {
		p = PBY_PUSH(&cost->arena, &cost->pairs);
		if (!p)
			return NULL;
		*p = (struct pby_cost_pair){ process, probe, 0 };
		*at = cost->pairs.nr - 1;
	}
	return &cost->pairs.items[*at].ns;
}

static double pair_ns(const struct pby_blames *b, uint32_t process, uint32_t probe)
{
	const uint32_t key[2] = { process, probe };
	uint32_t i = pby_map__get(&b->pair_index, (const char *)key, sizeof(key));

	return i == PBY_MAP_NONE ? 0 : b->cost->pairs.items[i].ns;
}

static void enter(struct pby_blames *b, const struct pby_blame *blame, uint32_t probe, double part, bool shared)
{
	struct pby_sampled *to = &b->cost->probes.items[probe].sampled;
	double *ns = pair(b, blame->want.process, probe);

	to->ns += blame->sum.ns * part;
	to->body_ns += blame->sum.body_ns * part;
	to->behind_ns += blame->sum.behind_ns * part;
	to->samples += blame->sum.samples * part;
	if (shared)
		to->shared_ns += blame->sum.ns * part;
	if (ns)
		*ns += blame->sum.ns * part;
}

static uint32_t first(const uint8_t *marks)
{
	uint32_t i = 0;

	while (!marks[i])
		i++;
	return i;
}

/* Runs of its program for each probe that has it; below 0 when nobody counted them. */
static double hits_of(const struct pby_blames *b, uint32_t probe)
{
	const struct pby_program *prog = pby_probes__program(b->probes, &b->probes->probes.items[probe]);

	for (uint32_t i = 0; prog && b->seen->window_s > 0 && i < b->seen->runs.nr; i++)
		if (b->seen->runs.items[i].prog == prog->id && prog->nr_probes)
			return (double)b->seen->runs.items[i].runs / prog->nr_probes;
	return -1;
}

/* The ways to weigh probes that are marked, by what there is to go by. Each returns the sum, 0 when it says nothing. */
static double by_process(const struct pby_blames *b, uint32_t process, const uint8_t *marks, double *weights)
{
	double sum = 0;

	for (uint32_t i = 0; i < b->cost->probes.nr; i++)
		sum += weights[i] = marks[i] ? pair_ns(b, process, i) : 0;
	return sum;
}

static double by_own(const struct pby_blames *b, const double *own, const uint8_t *marks, double *weights)
{
	double sum = 0;

	for (uint32_t i = 0; i < b->cost->probes.nr; i++)
		sum += weights[i] = marks[i] ? own[i] : 0;
	return sum;
}

static double by_hits(const struct pby_blames *b, const uint8_t *marks, double *weights)
{
	double sum = 0;

	for (uint32_t i = 0; i < b->cost->probes.nr; i++) {
		weights[i] = marks[i] ? hits_of(b, i) : 0;
		if (weights[i] < 0)
			return 0;
		sum += weights[i];
	}
	return sum;
}

static double evenly(const struct pby_blames *b, const uint8_t *marks, double *weights)
{
	double sum = 0;

	for (uint32_t i = 0; i < b->cost->probes.nr; i++)
		sum += weights[i] = marks[i];
	return sum;
}

static void weigh(const struct pby_blames *b, const struct pby_want *w, const uint8_t *marks, const double *own,
		  double *weights)
{
	double sum = 0;

	/* Probes at one place are reached by one trap: their own ticks, which are few, do not divide it. */
	if (w->page_offset < 0)
		sum = by_process(b, w->process, marks, weights);
	if (sum <= 0 && w->page_offset < 0)
		sum = by_own(b, own, marks, weights);
	if (sum <= 0)
		sum = by_hits(b, marks, weights);
	if (sum <= 0)
		sum = evenly(b, marks, weights);
	for (uint32_t i = 0; sum > 0 && i < b->cost->probes.nr; i++)
		weights[i] /= sum;
}

void pby_blames__settle(struct pby_blames *b)
{
	uint32_t nr_probes = b->cost->probes.nr, nr = b->items.nr;
	struct pby_arena arena = { 0 };
	uint8_t *marks = pby_arena__alloc(&arena, nr_probes + 1);
	double *own = pby_arena__alloc(&arena, (nr_probes + 1) * sizeof(*own));
	double *weights;
	uint32_t *open = pby_arena__alloc(&arena, (nr + 1) * sizeof(*open)), nr_open = 0;

	if (!marks || !own || !open)
		goto out;
	for (uint32_t i = 0; i < nr; i++) {
		uint32_t found = candidates(b, &b->items.items[i]->want, marks);

		if (!found)
			b->cost->unknown_ns += b->items.items[i]->sum.ns;
		else if (found == 1)
			enter(b, b->items.items[i], first(marks), 1, false);
		else
			open[nr_open++] = i;
	}
	for (uint32_t i = 0; i < nr_probes; i++)
		own[i] = b->cost->probes.items[i].sampled.ns;
	weights = pby_arena__alloc(&arena, (size_t)(nr_open + 1) * (nr_probes + 1) * sizeof(*weights));
	if (!weights)
		goto out;
	/* All are weighed before any is entered: the order must not matter. */
	for (uint32_t i = 0; i < nr_open; i++) {
		const struct pby_want *w = &b->items.items[open[i]]->want;
		candidates(b, w, marks);
		weigh(b, w, marks, own, weights + (size_t)i * (nr_probes + 1));
	}
	for (uint32_t i = 0; i < nr_open; i++)
		for (uint32_t p = 0; p < nr_probes; p++)
			if (weights[(size_t)i * (nr_probes + 1) + p] > 0)
				enter(b, b->items.items[open[i]], p, weights[(size_t)i * (nr_probes + 1) + p], true);
out:
	b->cost->arena.failed |= arena.failed;
	pby_arena__free(&arena);
}

void pby_blames__free(struct pby_blames *b)
{
	pby_map__free(&b->index);
	pby_map__free(&b->pair_index);
}
