// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_words.c: sentences and figures of the views of bench. */
#include "report/bench_words.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"

void pby_bench_words__machine(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *m = pby_json__get(result, "machine"), *load = pby_json__get(m, "load");
	long long cpus = (long long)pby_json__get_int(m, "cpus");

	pby_buf__addf(out, "%s, %s, %lld CPU%s", pby_json__get_str(m, "release"), pby_json__get_str(m, "cpu_model"),
		      cpus, cpus == 1 ? "" : "s");
	if (load)
		pby_buf__addf(out, ", load %.2f", json_object_get_double(load));
}

void pby_bench_words__caution(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *m = pby_json__get(result, "machine");
	const char *emulator = pby_json__get_str(m, "emulator");

	if (*emulator)
		pby_buf__addf(out, "Emulated by %s (%s): times mean nothing, ratios are rough.", emulator,
			      pby_json__get_str(m, "emulator_why"));
	if (pby_json__get_bool(result, "interrupted"))
		pby_buf__addf(out, "%sInterrupted: this is what there was by then.", out->len ? " " : "");
}

void pby_bench_words__failure(const struct json_object *row, struct pby_buf *out)
{
	const char *words[] = { pby_json__get_str(row, "step"), pby_json__get_str(row, "error"),
				pby_json__get_str(row, "why") };
	bool any = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!*words[i])
			continue;
		pby_buf__addf(out, "%s%s", any ? ": " : "", words[i]);
		any = true;
	}
	if (!any)
		pby_buf__adds(out, "not run");
}

const struct json_object *pby_bench_words__body(const struct json_object *row, const char *body)
{
	const struct json_object *bodies = pby_json__get(row, "bodies");

	for (size_t i = 0; i < pby_json__len(bodies); i++)
		if (!strcmp(pby_json__get_str(pby_json__item(bodies, i), "body"), body))
			return pby_json__item(bodies, i);
	return NULL;
}

bool pby_bench_words__usable(const struct json_object *body)
{
	return body && !strcmp(pby_json__get_str(body, "verdict"), "usable");
}

void pby_bench_words__ns(double ns, struct pby_buf *out)
{
	if (fabs(ns) < 10)
		pby_buf__addf(out, "%.1f", ns);
	else
		pby_buf__addf(out, "%.0f", ns);
}

double pby_bench_words__unit(const struct json_object *result, const char **name)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	double least = 0;

	*name = "";
	if (!*pby_json__get_str(pby_json__get(result, "machine"), "emulator"))
		return 0;
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i), *body = pby_bench_words__body(row, "empty");
		double net = pby_json__get_double(body, "net_ns");

		if (!pby_bench_words__usable(body) || !(net > 0))
			continue;
		if (!strcmp(pby_json__get_str(row, "name"), "raw_tp")) {
			*name = "raw_tp";
			return net;
		}
		if (!(least > 0) || net < least) {
			least = net;
			*name = pby_json__get_str(row, "name");
		}
	}
	return least;
}
