// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uretprobe_in_go.c: a return probe in a program whose stacks move. */
#include <string.h>

#include "rules/probes/attached.h"

static const struct pby_probed_file *file_of(const struct pby_probes *probes, const char *path)
{
	for (uint32_t i = 0; i < probes->files.nr; i++)
		if (!strcmp(probes->files.items[i].path, path))
			return &probes->files.items[i];
	return NULL;
}

static bool returns(const struct pby_probe *p)
{
	return p->kind == PBY_KIND_URETPROBE || p->kind == PBY_KIND_URETPROBE_MULTI;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_UPROBE };
	const struct pby_probed_file *f;
	const struct pby_probe *blind = NULL;
	const char *why = "not looked into";

	for (uint32_t i = 0; s->probes && i < s->probes->probes.nr; i++) {
		const struct pby_probe *p = &s->probes->probes.items[i];

		if (!returns(p) || !p->target)
			continue;
		f = file_of(s->probes, p->target);
		if (f && f->go == PBY_YES)
			pby_attached__name(s, j, i, "the file of this name is built by Go");
		else if (!f || f->go == PBY_MAYBE) {
			blind = p;
			why = f && f->why ? f->why : why;
		}
	}
	if (blind && !j->probes.nr) {
		pby_judgement__missing(j, "the file %s (%s)", blind->target, why);
		return PBY_UNKNOWN;
	}
	return pby_attached__conclude(s, j, families, 1);
}

const struct pby_rule pby_rule_uretprobe_in_go = {
	.id = "uretprobe-in-go",
	.title = "A return probe in a Go program can crash it",
	.severity = PBY_HIGH,
	.area = PBY_AREA_PROBES,
	.needs = "BPF links, perf descriptors, uprobe_events, and the probed file",
	.why = "A uretprobe overwrites the return address on the stack. Go copies stacks when they grow and walks them for garbage "
	       "collection: it meets an address that it does not know and ends the program.",
	.advice = "Probe the return instructions of the function by uprobes at their offsets instead.",
	.judge = judge,
};
