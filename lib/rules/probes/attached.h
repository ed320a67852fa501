// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attached.h: what the rules about attached probes share: naming them, and knowing when nothing is hidden. */
#ifndef PBY_RULES_ATTACHED_H
#define PBY_RULES_ATTACHED_H

#include "model/kernel.h"
#include "model/probes.h"
#include "model/rule.h"

/* Is the rule about this probe? It may cite and raise the severity, but leaves naming to the walk. */
typedef bool pby_attached_test(const struct pby_subject *s, const struct pby_probe *p,
			       struct pby_judgement *j);

/* Names the probe in the judgement and, for the first few, cites "kretprobe vfs_read of agent (pid 4)". */
void pby_attached__name(const struct pby_subject *s, struct pby_judgement *j, uint32_t index,
			const char *note);

/*
 * FOUND when probes were named; else CLEAR if every list was read that shows such probes, else
 * UNKNOWN with what is missing. NOT_APPLICABLE for a kernel that runs nowhere.
 */
enum pby_answer pby_attached__conclude(const struct pby_subject *s, struct pby_judgement *j,
				       const enum pby_probe_family *families, int nr);

/* Names every probe that passes the test, then concludes. */
enum pby_answer pby_attached__each(const struct pby_subject *s, struct pby_judgement *j,
				   const enum pby_probe_family *families, int nr,
				   pby_attached_test *test);

/* The family is among the first nr of families. */
bool pby_attached__is_of(const struct pby_probe *p, const enum pby_probe_family *families, int nr);

#endif
