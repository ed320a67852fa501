// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_net_text.c: the tables of bench net, one for each load. */
#include <string.h>

#include "base/json.h"
#include "model/bench/stats.h"
#include "report/bench_parts.h"
#include "report/paint.h"

enum { NAME = 32, FIGURE = 9, CHANGE = 17, SHARE = 11, PING = 13, MAX_COLUMNS = 6 };

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

/* "45 > 51 %": without the probe, and with it. */
static void softirqs(const struct json_object *row, struct pby_buf *out)
{
	const struct json_object *without = pby_json__get(row, "without"), *with = pby_json__get(row, "with");
	PBY_AUTO_BUF text = { 0 };

	if (pby_json__get_int(without, "ticks") && pby_json__get_int(with, "ticks"))
		pby_buf__addf(&text, "%.0f > %.0f %%", pby_json__get_double(without, "softirq_share") * 100,
			      pby_json__get_double(with, "softirq_share") * 100);
	else
		pby_buf__adds(&text, "?");
	right(out, pby_buf__text(&text), SHARE);
}

/* Median, p99 and maximum, without the probe and with it, in microseconds; where times mean nothing, their ratio. */
static void pings(const struct json_object *row, bool ratios, struct pby_buf *out)
{
	static const char *const keys[] = { "median_ns", "p99_ns", "max_ns" };
	const struct json_object *without = pby_json__get(row, "without"), *with = pby_json__get(row, "with");

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		double ns = pby_json__get_double(with, keys[i]), base = pby_json__get_double(without, keys[i]);
		PBY_AUTO_BUF text = { 0 };

		if (ratios)
			pby_buf__addf(&text, "%.2fx", base > 0 ? ns / base : 0);
		else
			pby_buf__addf(&text, "%.1f > %.1f", base / 1e3, ns / 1e3);
		right(out, pby_buf__text(&text), PING);
	}
}

static void tcp_row(const struct json_object *row, double chunk, bool ratios, struct pby_buf *out)
{
	figures(row, "stream", chunk / 1e6, ratios, out);
	figures(row, "request", 1, ratios, out);
}

static void filter_row(const struct json_object *row, double chunk, bool ratios, struct pby_buf *out)
{
	(void)chunk;
	figures(row, "packet", 1, ratios, out);
	softirqs(row, out);
	pings(row, ratios, out);
}

#define FILTER_COLUMNS \
	{ { "pkt/s", FIGURE }, { "packets", CHANGE }, { "softirq", SHARE }, { "ping", PING }, { "p99", PING }, { "max", PING } }

static const struct load {
	const char *name, *about;
	struct { const char *title; size_t width; } columns[MAX_COLUMNS];
	void (*row)(const struct json_object *row, double chunk, bool ratios, struct pby_buf *out);
} loads[] = {
	{ "tcp", "TCP: rates without the probe, and how they change; writes of 64 KiB; a byte there and a byte back",
	  { { "MB/s", FIGURE }, { "stream", CHANGE }, { "req/s", FIGURE }, { "requests", CHANGE } }, tcp_row },
	{ "filter", "nftables: packets dropped, softirq share of their CPU, pings accepted (us); without > with the probe",
	  FILTER_COLUMNS, filter_row },
	{ "iptables", "iptables: the same with a table of ip_tables", FILTER_COLUMNS, filter_row },
};

static void head(const struct load *load, const struct pby_style *style, struct pby_buf *out)
{
	pby_buf__addf(out, "\n%s\n", load->about);
	pby_bench_table__cell(out, style, PBY_DIM, "probe", NAME);
	for (int i = 0; i < MAX_COLUMNS && load->columns[i].title; i++)
		right(out, load->columns[i].title, load->columns[i].width);
	pby_buf__addc(out, '\n');
}

static void table(const struct json_object *result, const struct load *load, const struct pby_style *style,
		  struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows"), *s = pby_json__get(result, "settings");
	bool ratios = *pby_json__get_str(pby_json__get(result, "machine"), "emulator"), titled = false;

	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);

		if (!pby_bench_row__is(row, "done") || strcmp(pby_json__get_str(row, "load"), load->name))
			continue;
		if (!titled)
			head(load, style, out);
		titled = true;
		pby_bench_table__cell(out, style, PBY_BOLD, pby_json__get_str(row, "name"), NAME);
		load->row(row, (double)pby_json__get_int(s, "chunk_bytes"), ratios, out);
		pby_buf__addc(out, '\n');
	}
}

void pby_bench_net__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *s = pby_json__get(result, "settings");

	pby_buf__addf(out, "over a veth pair, CPU %lld to CPU %lld; median of %lld pairs\n",
		      (long long)pby_json__get_int(s, "near_cpu"), (long long)pby_json__get_int(s, "far_cpu"),
		      (long long)pby_json__get_int(s, "rounds"));
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++)
		table(result, &loads[i], style, out);
	pby_bench_table__failures(result, style, out);
}
