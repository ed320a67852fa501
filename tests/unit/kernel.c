// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel.c: tests of the questions that rules ask of a kernel: three answers, strength, versions. */
#include "support/cmocka.h"

#include <string.h>

#include "model/kernel.h"
#include "support/facts.h"

/* A kernel from fixture text; the caller frees it. */
static struct pby_kernel kernel(const char *facts)
{
	char text[2048];
	struct pby_text t;
	struct facts_case c;
	struct pby_err err;

	snprintf(text, sizeof(text), "case clear: test\n%s", facts);
	t = pby_text__str(text);
	if (facts__next(&t, &c, &err) != 1)
		fail_msg("%s", err.text);
	return c.kernel;
}

static void a_source_that_was_not_read_answers_nothing(void **state)
{
	struct pby_kernel k = { 0 };
	const struct pby_fact facts[] = {
		pby_kernel__composite(&k, "task_struct"), pby_kernel__member(&k, "a", "b"),
		pby_kernel__member_is(&k, "a", "b", "c"), pby_kernel__enumerator(&k, "E"),
		pby_kernel__function(&k, "f"), pby_kernel__btf_function(&k, "f"),
		pby_kernel__data_symbol(&k, "d"), pby_kernel__config(&k, "CONFIG_X"),
		pby_kernel__setting(&k, "s"), pby_kernel__setting_is(&k, "s", "0"),
		pby_kernel__since(&k, 1, 0), pby_kernel__x86_64(&k),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		assert_int_equal(facts[i].value, PBY_MAYBE);
		assert_true(*facts[i].text);
		assert_non_null(facts[i].where);
	}
	pby_kernel__free(&k);
}

static void what_was_read_says_yes_and_no(void **state)
{
	struct pby_kernel k = kernel("btf\nstruct inner x:raw_spinlock_t\n"
				     "struct outer in:inner p:inner*\nfunc in_btf\nenum E=3\n"
				     "symbols all\nsymbol in_kallsyms\nconfig CONFIG_X=m\n"
				     "setting s=1\nsetting-unknown u=Permission denied\n");

	(void)state;
	assert_int_equal(pby_kernel__composite(&k, "outer").value, PBY_YES);
	assert_int_equal(pby_kernel__composite(&k, "other").value, PBY_NO);
	assert_int_equal(pby_kernel__member(&k, "outer", "in.x").value, PBY_YES);
	assert_int_equal(pby_kernel__member(&k, "outer", "in.y").value, PBY_NO);
	/* A pointer is not walked through. */
	assert_int_equal(pby_kernel__member(&k, "outer", "p.x").value, PBY_NO);
	assert_int_equal(pby_kernel__member_is(&k, "outer", "in.x", "raw_spinlock_t").value, PBY_YES);
	assert_int_equal(pby_kernel__member_is(&k, "outer", "in.x", "spinlock_t").value, PBY_NO);
	assert_int_equal(pby_kernel__enumerator(&k, "E").value, PBY_YES);
	assert_int_equal(pby_kernel__enumerator(&k, "F").value, PBY_NO);
	assert_int_equal(pby_kernel__function(&k, "in_kallsyms").value, PBY_YES);
	/* kallsyms was read and is the surer source: BTF does not overrule it. */
	assert_int_equal(pby_kernel__function(&k, "in_btf").value, PBY_NO);
	assert_int_equal(pby_kernel__btf_function(&k, "in_btf").value, PBY_YES);
	assert_int_equal(pby_kernel__config(&k, "CONFIG_X").value, PBY_YES);
	assert_int_equal(pby_kernel__config(&k, "CONFIG_Y").value, PBY_NO);
	assert_int_equal(pby_kernel__setting_is(&k, "s", "1").value, PBY_YES);
	assert_int_equal(pby_kernel__setting_is(&k, "s", "0").value, PBY_NO);
	assert_int_equal(pby_kernel__setting_is(&k, "u", "0").value, PBY_MAYBE);
	assert_non_null(strstr(pby_kernel__setting(&k, "u").text, "Permission denied"));
	assert_null(pby_kernel__setting_text(&k, "u"));
	pby_kernel__free(&k);
}

static void missing_function_in_btf_is_no_answer(void **state)
{
	struct pby_kernel k = kernel("btf\nfunc f\n");

	(void)state;
	assert_int_equal(pby_kernel__function(&k, "f").value, PBY_YES);
	assert_int_equal(pby_kernel__function(&k, "g").value, PBY_MAYBE);
	pby_kernel__free(&k);
}

static void missing_data_symbol_counts_only_where_data_is_listed(void **state)
{
	struct pby_kernel all = kernel("symbols all\n"), functions = kernel("symbols functions\n");

	(void)state;
	assert_int_equal(pby_kernel__data_symbol(&all, "event_mutex").value, PBY_NO);
	assert_int_equal(pby_kernel__data_symbol(&functions, "event_mutex").value, PBY_MAYBE);
	pby_kernel__free(&all);
	pby_kernel__free(&functions);
}

static void a_lone_configuration_infers(void **state)
{
	struct pby_kernel alone = kernel("config CONFIG_X=y\nnot-running\n");
	struct pby_kernel runs = kernel("config CONFIG_X=y\n");
	struct pby_kernel image = kernel("config CONFIG_X=y\nnot-running\nbtf\nfunc f\n");

	(void)state;
	assert_int_equal(pby_kernel__config(&alone, "CONFIG_X").strength, PBY_INFERRED);
	assert_int_equal(pby_kernel__config(&alone, "CONFIG_Y").strength, PBY_INFERRED);
	assert_int_equal(pby_kernel__config(&runs, "CONFIG_X").strength, PBY_OBSERVED);
	assert_int_equal(pby_kernel__config(&image, "CONFIG_X").strength, PBY_OBSERVED);
	pby_kernel__free(&alone);
	pby_kernel__free(&runs);
	pby_kernel__free(&image);
}

static void versions_as_distributions_write_them(void **state)
{
	static const struct {
		const char *release, *version;
		uint32_t major, minor, patch;
		bool exact, mixed;
	} rows[] = {
		{ "6.12.107+deb13-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.12.107-1 (2026-08-29)",
		  6, 12, 107, true, false },
		{ "6.1.0-56-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)",
		  6, 1, 192, true, false },
		{ "6.1.0-56-cloud-amd64", "", 6, 1, 0, false, false },
		{ "6.8.0-53-generic", "#55-Ubuntu SMP PREEMPT_DYNAMIC Fri Jan 17 15:37:52 UTC 2025",
		  6, 8, 0, false, false },
		{ "5.14.0-427.el9.x86_64", "", 5, 14, 0, false, true },
		{ "4.18.0-553.el8_10.x86_64", "", 4, 18, 0, false, true },
		{ "6.1.112-122.189.amzn2023.x86_64", "", 6, 1, 112, true, false },
		{ "7.0-rc3", "", 7, 0, 0, false, false },
		{ "7.2", "", 7, 2, 0, true, false },
		{ "6.18.44-fc-v669", "", 6, 18, 44, true, false },
		{ "6.6.57-elrepo", "", 6, 6, 57, true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_kernel k = { .release = rows[i].release, .version = rows[i].version };
		struct pby_version v;
		struct pby_fact f = pby_kernel__version(&k, &v);

		assert_int_equal(f.value, PBY_YES);
		assert_int_equal(f.strength, PBY_INFERRED);
		assert_int_equal(v.major, rows[i].major);
		assert_int_equal(v.minor, rows[i].minor);
		assert_int_equal(v.patch, rows[i].patch);
		assert_int_equal(v.exact, rows[i].exact);
		assert_int_equal(v.mixed, rows[i].mixed);
		pby_kernel__free(&k);
	}
}

static void versions_that_are_none(void **state)
{
	static const char *const bad[] = { "", "6", "6.", "x.y", "6.x", "linux-6.1",
					   "6.1.99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pby_kernel k = { .release = bad[i] };
		struct pby_version v;

		assert_int_equal(pby_kernel__version(&k, &v).value, PBY_MAYBE);
		assert_int_equal(pby_kernel__since(&k, 2, 6).value, PBY_MAYBE);
		pby_kernel__free(&k);
	}
}

static void since_compares_numbers(void **state)
{
	struct pby_kernel k = { .release = "6.9.1" }, mixed = { .release = "5.14.0-427.el9" };

	(void)state;
	assert_int_equal(pby_kernel__since(&k, 6, 9).value, PBY_YES);
	assert_int_equal(pby_kernel__since(&k, 6, 10).value, PBY_NO);
	assert_int_equal(pby_kernel__since(&k, 5, 19).value, PBY_YES);
	assert_int_equal(pby_kernel__since(&k, 7, 0).value, PBY_NO);
	assert_int_equal(pby_kernel__since(&mixed, 5, 11).value, PBY_MAYBE);
	pby_kernel__free(&k);
	pby_kernel__free(&mixed);
}

static void joined_facts_are_as_sure_as_the_weakest(void **state)
{
	const struct pby_fact yes = { PBY_YES, PBY_OBSERVED, "a", "BTF" };
	const struct pby_fact inferred = { PBY_YES, PBY_INFERRED, "b", "release" };
	const struct pby_fact maybe = { PBY_MAYBE, PBY_OBSERVED, "c", "BTF" };
	const struct pby_fact no = { PBY_NO, PBY_OBSERVED, "d", "BTF" };
	const struct {
		struct pby_fact facts[3];
		int nr;
		enum pby_tri value;
		enum pby_strength strength;
	} rows[] = {
		{ { yes, yes }, 2, PBY_YES, PBY_OBSERVED },
		{ { yes, inferred }, 2, PBY_YES, PBY_INFERRED },
		{ { yes, maybe }, 2, PBY_MAYBE, PBY_OBSERVED },
		{ { maybe, no, yes }, 3, PBY_NO, PBY_OBSERVED },
		{ { no, maybe }, 2, PBY_NO, PBY_OBSERVED },
	};
	struct pby_kernel k = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_fact f = pby_kernel__all(&k, rows[i].facts, rows[i].nr);

		assert_int_equal(f.value, rows[i].value);
		assert_int_equal(f.strength, rows[i].strength);
		assert_non_null(strstr(f.text, rows[i].facts[rows[i].nr - 1].text));
	}
	pby_kernel__free(&k);
}

static void machine_by_name_and_by_system_calls(void **state)
{
	struct pby_kernel arm = kernel("machine aarch64\n");
	struct pby_kernel named = kernel("machine x86_64\n");
	struct pby_kernel calls = kernel("symbols all\nsymbol __x64_sys_read\n");
	struct pby_kernel none = kernel("symbols all\n");

	(void)state;
	calls.machine = none.machine = "";
	assert_int_equal(pby_kernel__x86_64(&arm).value, PBY_NO);
	assert_int_equal(pby_kernel__x86_64(&named).value, PBY_YES);
	assert_int_equal(pby_kernel__x86_64(&calls).value, PBY_YES);
	assert_int_equal(pby_kernel__x86_64(&none).value, PBY_NO);
	pby_kernel__free(&arm);
	pby_kernel__free(&named);
	pby_kernel__free(&calls);
	pby_kernel__free(&none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_that_was_not_read_answers_nothing),
		cmocka_unit_test(what_was_read_says_yes_and_no),
		cmocka_unit_test(missing_function_in_btf_is_no_answer),
		cmocka_unit_test(missing_data_symbol_counts_only_where_data_is_listed),
		cmocka_unit_test(a_lone_configuration_infers),
		cmocka_unit_test(versions_as_distributions_write_them),
		cmocka_unit_test(versions_that_are_none),
		cmocka_unit_test(since_compares_numbers),
		cmocka_unit_test(joined_facts_are_as_sure_as_the_weakest),
		cmocka_unit_test(machine_by_name_and_by_system_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
