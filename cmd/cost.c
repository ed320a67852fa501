// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost.c: "probity cost": what the attached probes take now, and from whom. */
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/cost/session.h"
#include "cmd/output.h"
#include "report/cost.h"

struct values {
	struct pby_output output;
	double interval_s, times, hz;
	const char *sort, *baseline, *calibration;
	bool no_stats, top;
};

static const struct pby_option options[] = {
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, output.json), NULL, "print the result as JSON" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show all probes and all who pay" },
	{ "interval", 'i', PBY_OPT_NUMBER, offsetof(struct values, interval_s), "SECONDS",
	  "look for so long; 10 unless told, 3 with --top" },
	{ "times", 'n', PBY_OPT_NUMBER, offsetof(struct values, times), "N",
	  "look N times, and show each; 1 unless told, for ever with --top" },
	{ "sort", 0, PBY_OPT_TEXT, offsetof(struct values, sort), "ORDER", "cpu (default), hits, lost or name" },
	{ "top", 0, PBY_OPT_FLAG, offsetof(struct values, top), NULL,
	  "show it on the whole screen, again and again: q ends, s sorts" },
	{ "baseline", 0, PBY_OPT_TEXT, offsetof(struct values, baseline), "FILE",
	  "compare with an earlier result (--json)" },
	{ "calibration", 0, PBY_OPT_TEXT, offsetof(struct values, calibration), "FILE",
	  "the price list to model with; the one that bench hooks --save kept unless told" },
	{ "no-stats", 0, PBY_OPT_FLAG, offsetof(struct values, no_stats), NULL,
	  "do not switch run statistics on: samples alone, no rates" },
	{ "hz", 0, PBY_OPT_NUMBER, offsetof(struct values, hz), "N",
	  "ticks a second on each CPU; as many as take 0.4 % of one CPU unless told" },
};

static const char *misuse(const struct values *v)
{
	if (v->sort && pby_cost_order__parse(v->sort) < 0)
		return "--sort takes cpu, hits, lost or name";
	if (v->interval_s > 86400)
		return "--interval: at most 86400 seconds";
	if (v->hz > 10000 || (v->hz && v->hz < 1))
		return "--hz: from 1 to 10000";
	if (v->times != floor(v->times) || v->times > 1e9)
		return "-n takes a whole number";
	if (v->top && v->output.json)
		return "--top draws: not with --json";
	return NULL;
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	struct pby_cost_session session = {
		.output = v->output, .interval_s = v->interval_s, .hz = (uint32_t)v->hz, .stats = !v->no_stats,
		.times = (uint64_t)v->times, .top = v->top,
		.order = v->sort ? (enum pby_cost_order)pby_cost_order__parse(v->sort) : PBY_COST_BY_CPU,
	};
	const char *wrong = misuse(v);
	struct pby_cost_prices prices;
	struct pby_err err = { "" };
	int code;

	(void)args;
	(void)nr_args;
	if (wrong)
		return pby_command__fail("cost", PBY_EXIT_USAGE, wrong);
	if (v->baseline && pby_cost_session__read_baseline(&session, v->baseline, &err))
		return pby_command__fail("cost", PBY_EXIT_USAGE, err.text);
	if (pby_cost_prices__read(&prices, v->calibration, &err)) {
		json_object_put(session.baseline);
		return pby_command__fail("cost", PBY_EXIT_USAGE, err.text);
	}
	session.prices = &prices;
	code = pby_cost_session__run(&session, &err);
	pby_cost_prices__free(&prices);
	json_object_put(session.baseline);
	return *err.text ? pby_command__fail("cost", PBY_EXIT_BLIND, err.text) : code;
}

const struct pby_command pby_command_cost = {
	.name = "cost",
	.question = "What do the attached probes take from this machine now, and from whom?",
	.args = "",
	.text = "Looks for a while where the CPUs are, and tells for each probe how much of that is its own: the program,\n"
		"the way to it and back; from whose time it is taken; and who keeps the probe. Beside it stands what the\n"
		"run counts let expect, at the prices that bench hooks --save measured here.\n"
		"Nothing is attached. Run statistics are on for a tenth of the time at most; --no-stats does without.\n"
		"Exit status: 0 no probe takes 1 % of a CPU or loses anything, 1 some does, 2 usage, 3 could not look.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
