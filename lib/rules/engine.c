// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* engine.c: runs every rule over a subject and collects judgements; it never prints. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/rule.h"

#define RULE(name) extern const struct pby_rule pby_rule_##name;
#include "rules/rules.def"
#undef RULE

/* A table, not constructors: a static archive silently drops objects that nobody names. */
const struct pby_rule *const pby_rules[] = {
#define RULE(name) &pby_rule_##name,
#include "rules/rules.def"
#undef RULE
};

const size_t pby_nr_rules = sizeof(pby_rules) / sizeof(pby_rules[0]);

const struct pby_rule *pby_rules__find(const char *id)
{
	for (size_t i = 0; i < pby_nr_rules; i++)
		if (!strcmp(pby_rules[i]->id, id))
			return pby_rules[i];
	return NULL;
}

struct pby_fact pby_judgement__cite(struct pby_judgement *j, struct pby_fact fact)
{
	struct pby_evidence *e = PBY_PUSH(j->arena, &j->evidence);

	if (e)
		*e = (struct pby_evidence){ fact.value, fact.strength,
					    pby_arena__strdup(j->arena, fact.text),
					    pby_arena__strdup(j->arena, fact.where) };
	/* What stayed unknown decided nothing and so weakens nothing. */
	if (fact.value != PBY_MAYBE && fact.strength < j->strength)
		j->strength = fact.strength;
	return fact;
}

struct pby_fact pby_judgement__weigh(struct pby_judgement *j, struct pby_fact fact)
{
	uint32_t nr = j->evidence.nr;

	pby_judgement__cite(j, fact);
	if (nr && j->evidence.nr > nr) {
		struct pby_evidence decided = j->evidence.items[nr - 1];

		j->evidence.items[nr - 1] = j->evidence.items[nr];
		j->evidence.items[nr] = decided;
	}
	return fact;
}

static const char *say(struct pby_arena *arena, const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	return pby_arena__strdup(arena, text);
}

void pby_judgement__detail(struct pby_judgement *j, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	j->detail = say(j->arena, fmt, ap);
	va_end(ap);
}

void pby_judgement__missing(struct pby_judgement *j, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	j->missing = say(j->arena, fmt, ap);
	va_end(ap);
}

void pby_judgement__probe(struct pby_judgement *j, uint32_t index)
{
	uint32_t *slot = PBY_PUSH(j->arena, &j->probes);

	if (slot)
		*slot = index;
}

int pby_rules__judge(const struct pby_subject *subject, struct pby_verdict *verdict)
{
	*verdict = (struct pby_verdict){ 0 };
	for (size_t i = 0; i < pby_nr_rules; i++) {
		struct pby_judgement *j = PBY_PUSH(&verdict->arena, &verdict->judgements);

		if (!j)
			return -ENOMEM;
		*j = (struct pby_judgement){ .rule = pby_rules[i],
					     .severity = pby_rules[i]->severity,
					     .strength = PBY_OBSERVED,
					     .arena = &verdict->arena };
		j->answer = pby_rules[i]->judge(subject, j);
	}
	return 0;
}

void pby_verdict__free(struct pby_verdict *verdict)
{
	pby_arena__free(&verdict->arena);
	*verdict = (struct pby_verdict){ 0 };
}
