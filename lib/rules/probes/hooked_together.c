// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooked_together.c: counts the probes of each function. */
#include "rules/probes/hooked_together.h"

#include <string.h>

#include "base/map.h"

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

struct pby_shared_target pby_hooked_together__most(const struct pby_probes *probes,
						   const enum pby_probe_family *families, int nr)
{
	struct pby_shared_target most = { 0 };
	struct pby_map counts = { 0 };

	for (uint32_t i = 0; i < probes->probes.nr; i++) {
		const struct pby_probe *p = &probes->probes.items[i];
		uint32_t *n;

		if (!p->target || p->nr_places > 1 || !pby_attached__is_of(p, families, nr) ||
		    p->kind == PBY_KIND_STRUCT_OPS)
			continue;
		n = pby_map__at(&counts, p->target, strlen(p->target));
		if (!n)
			break;
		*n = *n == PBY_MAP_NONE ? 1 : *n + 1;
		if (*n > most.nr)
			most = (struct pby_shared_target){ p->target, p->module, *n };
	}
	pby_map__free(&counts);
	return most;
}

void pby_hooked_together__name(const struct pby_subject *s, struct pby_judgement *j,
			       const struct pby_shared_target *shared,
			       const enum pby_probe_family *families, int nr)
{
	for (uint32_t i = 0; i < s->probes->probes.nr; i++) {
		const struct pby_probe *p = &s->probes->probes.items[i];

		if (pby_attached__is_of(p, families, nr) && p->nr_places == 1 &&
		    same(p->target, shared->target) && same(p->module, shared->module))
			pby_attached__name(s, j, i, NULL);
	}
}
