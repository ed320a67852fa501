// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* list.c: probity lab list. */
#include "cmd/lab/lab.h"

#include <stdio.h>

#include "lab/published.h"
#include "lab/scene/scenes.h"

int lab_list(const struct lab_values *v, char **args, int nr_args)
{
	struct lab_machine m;

	(void)args;
	(void)nr_args;
	puts("Return-probe instance pools (lab pool)");
	for (size_t i = 0; i < lab_nr_pools; i++) {
		printf("  %-12s %-46s %s\n", lab_pools[i].name, lab_pools[i].title, lab_pools[i].kernels);
		if (v->output.verbose)
			printf("  %-12s after %s\n", "", lab_pools[i].source);
	}
	puts("\nScenarios of the checker (lab check)");
	for (size_t g = 0; g < lab_nr_scene_groups; g++) {
		if (!v->output.verbose) {
			printf("  %s\n", lab_scene_groups[g].name);
			continue;
		}
		for (const struct lab_scene *s = lab_scene_groups[g].scenes; s->name; s++)
			printf("  %-10s %-22s %s%s\n", lab_scene_groups[g].name, s->name, s->title, s->slow ? " (--full)" : "");
	}
	puts("\nMachines (--machine)");
	for (size_t i = 0; lab_machine__nth(i, &m); i++)
		printf("  %-12s %s\n", m.name, m.title);
	puts("\nPublished curves (lab compare)");
	for (size_t i = 0; i < lab_nr_published; i++)
		printf("  %-24s %s\n", lab_published[i].name, lab_published[i].title);
	return PBY_EXIT_CLEAN;
}
