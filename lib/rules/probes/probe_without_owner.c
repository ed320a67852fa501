// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe_without_owner.c: probes that nobody alive would remove. */
#include "rules/probes/attached.h"

static bool is_tracefs(const struct pby_probe *p)
{
	return p->event && !p->owners.nr && !(p->state & PBY_STATE_GONE);
}

/* A link is kept by a descriptor or a pin; descriptors in flight or in other namespaces are not seen. */
static bool is_orphan(const struct pby_probe *p)
{
	return p->link_id && !p->owners.nr && !p->pins.nr;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family all[] = { PBY_FAMILY_KPROBE, PBY_FAMILY_UPROBE,
						     PBY_FAMILY_TRACEPOINT, PBY_FAMILY_TRAMPOLINE };
	bool all_seen, pins_seen, orphan = false;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	all_seen = s->probes->lists[PBY_LIST_HOLDERS].read == PBY_YES &&
		   !s->probes->lists[PBY_LIST_HOLDERS].partial;
	pins_seen = s->probes->lists[PBY_LIST_PINS].read == PBY_YES &&
		    !s->probes->lists[PBY_LIST_PINS].partial;
	for (uint32_t i = 0; i < s->probes->probes.nr; i++) {
		const struct pby_probe *p = &s->probes->probes.items[i];

		if (is_tracefs(p)) {
			pby_attached__name(s, j, i, p->state & PBY_STATE_DEFINED ? "defined, switched off"
										  : NULL);
		} else if (is_orphan(p) && all_seen && pins_seen) {
			pby_attached__name(s, j, i, "no process and no file holds its link");
			orphan = true;
		}
	}
	if (j->probes.nr && !orphan)
		j->severity = PBY_INFO;
	return pby_attached__conclude(s, j, all, sizeof(all) / sizeof(all[0]));
}

const struct pby_rule pby_rule_probe_without_owner = {
	.id = "probe-without-owner",
	.title = "A probe is attached and no living process keeps it",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "all lists of probes, the descriptors of all processes, pinned objects",
	.why = "Probes defined through tracefs stay until somebody removes them, and a link may be kept by something that is not seen from "
	       "here. Such leftovers cost time at every hit and belong to nobody who could be asked.",
	.advice = "Remove events by echo '-:GROUP/NAME' to kprobe_events or uprobe_events, after switching them off; look for other pid and "
		  "mount namespaces that hold a link.",
	.judge = judge,
};
