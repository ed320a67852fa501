// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_net.c: bench net as JSON and as a table. */
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "model/bench/net.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

static void add_metric(struct json_object *to, enum pby_net_metric metric, const struct pby_bench_pairs *pairs)
{
	struct pby_bench_stat s = pby_bench_stat__of(pairs);
	struct json_object *o = pby_json__obj(to, pby_net_metric__name(metric));

	pby_json__str(o, "verdict", pby_bench_verdict__name(s.verdict));
	pby_json__fixed(o, "base_ns", s.base_ns, 1);
	pby_json__fixed(o, "net_ns", s.net_ns, 1);
	pby_json__fixed(o, "error_ns", s.error_ns, 1);
	pby_json__fixed(o, "q1_ns", s.q1_ns, 1);
	pby_json__fixed(o, "q3_ns", s.q3_ns, 1);
	pby_json__int(o, "pairs", pairs->nr);
	if (s.base_ns > 0 && s.base_ns + s.net_ns > 0) {
		/* Of a stream: each is a chunk. */
		pby_json__fixed(o, "base_per_s", 1e9 / s.base_ns, 1);
		pby_json__fixed(o, "per_s", 1e9 / (s.base_ns + s.net_ns), 1);
	}
}

void pby_bench_net__json(struct json_object *rows, const struct pby_net_row *row, const struct pby_net_measured *m,
			 const struct pby_attach_point *point)
{
	struct json_object *o = pby_json__obj(rows, NULL);
	PBY_AUTO_BUF name = { 0 };

	pby_buf__addf(&name, "%s %s", pby_net_row__hook(row), row->tracepoint ? row->tracepoint : row->at);
	pby_json__str(o, "hook", pby_net_row__hook(row));
	pby_json__str(o, "name", row->probed ? pby_buf__text(&name) : row->at);
	pby_json__str(o, "at", row->at);
	if (row->probed)
		pby_json__str(o, "mechanism", pby_mechanism__name(point->mechanism));
	pby_json__str(o, "state", pby_bench_state__name(m->outcome.state));
	if (m->outcome.state != PBY_BENCH_DONE) {
		pby_json__str(o, "step", m->outcome.step);
		if (m->outcome.error)
			pby_json__str(o, "error", pby_err__name(m->outcome.error));
		pby_json__str(o, "why", m->outcome.why);
		return;
	}
	for (int i = 0; i < PBY_NR_NET_METRICS; i++)
		add_metric(o, (enum pby_net_metric)i, &m->pairs[i]);
	pby_json__u64(o, "requests", m->requests);
	if (row->probed)
		pby_json__u64(o, "counted", m->counted);
}

enum { NAME = 35, FIGURE = 9, CHANGE = 17 };

static void right(struct pby_buf *out, const char *text, size_t width)
{
	size_t n = strlen(text);

	pby_buf__fill(out, ' ', n < width ? width - n : 1);
	pby_buf__adds(out, text);
}

/* How the rate changed, and by how much that may be wrong: "-12.0 % +-2.1", "within 3.0 %", "noisy (+-40 %)". */
static void change(const struct json_object *metric, struct pby_buf *out)
{
	double base = pby_json__get_double(metric, "base_ns"), net = pby_json__get_double(metric, "net_ns");
	double error = pby_json__get_double(metric, "error_ns");
	enum pby_bench_verdict verdict = pby_bench_verdict__parse(pby_json__get_str(metric, "verdict"));

	if (!(base > 0) || !(base + net > 0) || verdict == PBY_BENCH_NO_DATA)
		pby_buf__adds(out, "?");
	else if (verdict == PBY_BENCH_BELOW)
		pby_buf__addf(out, "within %.1f %%", error * 100 / base);
	else if (verdict == PBY_BENCH_NOISY)
		pby_buf__addf(out, "noisy (+-%.0f %%)", error * 100 / base);
	else
		pby_buf__addf(out, "%+.1f %% +-%.1f", (base / (base + net) - 1) * 100, error * 100 / base);
}

static void figures(const struct json_object *row, const char *name, double scale, bool ratios, struct pby_buf *out)
{
	const struct json_object *metric = pby_json__get(row, name);
	PBY_AUTO_BUF base = { 0 }, text = { 0 };

	pby_buf__addf(&base, "%.0f", pby_json__get_double(metric, "base_per_s") * scale);
	right(out, ratios ? "-" : pby_buf__text(&base), FIGURE);
	change(metric, &text);
	right(out, pby_buf__text(&text), CHANGE);
}

void pby_bench_net__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows"), *s = pby_json__get(result, "settings");
	bool ratios = *pby_json__get_str(pby_json__get(result, "machine"), "emulator");
	double chunk = (double)pby_json__get_int(s, "chunk_bytes");

	pby_buf__addf(out, "TCP over a veth pair, CPU %lld to CPU %lld: rates without the probe, and how they change with it;\n"
		      "median of %lld pairs; stream: writes of %.0f KiB; requests: a byte there and a byte back\n\n",
		      (long long)pby_json__get_int(s, "near_cpu"), (long long)pby_json__get_int(s, "far_cpu"),
		      (long long)pby_json__get_int(s, "rounds"), chunk / 1024);
	pby_bench_table__cell(out, style, PBY_DIM, "probe", NAME);
	right(out, "MB/s", FIGURE);
	right(out, "stream", CHANGE);
	right(out, "req/s", FIGURE);
	right(out, "requests", CHANGE);
	pby_buf__addc(out, '\n');
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);

		if (!pby_bench_row__is(row, "done"))
			continue;
		pby_bench_table__cell(out, style, PBY_BOLD, pby_json__get_str(row, "name"), NAME);
		figures(row, "stream", chunk / 1e6, ratios, out);
		figures(row, "request", 1, ratios, out);
		pby_buf__addc(out, '\n');
	}
	pby_bench_table__failures(result, style, out);
}
