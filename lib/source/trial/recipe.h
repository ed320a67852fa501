// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recipe.h: how to try out each hook: what to load, where to attach it, what fires it. */
#ifndef PBY_TRIAL_RECIPE_H
#define PBY_TRIAL_RECIPE_H

#include "model/attach_point.h"
#include "model/kernel.h"

struct pby_recipe {
	uint32_t prog_type;	/* BPF_PROG_TYPE_* */
	uint32_t attach_type;	/* expected_attach_type, or 0 */
	/* Name and kind of what attach_btf_id is looked up by; NULL: none is needed. */
	const char *(*btf_name)(struct pby_kernel *k);
	bool btf_typedef;	/* a typedef (btf_trace_*), else a function */
	/* Returns a descriptor or -errno; *step names what was refused. */
	int (*attach)(const struct pby_recipe *recipe, struct pby_kernel *k, int prog_fd,
		      const char **step);
	bool at_return;
	void (*trigger)(void);
};

extern const struct pby_recipe pby_recipes[PBY_NR_HOOKS];

#endif
