// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* compare.c: probity bench --compare A.json B.json. */
#include "cmd/bench/bench.h"

#include "base/json.h"
#include "cmd/saved.h"
#include "report/bench.h"

int bench_compare(const struct bench_values *v, char **args, int nr_args)
{
	struct json_object *sides[2] = { NULL, NULL }, *result = NULL;
	struct pby_err err;

	if (nr_args != 2)
		return bench_fail(PBY_EXIT_USAGE, "--compare takes two files that 'probity bench ... --json' printed");
	sides[0] = pby_saved__load(args[0], &err);
	if (sides[0])
		sides[1] = pby_saved__load(args[1], &err);
	if (sides[1])
		result = pby_bench__compare(sides[0], sides[1], &err);
	for (int i = 0; i < 2; i++)
		json_object_put(sides[i]);
	return result ? bench_show(result, v) : bench_fail(PBY_EXIT_BLIND, err.text);
}
