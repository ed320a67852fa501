// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* compare.c: probity lab compare: predictions beside what others measured. */
#include "cmd/lab/lab.h"

#include <stdio.h>

#include "base/json.h"
#include "lab/compare.h"

int lab_compare(const struct lab_values *v, char **args, int nr_args)
{
	struct json_object *result;
	struct pby_err err;
	int rc;

	if (nr_args && !lab_published__find(args[0]))
		return lab_fail(PBY_EXIT_USAGE, "no such curve; 'probity lab list' has them");
	rc = lab_compare__run(nr_args ? args[0] : NULL, &result, &err);
	return rc ? lab_fail(PBY_EXIT_BLIND, err.text) : lab_show(result, v);
}
