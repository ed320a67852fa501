// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points_json.c: the attach points as part of the result of probity check. */
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "model/attach_point.h"
#include "report/points.h"

static void add_evidence(struct json_object *o, const struct pby_attach_point *p)
{
	struct json_object *list = pby_json__arr(o, "evidence");

	for (uint32_t i = 0; i < p->evidence.nr; i++) {
		const struct pby_evidence *e = &p->evidence.items[i];
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__str(item, "text", e->text);
		pby_json__str(item, "where", e->where);
		pby_json__str(item, "strength", pby_strength__name(e->strength));
		pby_json__str(item, "value", pby_tri__name(e->value));
	}
}

static void add_losses(struct json_object *o, const struct pby_attach_point *p)
{
	struct json_object *list = pby_json__arr(o, "loses");

	for (uint32_t i = 0; i < p->losses.nr; i++) {
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__str(item, "what", p->losses.items[i].what);
		pby_json__str(item, "read_at", p->losses.items[i].read_at);
	}
}

static void add_trial(struct json_object *o, const struct pby_trial *t)
{
	struct json_object *trial = pby_json__obj(o, "probe");

	pby_json__str(trial, "result", pby_trial_result__name(t->result));
	if (t->result == PBY_TRIAL_NONE)
		return;
	if (*t->step)
		pby_json__str(trial, "step", t->step);
	if (t->error)
		pby_json__str(trial, "error", pby_err__name(t->error));
	if (t->why)
		pby_json__str(trial, "why", t->why);
	if (t->result == PBY_TRIAL_WORKS || t->result == PBY_TRIAL_SILENT) {
		pby_json__int(trial, "triggered", t->triggered);
		pby_json__u64(trial, "fired", t->fired);
		pby_json__int(trial, "attach_us", t->attach_us);
		pby_json__int(trial, "detach_us", t->detach_us);
	}
	if (t->result == PBY_TRIAL_STUCK)
		pby_json__int(trial, "left_behind_pid", t->pid);
}

static void add_point(struct json_object *list, const struct pby_attach_point *p)
{
	struct json_object *o = pby_json__obj(list, NULL), *hangs;

	pby_json__str(o, "hook", pby_hook__name(p->hook));
	pby_json__str(o, "works", pby_tri__name(p->works));
	pby_json__str(o, "strength", pby_strength__name(p->strength));
	pby_json__str(o, "because", p->because);
	pby_json__str(o, "mechanism", pby_mechanism__name(p->mechanism));
	pby_json__str(o, "mechanism_text", pby_mechanism__text(p->mechanism));
	pby_json__str(o, "how", p->how);
	pby_json__str(o, "scaling", pby_scaling__name(p->scaling));
	pby_json__str(o, "scales", p->scales);
	add_losses(o, p);
	hangs = pby_json__arr(o, "hangs");
	for (int i = 0; p->hangs[i]; i++)
		pby_json__str(hangs, NULL, p->hangs[i]);
	pby_json__str(o, "advice", p->advice);
	add_trial(o, &p->trial);
	add_evidence(o, p);
}

void pby_points__json(struct json_object *result, const struct pby_attach_points *points)
{
	struct json_object *list = pby_json__arr(result, "attach_points");

	for (int hook = 0; hook < PBY_NR_HOOKS; hook++)
		add_point(list, &points->items[hook]);
}
