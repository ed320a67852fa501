// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* events.c: probes defined through tracefs: they stay until removed, and have no owner. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/join/join.h"

/* Names of profile lines and of enabled events, for looking up. */
struct names {
	struct pby_map kernel, user;	/* event -> index into profiles, or MANY */
	struct pby_map enabled;		/* "group:event" */
	struct pby_map defined;		/* the same, of probes */
};

enum { MANY = UINT32_MAX - 1 };

static void index_names(const struct pby_sightings *seen, struct names *names)
{
	for (uint32_t i = 0; i < seen->profiles.nr; i++) {
		const struct pby_profile *p = &seen->profiles.items[i];
		uint32_t *slot = pby_map__at(p->user ? &names->user : &names->kernel, p->event,
					     strlen(p->event));

		if (slot)
			*slot = *slot == PBY_MAP_NONE ? i : MANY;
	}
	for (uint32_t i = 0; i < seen->enabled_events.nr; i++) {
		const char *text = seen->enabled_events.items[i].text;

		pby_map__put(&names->enabled, text, strlen(text), i);
	}
}

static enum pby_probe_kind kind_of(const struct pby_trace_event *e)
{
	if (e->letter == 't')
		return PBY_KIND_TRACEPOINT;
	if (e->letter == 'f')
		return PBY_KIND_FPROBE;
	if (e->user)
		return e->returns ? PBY_KIND_URETPROBE : PBY_KIND_UPROBE;
	return e->returns ? PBY_KIND_KRETPROBE : PBY_KIND_KPROBE;
}

static enum pby_probe_list list_of(const struct pby_trace_event *e)
{
	if (e->user)
		return PBY_LIST_UPROBE_EVENTS;
	return e->letter == 'f' || e->letter == 't' ? PBY_LIST_DYNAMIC_EVENTS
						    : PBY_LIST_KPROBE_EVENTS;
}

static uint32_t state(const struct pby_join *join, const struct names *names,
		      const struct pby_trace_event *e)
{
	char full[256];

	if (join->seen->lists[PBY_LIST_SET_EVENT].read != PBY_YES)
		return 0;
	snprintf(full, sizeof(full), "%s:%s", e->group, e->event);
	return pby_map__get(&names->enabled, full, strlen(full)) == PBY_MAP_NONE
		       ? PBY_STATE_DEFINED : PBY_STATE_ENABLED;
}

/* The kernel prints profile lines without the group: two events of one name stay unknown. */
static void counts(const struct pby_join *join, const struct names *names,
		   const struct pby_trace_event *e, struct pby_probe *p)
{
	enum pby_probe_list list = e->user ? PBY_LIST_UPROBE_PROFILE : PBY_LIST_KPROBE_PROFILE;
	const struct pby_profile *line;
	uint32_t i;

	if (e->letter != 'p' && e->letter != 'r')
		return;
	i = pby_map__get(e->user ? &names->user : &names->kernel, e->event, strlen(e->event));
	if (i < join->seen->profiles.nr) {
		line = &join->seen->profiles.items[i];
		p->hits = pby_count__of(line->hits);
		if (!e->user)
			p->missed = pby_count__of(line->missed);
		p->seen_by |= 1ull << list;
		return;
	}
	p->hits = pby_count__unknown(i == MANY ? "several events have this name in the profile"
				     : join->to->lists[list].read == PBY_YES
				     ? "it is not in the profile" : "the profile was not read");
	if (!e->user)
		p->missed = p->hits;
}

/* Events of the kernel that tracefs has switched on are probes too; those above are there already. */
static void enabled_tracepoints(struct pby_join *join, const struct names *names)
{
	for (uint32_t i = 0; i < join->seen->enabled_events.nr; i++) {
		struct pby_text text = pby_text__str(join->seen->enabled_events.items[i].text), group;
		struct pby_text full = text;
		struct pby_probe *p;

		if (pby_map__get(&names->defined, full.p, pby_text__len(&full)) != PBY_MAP_NONE ||
		    !pby_text__until(&text, ':', &group))
			continue;
		p = pby_join__add(join, PBY_KIND_TRACEPOINT, PBY_LIST_SET_EVENT);
		if (!p)
			return;
		p->target = pby_arena__strndup(join->arena, text.p, pby_text__len(&text));
		p->event = pby_arena__printf(join->arena, "%.*s/%s", (int)pby_text__len(&group), group.p,
					     p->target);
		p->state = PBY_STATE_ENABLED;
	}
}

void pby_join__events(struct pby_join *join)
{
	struct names names = { 0 };

	index_names(join->seen, &names);
	for (uint32_t i = 0; i < join->seen->events.nr; i++) {
		const struct pby_trace_event *e = &join->seen->events.items[i];
		struct pby_probe *p = pby_join__add(join, kind_of(e), list_of(e));
		const char *full;

		if (!p)
			break;
		p->target = pby_join__keep(join, e->name);
		p->module = pby_join__keep(join, e->module);
		p->offset = e->offset;
		p->maxactive = e->maxactive;
		p->event = pby_arena__printf(join->arena, "%s/%s", e->group, e->event);
		p->state = state(join, &names, e);
		counts(join, &names, e, p);
		full = pby_arena__printf(join->arena, "%s:%s", e->group, e->event);
		pby_map__put(&names.defined, full, strlen(full), i);
	}
	enabled_tracepoints(join, &names);
	pby_map__free(&names.kernel);
	pby_map__free(&names.user);
	pby_map__free(&names.enabled);
	pby_map__free(&names.defined);
}
