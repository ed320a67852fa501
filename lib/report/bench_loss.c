// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_loss.c: bench loss as JSON and as a table. */
#include <string.h>

#include "base/json.h"
#include "model/bench/loss.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

static void add_way(struct json_object *to, const char *key, const struct pby_loss_raw *raw, uint32_t runs_per_loss)
{
	struct pby_loss_verdict v = pby_loss__judge(raw, runs_per_loss);
	struct json_object *o;

	if (!raw->tried)
		return;
	o = pby_json__obj(to, key);
	pby_json__int(o, "at_once", raw->at_once);
	pby_json__u64(o, "expected", raw->expected);
	pby_json__u64(o, "seen", raw->seen);
	pby_json__bool(o, "surplus", v.surplus);
	pby_json__u64(o, "lost", v.lost);
	if (v.limit)
		pby_json__int(o, "limit", v.limit);
	if (v.enough)
		pby_json__int(o, "enough", v.enough);
}

void pby_bench_loss__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_lossy *m,
			  const struct pby_attach_point *point)
{
	struct json_object *o = pby_bench__json_row(rows, row, &m->outcome, point);

	if (m->outcome.state != PBY_BENCH_DONE)
		return;
	for (int way = 0; way < PBY_NR_LOSS_WAYS; way++)
		add_way(o, pby_loss_way__name((enum pby_loss_way)way), &m->ways[way], m->runs_per_loss);
	add_way(o, "verified", &m->verified, 1);
	if (*m->verify_why)
		pby_json__str(o, "verify_why", m->verify_why);
}

enum { NAME = 21, LOST = 19, ROOM = 9 };

static void lost(const struct json_object *way, struct pby_buf *out)
{
	if (!way)
		pby_buf__adds(out, "-");
	else if (pby_json__get_bool(way, "surplus"))
		pby_buf__adds(out, "? (others call it)");
	else if (!pby_json__get_int(way, "lost"))
		pby_buf__addf(out, "none of %lld", (long long)pby_json__get_int(way, "expected"));
	else
		pby_buf__addf(out, "%lld of %lld", (long long)pby_json__get_int(way, "lost"),
			      (long long)pby_json__get_int(way, "expected"));
}

static void room(const struct json_object *row, struct pby_buf *out)
{
	long long limit = (long long)pby_json__get_int(pby_json__get(row, "sleep"), "limit");
	long long deep = (long long)pby_json__get_int(pby_json__get(row, "recurse"), "limit");

	if (limit)
		pby_buf__addf(out, "%lld", limit);
	else if (deep)
		pby_buf__addf(out, "%lld deep", deep);
	else
		pby_buf__adds(out, "-");
}

/* What would have been enough, and whether that was seen. */
static void advice(const struct json_object *row, struct pby_buf *out)
{
	const struct json_object *sleep = pby_json__get(row, "sleep"), *verified = pby_json__get(row, "verified");
	long long enough = (long long)pby_json__get_int(sleep, "enough");
	const char *why = pby_json__get_str(row, "verify_why");

	if (!enough) {
		if (pby_json__get_int(pby_json__get(row, "recurse"), "enough"))
			pby_buf__adds(out, "deeper calls go unseen: do not return-probe what recurses");
		return;
	}
	if (strcmp(pby_json__get_str(row, "hook"), "kretprobe")) {
		pby_buf__addf(out, "room for %lld was needed; it cannot be set: use fexit", enough);
		return;
	}
	pby_buf__addf(out, "maxactive %lld would do (tracefs only); or fexit", enough);
	if (verified)
		pby_buf__addf(out, "; tried: %s", pby_json__get_int(verified, "lost") ? "not enough" : "loses none");
	else if (*why)
		pby_buf__addf(out, "; not tried: %s", why);
}

static void text_row(const struct json_object *row, const struct pby_style *style, struct pby_buf *out)
{
	static const char *const ways[] = { "sleep", "recurse" };
	PBY_AUTO_BUF limit = { 0 }, do_this = { 0 };

	pby_bench_table__cell(out, style, PBY_BOLD, pby_json__get_str(row, "hook"), NAME);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const struct json_object *way = pby_json__get(row, ways[i]);
		PBY_AUTO_BUF text = { 0 };

		lost(way, &text);
		pby_bench_table__cell(out, style, pby_json__get_int(way, "lost") ? PBY_RED : PBY_PLAIN,
				      pby_buf__text(&text), LOST);
	}
	room(row, &limit);
	pby_bench_table__cell(out, style, PBY_PLAIN, pby_buf__text(&limit), ROOM);
	pby_paint__add(out, style, PBY_DIM, pby_json__get_str(row, "mechanism_text"));
	pby_buf__addc(out, '\n');
	advice(row, &do_this);
	if (!do_this.len)
		return;
	pby_buf__fill(out, ' ', NAME);
	pby_paint__wrap(out, style, NAME + 2, pby_buf__text(&do_this));
}

void pby_bench_loss__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows"), *s = pby_json__get(result, "settings");

	pby_buf__addf(out, "runs of the program lost when %lld threads sleep in the function at once, and when one calls\n"
		      "itself %lld deep; room: calls in progress that the hook could hold\n\n",
		      (long long)pby_json__get_int(s, "threads"), (long long)pby_json__get_int(s, "depth"));
	pby_bench_table__cell(out, style, PBY_DIM, "hook", NAME);
	pby_bench_table__cell(out, style, PBY_DIM, "lost, asleep", LOST);
	pby_bench_table__cell(out, style, PBY_DIM, "lost, recursing", LOST);
	pby_bench_table__cell(out, style, PBY_DIM, "room", ROOM);
	pby_paint__add(out, style, PBY_DIM, "mechanism\n");
	for (size_t i = 0; i < pby_json__len(rows); i++)
		if (pby_bench_row__is(pby_json__item(rows, i), "done"))
			text_row(pby_json__item(rows, i), style, out);
	pby_bench_table__failures(result, style, out);
}
