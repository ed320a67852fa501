// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost.c: reads all ticks, learns the places of uprobes, and blames probes. */
#include "model/cost/cost.h"

#include <errno.h>

#include "model/container.h"
#include "model/cost/blame.h"
#include "model/cost/counts.h"
#include "model/cost/dispatch.h"
#include "model/cost/places.h"
#include "model/kernel.h"

/* One reading of the samples. */
struct build {
	struct pby_cost *cost;
	const struct pby_cost_seen *seen;
	const struct pby_probes *probes;
	struct pby_dispatch dispatch;
	struct pby_places places;
	struct pby_blames blames;
	struct pby_dispatch_reading *readings;	/* of each sample */
	struct pby_map by_pid;
	double *unit_ns;			/* by CPU: what one unit of a period stands for */
};

static uint32_t process_of(struct build *b, pid_t pid)
{
	uint32_t i = pby_map__get(&b->by_pid, (const char *)&pid, sizeof(pid));
	struct pby_cost_process *p;
	pid_t *key;

	if (i != PBY_MAP_NONE)
		return i;
	key = pby_arena__alloc(&b->cost->arena, sizeof(*key));
	p = key ? PBY_PUSH(&b->cost->arena, &b->cost->processes) : NULL;
	if (!p)
		return PBY_MAP_NONE;
	*key = p->pid = pid;
	i = b->cost->processes.nr - 1;
	return pby_map__put(&b->by_pid, (const char *)key, sizeof(*key), i) ? i : PBY_MAP_NONE;
}

static uint32_t nr_cpus(const struct pby_cost_seen *seen)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < seen->samples.nr; i++)
		if (seen->samples.items[i].cpu >= nr && seen->samples.items[i].cpu < UINT16_MAX)
			nr = seen->samples.items[i].cpu + 1;
	return nr;
}

/*
 * A tick of cpu-clock stands for its period. Those of a PMU come by cycles, whose length is not known: all
 * that a CPU had stand for the time that it was busy.
 */
static bool weigh_ticks(struct build *b)
{
	uint32_t nr = nr_cpus(b->seen);

	b->unit_ns = pby_arena__alloc(&b->cost->arena, (nr + 1) * sizeof(*b->unit_ns));
	for (uint32_t i = 0; b->unit_ns && i < nr; i++) {
		struct pby_cost_cpu *cpu = PBY_PUSH(&b->cost->arena, &b->cost->cpus);

		if (!cpu)
			return false;
		b->unit_ns[i] = 1;
	}
	if (!b->unit_ns || b->seen->clock != PBY_CLOCK_CYCLES)
		return b->unit_ns;
	for (uint32_t i = 0; i < nr; i++)
		b->unit_ns[i] = 0;
	for (uint32_t i = 0; i < b->seen->samples.nr; i++)
		if (b->seen->samples.items[i].cpu < nr)
			b->unit_ns[b->seen->samples.items[i].cpu] += (double)b->seen->samples.items[i].period;
	for (uint32_t i = 0; i < nr; i++) {
		double busy = i < b->seen->cpu_busy_s.nr ? b->seen->cpu_busy_s.items[i] * 1e9 : 0;

		b->unit_ns[i] = b->unit_ns[i] > 0 ? busy / b->unit_ns[i] : 0;
	}
	return true;
}

static bool is_uprobe(const struct pby_dispatch_reading *r)
{
	return r->family == PBY_FAMILY_UPROBE && r->from_user;
}

static void learn_place(struct build *b, const struct pby_cost_sample *s, const struct pby_dispatch_reading *r)
{
	struct pby_place *p = s->user_ip ? pby_places__at(&b->places, s->pid, s->user_ip) : NULL;

	if (!p)
		return;
	p->dispatch++;
	p->returns |= r->returns;
	p->enters |= r->probe && !r->returns;
	p->stepped |= r->stepped;
	if (r->prog == PBY_NO_PROGRAM)
		return;
	p->several |= p->prog != PBY_NO_PROGRAM && p->prog != r->prog;
	p->prog = r->prog;
}

/*
 * Single steps of user mode are uprobes' where there are any: a debugger's stop the process each time, and are
 * not in the way that a stack like this shows.
 */
static bool has_uprobes(const struct pby_probes *probes)
{
	for (uint32_t i = 0; i < probes->probes.nr; i++)
		if (pby_probe_kind__family(probes->probes.items[i].kind) == PBY_FAMILY_UPROBE)
			return true;
	return false;
}

static bool is_bare_trap(const struct pby_dispatch_reading *r)
{
	return !r->probe && r->trap && r->door && is_uprobe(r);
}

static bool is_probed(const struct build *b, uint64_t ip)
{
	for (uint32_t i = 0; i < b->probes->probes.nr; i++)
		if (pby_place__agrees(&b->probes->probes.items[i], ip))
			return true;
	return false;
}

/* Every dispatch passes its probed instruction; single steps and returns end elsewhere. */
static bool sum_places(struct build *b)
{
	for (uint32_t i = 0; i < b->places.items.nr; i++) {
		const struct pby_place *p = b->places.items.items[i];
		uint32_t process = p->dispatch > 0 ? process_of(b, (pid_t)p->key.pid) : PBY_MAP_NONE;

		if (process == PBY_MAP_NONE)
			continue;
		if (!p->stepped && !p->returns)
			b->cost->processes.items[process].uprobe_ticks += p->dispatch;
		if (p->page_offset >= 0)
			b->cost->processes.items[process].listed_ticks += p->dispatch;
	}
	return !b->cost->arena.failed;
}

/* Is the process in uprobes, and never at one of those on the lists? Then they came after the lists were read. */
static bool is_unlisted(const struct pby_cost_process *p)
{
	enum { ENOUGH = 5 };

	return p->uprobe_ticks >= ENOUGH && !p->listed_ticks;
}

static bool read_all(struct build *b)
{
	const struct pby_cost_seen *seen = b->seen;

	b->readings = pby_arena__alloc(&b->cost->arena, (seen->samples.nr + 1) * sizeof(*b->readings));
	if (!b->readings)
		return false;
	for (uint32_t i = 0; i < seen->samples.nr; i++) {
		const struct pby_cost_sample *s = &seen->samples.items[i];

		b->readings[i] = pby_dispatch__read(&b->dispatch, s);
		if ((b->readings[i].probe && is_uprobe(&b->readings[i])) ||
		    (b->readings[i].stepped && is_uprobe(&b->readings[i]) && has_uprobes(b->probes)))
			learn_place(b, s, &b->readings[i]);
	}
	/*
	 * The timer that had to wait ticks as soon as the way out of a trap switches interrupts on, before any
	 * handler runs. A trap alone may be a debugger's: it counts where a uprobe can be, and in a process that
	 * uprobes were seen in.
	 */
	for (uint32_t i = 0; i < seen->samples.nr; i++) {
		const struct pby_cost_sample *s = &seen->samples.items[i];
		const struct pby_dispatch_reading *r = &b->readings[i];

		if (is_bare_trap(r) && (is_probed(b, s->user_ip) || is_probed(b, s->user_ip - 1)))
			learn_place(b, s, r);
	}
	for (uint32_t i = 0; i < seen->samples.nr; i++) {
		const struct pby_cost_sample *s = &seen->samples.items[i];

		if (is_bare_trap(&b->readings[i]) && !pby_places__find(&b->places, s->pid, s->user_ip) &&
		    pby_places__any(&b->places, s->pid))
			learn_place(b, s, &b->readings[i]);
	}
	for (uint32_t i = 0; i < seen->samples.nr; i++) {
		const struct pby_cost_sample *s = &seen->samples.items[i];
		struct pby_place *p = s->user && pby_places__any(&b->places, s->pid)
					      ? pby_places__at(&b->places, s->pid, s->ip) : NULL;

		if (p)
			p->user++;
	}
	pby_places__look_behind(&b->places, b->probes);
	return sum_places(b);
}

static void want_place(const struct build *b, const struct pby_place *p, struct pby_want *want)
{
	if (p->behind)
		p = b->places.items.items[p->of];
	want->family = PBY_FAMILY_UPROBE;
	want->returns |= p->returns && !p->enters;
	if (p->page_offset >= 0)
		want->page_offset = p->page_offset;
	else if (want->prog == PBY_NO_PROGRAM && !p->several)
		want->prog = p->prog;
}

/* Is this tick a probe's, and what does it say about whose? */
static bool judge(const struct build *b, const struct pby_cost_sample *s, const struct pby_dispatch_reading *r,
		  struct pby_want *want, bool *behind)
{
	const struct pby_place *place = s->user_ip ? pby_places__find(&b->places, s->pid, s->user_ip) : NULL;

	*want = (struct pby_want){ .page_offset = -1, .prog = r->prog, .family = r->family, .returns = r->returns };
	*behind = false;
	if (s->user) {
		*behind = true;
		if (place)
			want_place(b, place, want);
		return place;
	}
	if (!r->probe) {
		*behind = r->door;
		if (!place || !(r->trap || r->door))
			return false;
		want_place(b, place, want);
		return true;
	}
	if (is_uprobe(r) && place)
		want_place(b, place, want);
	else if (r->at)
		want->at = r->at->addr;
	return true;
}

static bool count(struct build *b, uint32_t i)
{
	const struct pby_cost_sample *s = &b->seen->samples.items[i];
	const struct pby_dispatch_reading *r = &b->readings[i];
	uint32_t process = process_of(b, s->pid);
	struct pby_cost_process *p;
	struct pby_want want;
	bool behind;
	double ns;

	if (process == PBY_MAP_NONE)
		return false;
	if (s->cpu >= b->cost->cpus.nr)
		return true;
	ns = (double)s->period * b->unit_ns[s->cpu];
	p = &b->cost->processes.items[process];
	b->cost->ticks++;
	b->cost->busy_ns += ns;
	b->cost->cpus.items[s->cpu].busy_ns += ns;
	p->busy_ns += ns;
	if (!judge(b, s, r, &want, &behind))
		return true;
	b->cost->probe_ns += ns;
	b->cost->cpus.items[s->cpu].probe_ns += ns;
	p->probe_ns += ns;
	p->samples++;
	if (want.family == PBY_FAMILY_UPROBE && want.prog == PBY_NO_PROGRAM && is_unlisted(p)) {
		b->cost->unknown_ns += ns;
		return true;
	}
	want.process = process;
	return pby_blames__add(&b->blames, &want,
			       &(struct pby_sampled){ .ns = ns, .body_ns = r->body ? ns : 0,
						      .behind_ns = behind ? ns : 0, .samples = 1 });
}

static void describe(struct build *b)
{
	struct pby_cost *cost = b->cost;

	for (uint32_t i = 0; i < b->seen->tasks.nr; i++) {
		const struct pby_cost_task *t = &b->seen->tasks.items[i];
		uint32_t n = process_of(b, t->pid);
		struct pby_cost_process *p;
		struct pby_container in;

		if (n == PBY_MAP_NONE)
			return;
		p = &cost->processes.items[n];
		p->comm = t->comm ? pby_arena__strdup(&cost->arena, t->comm) : NULL;
		p->cgroup = t->cgroup ? pby_arena__strdup(&cost->arena, t->cgroup) : NULL;
		if (t->has_own)
			p->own_ns = (struct pby_amount){ PBY_YES, (double)t->own_ns, NULL };
		if (p->cgroup && pby_container__of(pby_text__str(p->cgroup), &in)) {
			p->container = pby_arena__strndup(&cost->arena, in.id.p, pby_text__len(&in.id));
			p->runtime = pby_arena__strndup(&cost->arena, in.runtime.p, pby_text__len(&in.runtime));
		}
	}
	for (uint32_t i = 0; i < b->probes->probes.nr; i++)
		for (uint32_t o = 0; o < b->probes->probes.items[i].owners.nr; o++) {
			uint32_t owner = b->probes->probes.items[i].owners.items[o];
			uint32_t n = process_of(b, b->probes->owners.items[owner].pid);

			if (n != PBY_MAP_NONE)
				cost->processes.items[n].owner = true;
		}
}

static bool build(struct build *b, const struct pby_symbols *syms)
{
	struct pby_cost *cost = b->cost;

	for (uint32_t i = 0; i < b->probes->probes.nr; i++)
		if (!PBY_PUSH(&cost->arena, &cost->probes))
			return false;
	if (!pby_dispatch__build(&b->dispatch, syms, b->probes))
		return false;
	cost->has_addresses = b->dispatch.has_addresses;
	if (!weigh_ticks(b) || !read_all(b))
		return false;
	for (uint32_t i = 0; i < b->seen->samples.nr; i++)
		if (!count(b, i))
			return false;
	pby_blames__settle(&b->blames);
	describe(b);
	pby_cost__take_counts(cost, b->seen, b->probes);
	return !cost->arena.failed;
}

int pby_cost__build(struct pby_cost *cost, const struct pby_cost_seen *seen,
		    const struct pby_probes *probes, const struct pby_kernel *kernel)
{
	struct build b = { .cost = cost, .seen = seen, .probes = probes };
	bool ok;

	*cost = (struct pby_cost){ .seconds = seen->seconds };
	b.places.arena = &cost->arena;
	b.blames = (struct pby_blames){ .cost = cost, .probes = probes, .dispatch = &b.dispatch, .seen = seen };
	ok = build(&b, &kernel->syms);
	pby_blames__free(&b.blames);
	pby_places__free(&b.places);
	pby_dispatch__free(&b.dispatch);
	pby_map__free(&b.by_pid);
	return ok ? 0 : -ENOMEM;
}

void pby_cost__free(struct pby_cost *cost)
{
	pby_arena__free(&cost->arena);
	*cost = (struct pby_cost){ 0 };
}
