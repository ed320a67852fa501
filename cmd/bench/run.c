// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* run.c: which rows are measured, in their order, until something says stop. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

bool bench_run__skips(const struct bench_run *r, const char *missing, struct pby_bench_outcome *o)
{
	*o = (struct pby_bench_outcome){ .state = PBY_BENCH_NOT_RUN };
	/* What the kernel is known not to have is not tried. */
	if (missing) {
		o->state = PBY_BENCH_MISSING;
		snprintf(o->why, sizeof(o->why), "%s", missing);
		return true;
	}
	if (r->stuck || bench_stop__asked())
		snprintf(o->why, sizeof(o->why), "%s", r->stuck ? "left out: a row before it got stuck"
								: "interrupted before its turn");
	return r->stuck || bench_stop__asked();
}

void bench_run__no_process(struct pby_bench_outcome *o, const struct pby_err *err)
{
	o->state = PBY_BENCH_REFUSED;
	snprintf(o->why, sizeof(o->why), "%.159s", err->text);
}

void bench_run__done(struct bench_run *r, const struct pby_bench_outcome *outcome)
{
	r->stuck |= outcome->state == PBY_BENCH_STUCK;
	r->nr_done++;
}

static bool measure_hook(struct bench_run *r, const struct bench_part *part, struct pby_bench_outcome *measured, void *arg)
{
	const struct pby_attach_point *point = &r->setup.points.items[pby_bench_hooks[r->row].hook];
	struct pby_err err;

	memset(measured, 0, part->size);
	if (!bench_run__skips(r, point->works == PBY_NO ? point->because : NULL, measured) &&
	    part->measure(arg, r->row, measured, &err))
		bench_run__no_process(measured, &err);
	return measured->state == PBY_BENCH_DONE;
}

int bench_run__hooks(struct bench_run *r, struct json_object *result, const struct bench_part *part, void *arg)
{
	struct json_object *rows = pby_json__arr(result, "rows");
	void *measured = malloc(part->size);
	int nr = 0;

	for (r->row = 0; measured && r->row < PBY_NR_BENCH_HOOKS; r->row++) {
		if (!r->wanted[r->row])
			continue;
		nr += measure_hook(r, part, measured, arg);
		bench_run__done(r, measured);
		part->add(arg, rows, r->row, measured, &r->setup.points.items[pby_bench_hooks[r->row].hook]);
	}
	free(measured);
	return nr;
}

bool bench_run__look(struct bench_run *r, double share, const char *name)
{
	bench_progress__say(&r->progress, (r->nr_done + share) / r->nr_wanted, name);
	return !bench_stop__asked();
}

bool bench_run__look_at_hook(struct bench_run *r, double share)
{
	return bench_run__look(r, share, pby_bench_hook__name(r->row, &r->arena));
}

struct json_object *bench_run__result(const struct bench_run *r, const char *what)
{
	struct json_object *result;
	char now[32] = "";
	time_t t = time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%SZ", &tm);
	result = pby_bench__json(what, &r->setup.machine, now);
	pby_json__obj(result, "settings");
	return result;
}

int bench_run__show(struct bench_run *r, struct json_object *result, int (*measure)(void *arg, struct json_object *result),
		    void *arg, const struct bench_values *v)
{
	int nr, code;

	bench_stop__catch();
	bench_progress__begin(&r->progress, pby_json__get_str(result, "what"));
	nr = measure(arg, result);
	bench_progress__end(&r->progress);
	code = bench_show(result, v);
	return code == PBY_EXIT_CLEAN && !nr ? PBY_EXIT_BLIND : code;
}

void bench_run__free(struct bench_run *r)
{
	bench_setup__free(&r->setup);
	pby_arena__free(&r->arena);
}
