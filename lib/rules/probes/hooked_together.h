// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooked_together.h: how many probes share a function. */
#ifndef PBY_RULES_HOOKED_TOGETHER_H
#define PBY_RULES_HOOKED_TOGETHER_H

#include "rules/probes/attached.h"

/* The function that most probes of these families share. */
struct pby_shared_target {
	const char *target, *module;	/* NULL: no target is known */
	uint32_t nr;
};

struct pby_shared_target pby_hooked_together__most(const struct pby_probes *probes,
						   const enum pby_probe_family *families, int nr);
/* Names the probes of that function. */
void pby_hooked_together__name(const struct pby_subject *s, struct pby_judgement *j,
			       const struct pby_shared_target *shared,
			       const enum pby_probe_family *families, int nr);

#endif
