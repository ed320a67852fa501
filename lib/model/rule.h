// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rule.h: what a pitfall rule is, and the judgement that it gives. */
#ifndef PBY_RULE_H
#define PBY_RULE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/fact.h"

struct pby_kernel;
struct pby_probes;
struct pby_sickness;

enum pby_answer { PBY_UNKNOWN, PBY_CLEAR, PBY_FOUND, PBY_NOT_APPLICABLE };
enum pby_severity { PBY_INFO, PBY_LOW, PBY_MEDIUM, PBY_HIGH, PBY_CRITICAL };
enum pby_area { PBY_AREA_KERNEL, PBY_AREA_PROBES };

/* A commit whose id, subject and release were checked; never from memory. */
struct pby_commit {
	const char *id;		/* 12 hex digits */
	const char *subject;
	const char *release;	/* first release: "6.9", with backports: "6.9, 6.6.107" */
};

/* What a rule may look at. Pure data: a rule cannot go and look for itself. */
struct pby_subject {
	struct pby_kernel *kernel;		/* asked, never filled */
	const struct pby_probes *probes;	/* NULL: attached probes were not listed */
	const struct pby_sickness *sickness;	/* NULL: tasks were not looked at */
};

struct pby_evidence {
	enum pby_tri value;
	enum pby_strength strength;
	const char *text;
	const char *where;
};

/* One rule's judgement. Starts with the rule's severity, no evidence, answer UNKNOWN. */
struct pby_judgement {
	const struct pby_rule *rule;
	enum pby_answer answer;
	enum pby_severity severity;
	enum pby_strength strength;	/* that of the weakest evidence; OBSERVED without any */
	const char *detail;	/* what it means on this very machine, one sentence; NULL: rule->why does */
	const char *missing;	/* UNKNOWN: what would let it decide; NULL: rule->needs does */
	PBY_VEC(struct pby_evidence) evidence;
	PBY_VEC(uint32_t) probes;	/* indexes of the attached probes that it is about */
	struct pby_arena *arena;
};

struct pby_rule {
	const char *id;		/* lower-case words with dashes; never changes */
	const char *title;	/* one sentence, present tense, without a full stop */
	enum pby_severity severity;
	enum pby_area area;
	const char *needs;	/* what must be readable for a decision */
	const char *why;	/* what it means for the user */
	const char *advice;	/* what to do now */
	struct pby_commit broken_by[4];
	struct pby_commit fixed_by[6];
	const char *links[3];
	enum pby_answer (*judge)(const struct pby_subject *subject, struct pby_judgement *j);
};

/* Every rule, in the order of rules.def. */
extern const struct pby_rule *const pby_rules[];
extern const size_t pby_nr_rules;
const struct pby_rule *pby_rules__find(const char *id);

/* Notes a fact as evidence and hands it back, so that judges read like sentences. The last one decides. */
struct pby_fact pby_judgement__cite(struct pby_judgement *j, struct pby_fact fact);
/*
 * The same for a fact that tells how bad it is, not whether: the fact cited last stays the last,
 * which reports show as the one that decided.
 */
struct pby_fact pby_judgement__weigh(struct pby_judgement *j, struct pby_fact fact);
void pby_judgement__detail(struct pby_judgement *j, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void pby_judgement__missing(struct pby_judgement *j, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Names an attached probe that the finding is about. */
void pby_judgement__probe(struct pby_judgement *j, uint32_t index);

/* All judgements over one subject, in rule order. Owned by its arena. */
struct pby_verdict {
	struct pby_arena arena;
	PBY_VEC(struct pby_judgement) judgements;
};

/* Runs every rule: one finding never hides another. 0 or -errno. */
int pby_rules__judge(const struct pby_subject *subject, struct pby_verdict *verdict);
void pby_verdict__free(struct pby_verdict *verdict);

const char *pby_answer__name(enum pby_answer answer);	/* "unknown", "clear", "found", "not applicable" */
const char *pby_severity__name(enum pby_severity severity);
/* The severity of this name, or -1. */
int pby_severity__parse(const char *name);

#endif
