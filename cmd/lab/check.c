// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check.c: the checker: probity lab check, lab rcu-tasks, lab pool and lab rwsem -e check. */
#include "cmd/lab/lab.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "lab/report/check.h"
#include "lab/scene/scenes.h"

/* name: a group or a scene; NULL: all. */
static bool meant(const char *name, const char *group, const struct lab_scene *scene)
{
	return !name || !strcmp(name, group) || !strcmp(name, scene->name);
}

static int check_some(const struct lab_values *v, const char *name, const char *title)
{
	struct lab_check_limits limits = { 4000000, 4000 };
	struct json_object *result = lab_check__new(title);
	int nr = 0, rc = 0;
	struct pby_err err;

	for (size_t g = 0; g < lab_nr_scene_groups && !rc; g++) {
		const struct lab_scene_group *group = &lab_scene_groups[g];

		for (const struct lab_scene *s = group->scenes; s->name && !rc; s++) {
			bool asked = name && !strcmp(name, s->name);
			struct lab_check_result found;
			struct pby_arena arena = { 0 };

			if (!meant(name, group->name, s) || (s->slow && !asked && !v->full))
				continue;
			rc = lab_check__run(s, &limits, &arena, &found, &err);
			if (!rc)
				lab_check__add(result, group->name, s, &found);
			pby_arena__free(&arena);
			nr++;
		}
	}
	if (rc || !nr) {
		json_object_put(result);
		return rc ? lab_fail(PBY_EXIT_BLIND, err.text)
			  : pby_command__unknown("lab", "group or scene", name, "'probity lab list -v' has them");
	}
	if (!name)
		pby_json__double(result, "cpu_seconds", (double)clock() / CLOCKS_PER_SEC);
	return lab_show(result, v);
}

int lab_check(const struct lab_values *v, char **args, int nr_args)
{
	return check_some(v, nr_args ? args[0] : NULL, "All interleavings of small scenarios");
}

int lab_check_pools(const struct lab_values *v)
{
	return check_some(v, "pool", "All interleavings of small instance pools");
}

int lab_check_rwsem(const struct lab_values *v)
{
	return check_some(v, "rwsem", "All interleavings of a few readers and writers");
}

int lab_check_rcu_tasks(const struct lab_values *v)
{
	return check_some(v, "rcu-tasks", "RCU-tasks: PID 1 of a pid namespace exits while a member detaches an fentry program in its exit");
}
