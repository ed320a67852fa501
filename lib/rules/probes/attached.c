// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attached.c: the walk over attached probes. */
#include "rules/probes/attached.h"

enum { MAX_CITED = 5 };

void pby_attached__name(const struct pby_subject *s, struct pby_judgement *j, uint32_t index,
			const char *note)
{
	const struct pby_probe *p = &s->probes->probes.items[index];
	struct pby_fact f = { PBY_YES, PBY_OBSERVED, "", "attached probes" };

	pby_judgement__probe(j, index);
	if (j->probes.nr > MAX_CITED)
		return;
	f.text = pby_arena__printf(j->arena, "%s %s of %s%s%s", pby_probe_kind__name(p->kind),
				   pby_probe__where(p, j->arena),
				   pby_probe__whose(s->probes, p, j->arena), note ? ": " : "",
				   note ? note : "");
	pby_judgement__cite(j, f);
}

enum pby_answer pby_attached__conclude(const struct pby_subject *s, struct pby_judgement *j,
				       const enum pby_probe_family *families, int nr)
{
	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	if (j->probes.nr)
		return PBY_FOUND;
	for (int i = 0; i < nr; i++) {
		struct pby_fact f = pby_judgement__cite(j, pby_probes__complete(s->probes, s->kernel,
									       families[i]));

		if (!pby_fact__yes(f)) {
			pby_judgement__missing(j, "all lists of such probes (%s: %s)", f.where, f.text);
			return PBY_UNKNOWN;
		}
	}
	return PBY_CLEAR;
}

bool pby_attached__is_of(const struct pby_probe *p, const enum pby_probe_family *families, int nr)
{
	for (int i = 0; i < nr; i++)
		if (pby_probe_kind__family(p->kind) == families[i])
			return true;
	return false;
}

enum pby_answer pby_attached__each(const struct pby_subject *s, struct pby_judgement *j,
				   const enum pby_probe_family *families, int nr,
				   pby_attached_test *test)
{
	for (uint32_t i = 0; s->probes && i < s->probes->probes.nr; i++) {
		const struct pby_probe *p = &s->probes->probes.items[i];

		if (pby_attached__is_of(p, families, nr) && test(s, p, j))
			pby_attached__name(s, j, i, NULL);
	}
	return pby_attached__conclude(s, j, families, nr);
}
