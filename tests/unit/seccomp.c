// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* seccomp.c: the experiment with a seccomp filter can end in a refusal: a number that nobody lets pass. */
#include "support/cmocka.h"

#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/err.h"
#include "source/trial/seccomp.h"

/* Where the machine that runs the tests forbids filters, the experiment must say so instead. */
static bool filters_can_be_set(struct pby_err *err)
{
	return pby_seccomp_trial__passes(SYS_getppid, err) != PBY_MAYBE;
}

static void an_ordinary_call_is_refused(void **state)
{
	struct pby_err err = { "" };

	(void)state;
	if (!filters_can_be_set(&err)) {
		assert_non_null(strstr(err.text, "filter"));
		skip();
	}
	assert_int_equal(pby_seccomp_trial__passes(SYS_getppid, &err), PBY_NO);
	/* Filters are asked before the kernel looks whether it has the call. */
	assert_int_equal(pby_seccomp_trial__passes(100000, &err), PBY_NO);
}

static void the_experiment_leaves_this_process_alone(void **state)
{
	struct pby_err err;

	(void)state;
	pby_seccomp_trial__passes(SYS_getppid, &err);
	assert_true(getppid() > 0);
	assert_int_equal(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_call_is_refused),
		cmocka_unit_test(the_experiment_leaves_this_process_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
