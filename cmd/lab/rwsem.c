// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rwsem.c: probity lab rwsem and lab uprobe: loads on one mmap_lock. */
#include "cmd/lab/lab.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "lab/chain.h"
#include "lab/report/lab.h"
#include "lab/rwsem.h"

static const char source[] = "kernel/locking/rwsem.c: rwsem_down_read_slowpath, rwsem_mark_wake, rwsem_down_write_slowpath (6.1)";

/* Makes the loads of that many threads. */
typedef void (*cast_fn)(struct lab_rw_load *loads, int threads, const void *param);

static void cast_chain(struct lab_rw_load *loads, int threads, const void *param);

/* One run; a point for each kind goes to the curve of that kind. */
static int add_point(const struct lab_setup *s, int threads, bool spin, uint64_t seed, cast_fn cast, const void *param,
		     struct json_object **curves, int nr_kinds, struct pby_err *err)
{
	bool chain = cast == cast_chain;
	struct lab_rw_run run = { .threads = threads, .spin = spin, .sim = chain ? &lab_chain__sim : NULL,
				  .native = chain ? &lab_chain__native : NULL, .duration_ns = s->duration_ns ? s->duration_ns : 5000000, .seed = seed };
	struct lab_sim_result sim;
	double seconds;
	int rc;

	run.loads = calloc(threads, sizeof(*run.loads));
	if (!run.loads)
		return pby_err__set(err, ENOMEM, "no memory for %d threads", threads);
	cast(run.loads, threads, param);
	rc = lab_rwsem__run(&run, s->native ? NULL : &s->machine, &seconds, &sim, err);
	for (int kind = 0; !rc && kind < nr_kinds; kind++) {
		struct lab_pool_point p;

		if (!curves[kind])
			continue;
		lab_rwsem__point(&run, kind, seconds, &p);
		p.nr_stuck = sim.nr_stuck;
		p.violation = sim.violation;
		lab_curve__add_lock_point(curves[kind], &p);
	}
	free(run.loads);
	return rc;
}

/* --- lab rwsem --- */

enum { READERS, WRITERS, NR_KINDS };

struct rw_mix {
	uint32_t one_in, hold_ns, whold_ns, think_ns;
};

static int parse_mix(const char *text, struct rw_mix *mix, struct pby_err *err)
{
	struct pby_text t = pby_text__str(text ? text : "");

	*mix = (struct rw_mix){ .one_in = 16, .hold_ns = 500, .whold_ns = 2000, .think_ns = 5000 };
	while (!pby_text__empty(&t)) {
		uint32_t *to = pby_text__eat(&t, "writers=1/") ? &mix->one_in : pby_text__eat(&t, "hold=") ? &mix->hold_ns
			     : pby_text__eat(&t, "whold=") ? &mix->whold_ns : pby_text__eat(&t, "think=") ? &mix->think_ns : NULL;
		uint64_t n;

		if (!to || !pby_text__u64(&t, &n) || n > 1000000000 || (to == &mix->one_in && !n) ||
		    (!pby_text__empty(&t) && !pby_text__eat(&t, ",")))
			return pby_err__set(err, EINVAL, "'%s': writers=1/N, hold=NS, whold=NS, think=NS, with commas between", text);
		*to = (uint32_t)n;
	}
	return 0;
}

static void cast_rwsem(struct lab_rw_load *loads, int threads, const void *param)
{
	const struct rw_mix *mix = param;

	for (int i = 0; i < threads; i++) {
		bool writer = i % mix->one_in == mix->one_in - 1 || (threads > 1 && threads < (int)mix->one_in && i == threads - 1);

		loads[i] = (struct lab_rw_load){
			.role = writer ? LAB_RW_WRITER_ROLE : LAB_RW_READER, .kind = writer ? WRITERS : READERS,
			.hold_ns = writer ? mix->whold_ns : mix->hold_ns, .think_ns = mix->think_ns,
		};
	}
}

int lab_rwsem(const struct lab_values *v, char **args, int nr_args)
{
	struct lab_values own = *v;
	struct json_object *result, *curves[2][NR_KINDS];
	struct rw_mix mix;
	struct lab_setup s;
	struct pby_err err;
	int rc = 0;

	(void)args;
	(void)nr_args;
	if (v->engine && !strcmp(v->engine, "check"))
		return lab_check_rwsem(v);
	if (v->arrivals)
		return lab_arrivals(v);
	own.mix = NULL;
	if (lab_setup__from(&s, &own, &err) || parse_mix(v->mix, &mix, &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	result = lab_result__new("rwsem", s.native ? "native" : "sim", "Readers and writers on one rw_semaphore",
				 "times the lock was taken, per second", s.native ? NULL : &s.machine);
	for (int spin = 0; spin < 2; spin++) {
		curves[spin][READERS] = lab_result__curve(result, spin ? "read, spin" : "read", spin ? "readers; writers spin first" : "readers; writers sleep", "5.3 and later", source);
		curves[spin][WRITERS] = lab_result__curve(result, spin ? "write, spin" : "write", spin ? "writers that spin first" : "writers that sleep", "5.3 and later", source);
	}
	for (int i = 0; !rc && i < s.nr_threads; i++)
		for (int spin = 0; !rc && spin < 2; spin++)
			rc = add_point(&s, s.threads[i], spin, (uint64_t)v->seed, cast_rwsem, &mix, curves[spin], NR_KINDS, &err);
	if (rc) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}

/* --- lab uprobe --- */

enum { FIRING, FAULTS, MAPS, REGISTRATION, NR_UPROBE_KINDS };

struct generation {
	const char *name, *title, *kernels, *source;
	bool vma_locks, speculative;
};

static const struct generation generations[] = {
	{ "to 6.3", "faults and uprobe lookups take mmap_lock", "to 6.3", "kernel/events/uprobes.c: find_active_uprobe (6.1)", false, false },
	{ "6.4-6.13", "faults under per-VMA locks", "6.4 to 6.13", "mm/memory.c: lock_vma_under_rcu (6.4)", true, false },
	{ "6.14", "and speculative uprobe lookups", "6.14 and later", "kernel/events/uprobes.c: find_active_uprobe_speculative (6.14)", true, true },
};

enum { NR_GENERATIONS = sizeof(generations) / sizeof(generations[0]) };

/*
 * The last thread registers a uprobe: once in a while it holds mmap_lock for writing while it
 * reads the page from disk (register_for_each_vma: 1 ms each 20 ms). One in 16 maps and unmaps
 * (5 us each 200). The rest hit probes (lookup 300 ns each 20 us) or fault pages (1 us each 50), in turn.
 */
static void cast_uprobe(struct lab_rw_load *loads, int threads, const void *param)
{
	const struct generation *g = param;

	for (int i = 0; i < threads; i++) {
		if (threads > 2 && i == threads - 1)
			loads[i] = (struct lab_rw_load){ LAB_RW_WRITER_ROLE, REGISTRATION, 1000000, 20000000, 0, 0, { 0 }, NULL };
		else if (i % 16 == 3)
			loads[i] = (struct lab_rw_load){ LAB_RW_WRITER_ROLE, MAPS, 5000, 200000, 0, 0, { 0 }, NULL };
		else if (i % 2 == 0)
			loads[i] = (struct lab_rw_load){ g->speculative ? LAB_RW_SPECULATIVE : LAB_RW_READER, FIRING, 300, 20000, 0, 0, { 0 }, NULL };
		else
			loads[i] = (struct lab_rw_load){ g->vma_locks ? LAB_RW_LOCKLESS : LAB_RW_READER, FAULTS, 1000, 50000, 0, 0, { 0 }, NULL };
	}
}

int lab_uprobe(const struct lab_values *v, char **args, int nr_args)
{
	struct lab_values own = *v;
	struct json_object *result, *curves[NR_GENERATIONS][NR_UPROBE_KINDS] = { 0 };
	struct lab_setup s;
	struct pby_err err;
	int rc = 0;

	(void)args;
	(void)nr_args;
	if (v->mix)
		return lab_fail(PBY_EXIT_USAGE, "--mix is for pool and rwsem");
	if (!v->duration_ms)
		own.duration_ms = 200;	/* some registrations must come to pass */
	if (lab_setup__from(&s, &own, &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	result = lab_result__new("uprobe", s.native ? "native" : "sim",
				 "A process whose threads hit uprobes, fault pages and map memory, while a uprobe is registered",
				 "uprobe hits per second", s.native ? NULL : &s.machine);
	for (int g = 0; g < NR_GENERATIONS; g++)
		curves[g][FIRING] = lab_result__curve(result, generations[g].name, generations[g].title, generations[g].kernels,
						      generations[g].source);
	for (int i = 0; !rc && i < s.nr_threads; i++)
		for (int g = 0; !rc && g < NR_GENERATIONS; g++)
			rc = add_point(&s, s.threads[i], true, (uint64_t)v->seed, cast_uprobe, &generations[g], curves[g], NR_UPROBE_KINDS, &err);
	if (rc) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}

/* --- lab chain --- */

/*
 * One thread registers uprobes (20 us in each of 8 processes, each 50 ms), one of the first process has slow page faults
 * (each 30 ms one that takes this long), one in 16 reads tracefs (200 us each 10 ms), the rest fork (100 us each 2 ms).
 */
static void cast_chain(struct lab_rw_load *loads, int threads, const void *param)
{
	const uint32_t *fault_ns = param;

	for (int i = 0; i < threads; i++) {
		loads[i] = (struct lab_rw_load){ .kind = LAB_CHAIN_FORK, .hold_ns = 100000, .think_ns = 2000000 };
		if (i == 0)
			loads[i] = (struct lab_rw_load){ .kind = LAB_CHAIN_SLOW, .hold_ns = *fault_ns, .think_ns = 30000000 };
		else if (i == 1)
			loads[i] = (struct lab_rw_load){ .kind = LAB_CHAIN_REGISTER, .hold_ns = 20000, .think_ns = 50000000 };
		else if (i % 16 == 2)
			loads[i] = (struct lab_rw_load){ .kind = LAB_CHAIN_TRACEFS, .hold_ns = 200000, .think_ns = 10000000 };
	}
}

int lab_chain(const struct lab_values *v, char **args, int nr_args)
{
	static const uint32_t faults_ns[] = { 100000, 100000000 };
	static const char *const names[][LAB_NR_CHAIN_ROLES] = {
		{ "register", NULL, "tracefs", "fork" }, { "register, slow", NULL, "tracefs, slow", "fork, slow" },
	};
	static const char *const titles[] = { "page faults take 0.1 ms", "page faults of one process take 100 ms" };
	struct json_object *result, *curves[2][LAB_NR_CHAIN_ROLES] = { 0 };
	struct lab_values own = *v;
	struct lab_setup s;
	struct pby_err err;
	int rc = 0;

	(void)args;
	(void)nr_args;
	if (v->mix)
		return lab_fail(PBY_EXIT_USAGE, "--mix is for pool and rwsem");
	if (!v->duration_ms)
		own.duration_ms = 2000;
	if (lab_setup__from(&s, &own, &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	result = lab_result__new("chain", s.native ? "native" : "sim",
				 "Behind a uprobe registration: forks, readers of tracefs, and one process whose page faults are slow",
				 "rounds per second", s.native ? NULL : &s.machine);
	for (int f = 0; f < 2; f++)
		for (int k = 0; k < LAB_NR_CHAIN_ROLES; k++)
			if (names[f][k])
				curves[f][k] = lab_result__curve(result, names[f][k], titles[f], "5.10 to 7.2",
								 "kernel/events/uprobes.c: register_for_each_vma, uprobe_start_dup_mmap; kernel/locking/percpu-rwsem.c (6.1)");
	for (int i = 0; !rc && i < s.nr_threads; i++)
		for (int f = 0; !rc && f < 2; f++)
			rc = add_point(&s, s.threads[i], false, (uint64_t)v->seed, cast_chain, &faults_ns[f], curves[f],
				       LAB_NR_CHAIN_ROLES, &err);
	if (rc) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}
