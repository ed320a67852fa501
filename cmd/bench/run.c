// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* run.c: which rows are measured, in their order, until something says stop. */
#include "cmd/bench/bench.h"

#include <stdio.h>

#include "base/json.h"
#include "report/bench.h"

static bool is_row(const char *word, const void *arg)
{
	return pby_bench_hook__matches(*(const enum pby_bench_hook *)arg, word);
}

/* Is the word no row that this part measures? */
static bool means_no_row(const char *word, const void *arg)
{
	bool (*const *offers)(enum pby_bench_hook row) = arg;

	for (enum pby_bench_hook row = 0; row < PBY_NR_BENCH_HOOKS; row++)
		if (pby_bench_hook__matches(row, word) && (*offers)(row))
			return false;
	return true;
}

int bench_run__choose(struct bench_run *r, const struct bench_values *v, bool (*offers)(enum pby_bench_hook row))
{
	if (v->only && bench_list__has(v->only, means_no_row, &offers))
		return bench_fail(PBY_EXIT_USAGE, "--only: no such row; without it all rows are shown by their names");
	for (enum pby_bench_hook row = 0; row < PBY_NR_BENCH_HOOKS; row++) {
		r->wanted[row] = offers(row) && bench_list__has(v->only, is_row, &row);
		r->nr_wanted += r->wanted[row];
	}
	return PBY_EXIT_CLEAN;
}

static bool is_body(const char *word, const void *arg)
{
	return pby_bench_body__parse(word) == (int)*(const enum pby_bench_body *)arg;
}

static bool is_no_body(const char *word, const void *arg)
{
	(void)arg;
	return pby_bench_body__parse(word) < 0;
}

int bench_bodies__choose(const struct bench_values *v, bool bodies[PBY_NR_BENCH_BODIES], int *nr)
{
	if (v->bodies && bench_list__has(v->bodies, is_no_body, NULL))
		return bench_fail(PBY_EXIT_USAGE, "--body takes empty, counter and hash, separated by commas");
	*nr = 0;
	for (enum pby_bench_body b = 0; b < PBY_NR_BENCH_BODIES; b++) {
		bodies[b] = bench_list__has(v->bodies, is_body, &b);
		*nr += bodies[b];
	}
	return PBY_EXIT_CLEAN;
}

bool bench_run__skips(struct bench_run *r, enum pby_bench_hook row, struct pby_bench_outcome *o)
{
	const struct pby_attach_point *point = &r->setup.points.items[pby_bench_hooks[row].hook];

	*o = (struct pby_bench_outcome){ .state = PBY_BENCH_NOT_RUN };
	/* What the kernel is known not to have is not tried. */
	if (point->works == PBY_NO) {
		o->state = PBY_BENCH_MISSING;
		snprintf(o->why, sizeof(o->why), "%s", point->because);
		return true;
	}
	if (r->stuck || bench_stop__asked()) {
		snprintf(o->why, sizeof(o->why), "%s", r->stuck ? "left out: a row before it got stuck"
								: "interrupted before its turn");
		return true;
	}
	r->row = row;
	return false;
}

void bench_run__done(struct bench_run *r, const struct pby_bench_outcome *outcome)
{
	r->stuck |= outcome->state == PBY_BENCH_STUCK;
	r->nr_done++;
}

bool bench_run__look(struct bench_run *r, double share)
{
	bench_progress__say(&r->progress, (r->nr_done + share) / r->nr_wanted, pby_bench_hook__name(r->row, &r->arena));
	return !bench_stop__asked();
}

struct json_object *bench_run__result(const struct bench_run *r, const char *what, const char *measured)
{
	struct json_object *result = pby_bench__json(what, &r->setup.machine, measured);

	pby_json__arr(result, "rows");
	return result;
}

void bench_run__free(struct bench_run *r)
{
	bench_setup__free(&r->setup);
	pby_arena__free(&r->arena);
}
