// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_duration.c: times of very different lengths, with a unit each. */
#include "base/buf.h"
#include "report/bench_words.h"

void pby_bench_words__duration(double ns, struct pby_buf *out)
{
	static const struct { double unit; const char *name; } units[] = {
		{ 1e9, "s" }, { 1e6, "ms" }, { 1e3, "us" }, { 0, NULL },
	};

	for (int i = 0; units[i].name; i++) {
		double n = ns / units[i].unit;

		if (n < 1 && units[i + 1].name)
			continue;
		pby_buf__addf(out, n < 9.95 ? "%.1f %s" : "%.0f %s", n, units[i].name);
		return;
	}
}
