// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recipe.h: how to try out each hook: what to load, where to attach it, what fires it. */
#ifndef PBY_TRIAL_RECIPE_H
#define PBY_TRIAL_RECIPE_H

#include "model/attach_point.h"
#include "model/kernel.h"

/* What a hook is put on. Recipes use what they need of it; the rest may be NULL or 0. */
struct pby_recipe_at {
	const char *function;		/* of the kernel: "__x64_sys_getpgid" */
	const char *const *functions;	/* in place of it, of one link to many; NULL: function alone */
	uint32_t nr_functions;
	uint64_t offset;		/* in it, of a kprobe */
	const char *security;		/* a function that fmod_ret may change: "security_task_getpgid" */
	const char *lsm;		/* "bpf_lsm_task_getpgid" */
	const char *tracepoint;		/* "task_rename" */
	const char *tracepoint_type;	/* "btf_trace_task_rename" */
	const char *event;		/* "task/task_rename" */
	const void *place;		/* an instruction of this program */
	const volatile uint16_t *semaphore;	/* of this program, 1 while nothing is attached */
};

struct pby_recipe {
	uint32_t prog_type;	/* BPF_PROG_TYPE_* */
	uint32_t attach_type;	/* expected_attach_type, or 0 */
	/* Name and kind of what attach_btf_id is looked up by; NULL: none is needed. */
	const char *(*btf_name)(const struct pby_recipe_at *at);
	bool btf_typedef;	/* a typedef (btf_trace_*), else a function */
	/* Returns a descriptor or -errno; *step names what was refused. */
	int (*attach)(const struct pby_recipe *recipe, const struct pby_recipe_at *at, int prog_fd,
		      const char **step);
	bool at_return;
	void (*trigger)(void);
};

extern const struct pby_recipe pby_recipes[PBY_NR_HOOKS];

/* The rarely called target that check --probe tries a hook on. */
struct pby_recipe_at pby_recipe__trial_target(enum pby_hook hook, struct pby_kernel *k);

/*
 * What a program for this target is. 0, or -1 and in *why what was looked for in vain (the name, or
 * a sentence when there is no BTF).
 */
struct pby_bpf_kind;
int pby_recipe__kind(const struct pby_recipe *recipe, const struct pby_recipe_at *at,
		     struct pby_kernel *k, struct pby_bpf_kind *kind, const char **why);

#endif
