// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach_point.c: the words of the table of attach points, and how an experiment changes it. */
#include "model/attach_point.h"

#include <string.h>

const char *pby_hook__name(enum pby_hook hook)
{
	static const char *const names[] = {
#define HOOK(constant, name) name,
#include "model/hooks.def"
#undef HOOK
	};

	return names[hook];
}

static const struct {
	const char *name, *text;
} mechanisms[] = {
#define MECHANISM(constant, name, text) { name, text },
#include "model/mechanisms.def"
#undef MECHANISM
};

const char *pby_mechanism__name(enum pby_mechanism mechanism)
{
	return mechanisms[mechanism].name;
}

const char *pby_mechanism__text(enum pby_mechanism mechanism)
{
	return mechanisms[mechanism].text;
}

const char *pby_scaling__name(enum pby_scaling scaling)
{
	static const char *const names[] = { "unknown", "free", "process", "line", "lock" };

	return names[scaling];
}

const char *pby_trial_result__name(enum pby_trial_result result)
{
	static const char *const names[] = { "not tried", "refused", "works", "silent", "failed",
					     "late", "stuck" };

	return names[result];
}

void pby_attach_points__refuse(struct pby_attach_points *points, const char *why)
{
	const struct pby_trial t = { .result = PBY_TRIAL_REFUSED, .why = why };

	for (int hook = 0; hook < PBY_NR_HOOKS; hook++)
		pby_attach_points__tried(points, (enum pby_hook)hook, &t);
}

/* Others may call the same function, so more is right; fewer are calls that were lost. */
static const char *counted(struct pby_arena *arena, const struct pby_trial *t)
{
	if (t->fired >= t->triggered)
		return pby_arena__printf(arena, "attached, and %u calls were counted", t->triggered);
	if (!t->fired)
		return pby_arena__printf(arena, "attached, but none of %u calls was counted", t->triggered);
	return pby_arena__printf(arena, "attached, but of %u calls only %llu were counted", t->triggered,
				 (unsigned long long)t->fired);
}

void pby_attach_points__tried(struct pby_attach_points *points, enum pby_hook hook,
			      const struct pby_trial *trial)
{
	struct pby_attach_point *p = &points->items[hook];

	p->trial = *trial;
	p->trial.step = pby_arena__strdup(&points->arena, trial->step ? trial->step : "");
	if (trial->why)
		p->trial.why = pby_arena__strdup(&points->arena, trial->why);
	if (trial->result != PBY_TRIAL_WORKS && trial->result != PBY_TRIAL_SILENT)
		return;
	p->works = trial->result == PBY_TRIAL_WORKS ? PBY_YES : PBY_NO;
	p->strength = PBY_PROBED;
	p->because = counted(&points->arena, trial);
}

void pby_attach_points__free(struct pby_attach_points *points)
{
	pby_arena__free(&points->arena);
	*points = (struct pby_attach_points){ 0 };
}
