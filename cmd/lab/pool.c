// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool.c: probity lab pool. */
#include "cmd/lab/lab.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "lab/report/lab.h"

/* Whether name is in a list separated by commas; no list: all. */
static bool wanted(const char *list, const char *name)
{
	struct pby_text t = pby_text__str(list ? list : ""), item;

	if (!list)
		return true;
	while (pby_text__until(&t, ',', &item))
		if (pby_text__is(item, name))
			return true;
	return pby_text__is(t, name);
}

static bool known(const char *list, struct pby_err *err)
{
	struct pby_text t = pby_text__str(list ? list : ""), item;

	while (list && !pby_text__empty(&t)) {
		char name[64];

		if (!pby_text__until(&t, ',', &item)) {
			item = t;
			t.p = t.end;
		}
		pby_text__copy(item, name, sizeof(name));
		if (!lab_pool__find(name)) {
			pby_err__set(err, EINVAL, "no mechanism '%s'; 'probity lab list' has them", name);
			return false;
		}
	}
	return true;
}

static int add_points(struct json_object *curve, const struct lab_setup *s, struct lab_pool_run *run, struct pby_err *err)
{
	int rc = 0;

	for (int i = 0; !rc && i < s->nr_threads; i++) {
		struct lab_pool_point p;

		run->threads = s->threads[i];
		rc = s->native ? lab_pool__measure(run, &p, err)
			       : lab_pool__simulate(run, &s->machine.topology, &s->machine.costs, &p, err);
		if (!rc)
			lab_curve__add_pool_point(curve, &p, !s->native);
	}
	return rc;
}

int lab_pool(const struct lab_values *v, char **args, int nr_args)
{
	struct json_object *result;
	struct lab_setup s;
	struct pby_err err;
	int rc = 0;

	(void)args;
	(void)nr_args;
	if (v->engine && !strcmp(v->engine, "check"))
		return lab_check_pools(v);
	if (lab_setup__from(&s, v, &err) || !known(v->only, &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	if (v->objects > 1 << 20)
		return lab_fail(PBY_EXIT_USAGE, "--objects: at most 1048576");
	result = lab_result__new("pool", s.native ? "native" : "sim", "Return-probe instance pools",
				 "objects got and put back per second", s.native ? NULL : &s.machine);
	lab_result__add_mix(result, &s.mix, (int)v->objects, (uint64_t)v->seed, s.duration_ns);
	for (size_t i = 0; !rc && i < lab_nr_pools; i++) {
		const struct lab_pool_desc *p = &lab_pools[i];
		struct lab_pool_run run = {
			.pool = p, .mix = s.mix, .nr_objs = (int)v->objects, .duration_ns = s.duration_ns,
			.seed = (uint64_t)v->seed, .owners = !s.native,
		};

		if (wanted(v->only, p->name))
			rc = add_points(lab_result__curve(result, p->name, p->title, p->kernels, p->source), &s, &run, &err);
	}
	if (rc) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}
