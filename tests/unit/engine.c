// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* engine.c: tests of the rule engine: the table of rules, what a judgement keeps, and that no finding hides another. */
#include "support/cmocka.h"

#include <ctype.h>
#include <string.h>

#include "model/kernel.h"
#include "model/rule.h"
#include "support/facts.h"

static const struct pby_fact observed = { PBY_YES, PBY_OBSERVED, "observed", "BTF" };
static const struct pby_fact inferred = { PBY_NO, PBY_INFERRED, "inferred", "release" };
static const struct pby_fact unknown = { PBY_MAYBE, PBY_INFERRED, "unknown", "BTF" };

static void a_judgement_is_as_strong_as_its_weakest_evidence(void **state)
{
	struct pby_arena arena = { 0 };
	struct pby_judgement j = { .strength = PBY_OBSERVED, .arena = &arena };

	(void)state;
	assert_int_equal(pby_judgement__cite(&j, observed).value, PBY_YES);
	assert_int_equal(j.strength, PBY_OBSERVED);
	/* What stayed unknown decided nothing. */
	pby_judgement__cite(&j, unknown);
	assert_int_equal(j.strength, PBY_OBSERVED);
	pby_judgement__cite(&j, inferred);
	assert_int_equal(j.strength, PBY_INFERRED);
	pby_judgement__cite(&j, observed);
	assert_int_equal(j.strength, PBY_INFERRED);
	assert_int_equal(j.evidence.nr, 4);
	pby_arena__free(&arena);
}

static void what_only_weighs_does_not_decide(void **state)
{
	struct pby_arena arena = { 0 };
	struct pby_judgement j = { .strength = PBY_OBSERVED, .arena = &arena };

	(void)state;
	pby_judgement__weigh(&j, unknown);
	pby_judgement__cite(&j, observed);
	pby_judgement__weigh(&j, inferred);
	pby_judgement__weigh(&j, unknown);
	assert_int_equal(j.evidence.nr, 4);
	assert_string_equal(j.evidence.items[3].text, "observed");
	assert_string_equal(j.evidence.items[1].text, "inferred");
	assert_int_equal(j.strength, PBY_INFERRED);
	pby_arena__free(&arena);
}

static void one_finding_never_hides_another(void **state)
{
	static const char facts[] = "case found: two at once\nbtf\n"
				    "struct bpf_htab map:long\nstruct bucket head:long raw_lock:raw_spinlock_t\n"
				    "struct bpf_trampoline func:long\nstruct bpf_prog pages:u16\n";
	struct pby_text text = pby_text__str(facts);
	struct facts_case c;
	struct pby_err err;
	struct pby_subject subject = { .kernel = &c.kernel };
	struct pby_verdict v;
	uint32_t nr_found = 0;

	(void)state;
	assert_int_equal(facts__next(&text, &c, &err), 1);
	assert_int_equal(pby_rules__judge(&subject, &v), 0);
	assert_int_equal(v.judgements.nr, pby_nr_rules);
	for (uint32_t i = 0; i < v.judgements.nr; i++) {
		assert_ptr_equal(v.judgements.items[i].rule, pby_rules[i]);
		nr_found += v.judgements.items[i].answer == PBY_FOUND;
	}
	/* hash-map-deadlock, fentry-recursion, fexit-image-freed. */
	assert_true(nr_found >= 3);
	pby_verdict__free(&v);
	facts__free(&c);
}

static bool is_commit(const struct pby_commit *c)
{
	return strlen(c->id) == 12 && strspn(c->id, "0123456789abcdef") == 12 && *c->subject &&
	       isdigit((unsigned char)*c->release);
}

static void every_rule_says_all_that_it_must(void **state)
{
	(void)state;
	for (size_t i = 0; i < pby_nr_rules; i++) {
		const struct pby_rule *r = pby_rules[i];

		assert_int_equal(strspn(r->id, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(r->id));
		assert_ptr_equal(pby_rules__find(r->id), r);
		assert_true(*r->title && *r->why && *r->advice && *r->needs && r->judge);
		/* A title is a sentence without its full stop, the others have theirs. */
		assert_int_not_equal(r->title[strlen(r->title) - 1], '.');
		assert_int_equal(r->why[strlen(r->why) - 1], '.');
		assert_int_equal(r->advice[strlen(r->advice) - 1], '.');
		for (size_t c = 0; c < sizeof(r->broken_by) / sizeof(r->broken_by[0]) && r->broken_by[c].id; c++)
			assert_true(is_commit(&r->broken_by[c]));
		for (size_t c = 0; c < sizeof(r->fixed_by) / sizeof(r->fixed_by[0]) && r->fixed_by[c].id; c++)
			assert_true(is_commit(&r->fixed_by[c]));
	}
	assert_null(pby_rules__find("no-such-rule"));
	assert_null(pby_rules__find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_judgement_is_as_strong_as_its_weakest_evidence),
		cmocka_unit_test(what_only_weighs_does_not_decide),
		cmocka_unit_test(one_finding_never_hides_another),
		cmocka_unit_test(every_rule_says_all_that_it_must),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
