// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* programs_not_calibrated.c: network and cgroup programs, of which only run statistics are known. */
#include <string.h>

#include "rules/probes/attached.h"

enum { MAX_CITED = 5 };

static bool is_meant(const struct pby_program *p)
{
	static const char *const types[] = { "sched_cls", "sched_act", "xdp", "sock_ops", "sk_skb", "sk_msg",
					     "sk_lookup", "flow_dissector", "netfilter", "sk_reuseport" };

	if (!strncmp(p->type_name, "cgroup_", 7) || !strncmp(p->type_name, "lwt_", 4))
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(p->type_name, types[i]))
			return true;
	return false;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	const struct pby_listing *list;
	uint32_t nr = 0;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	for (uint32_t i = 0; i < s->probes->programs.nr; i++) {
		const struct pby_program *p = &s->probes->programs.items[i];
		struct pby_fact f = { PBY_YES, PBY_OBSERVED, "", "BPF programs" };

		if (!is_meant(p) || ++nr > MAX_CITED)
			continue;
		f.text = p->run_cnt.read == PBY_YES
			? pby_arena__printf(j->arena, "%s program %u %s, %llu runs", p->type_name, p->id, p->name,
					    (unsigned long long)p->run_cnt.value)
			: pby_arena__printf(j->arena, "%s program %u %s", p->type_name, p->id, p->name);
		pby_judgement__cite(j, f);
	}
	if (nr) {
		pby_judgement__detail(j, "%u such program%s loaded.", nr, nr == 1 ? " is" : "s are");
		return PBY_FOUND;
	}
	list = &s->probes->lists[PBY_LIST_PROGRAMS];
	if (list->read == PBY_YES && !list->partial)
		return PBY_CLEAR;
	pby_judgement__missing(j, "the list of BPF programs (%s)", list->why ? list->why : "not read");
	return PBY_UNKNOWN;
}

const struct pby_rule pby_rule_programs_not_calibrated = {
	.id = "programs-not-calibrated",
	.title = "Programs of tc, XDP or cgroups run here; their cost is not judged",
	.severity = PBY_INFO,
	.area = PBY_AREA_PROBES,
	.needs = "the list of BPF programs",
	.why = "They run for every packet or socket call. What is known of them are run counts and times while statistics are on; no "
	       "experiment of probity measures what they cost beyond that.",
	.advice = "Compare probity check --sample 10 with the load that you see.",
	.judge = judge,
};
