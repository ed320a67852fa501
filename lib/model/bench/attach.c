// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach.c: counts what was seen. */
#include "model/bench/attach.h"

#include <stdio.h>
#include <string.h>

static bool same(const char kept[48], const char *name)
{
	return !strncmp(kept, name, 47);
}

void pby_attach__saw(struct pby_attach_measured *m, enum pby_attach_phase phase, enum pby_wait_class cls,
		     const char *function, const char *caller)
{
	struct pby_attach_wait *w;

	for (uint32_t i = 0; i < m->nr_waits; i++) {
		w = &m->waits[i];
		if (w->phase == phase && w->cls == cls && same(w->function, function) && same(w->caller, caller)) {
			w->samples++;
			return;
		}
	}
	if (m->nr_waits == PBY_ATTACH_MAX_WAITS)
		return;
	w = &m->waits[m->nr_waits++];
	*w = (struct pby_attach_wait){ .phase = phase, .cls = cls, .samples = 1 };
	snprintf(w->function, sizeof(w->function), "%s", function);
	snprintf(w->caller, sizeof(w->caller), "%s", caller);
}
