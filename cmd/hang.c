// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.c: probity hang: who waits for whom in what a sick machine left behind. */
#include "cmd/command.h"
#include "cmd/live_look.h"
#include "cmd/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "model/hang/hang.h"
#include "model/kernel.h"
#include "report/dump.h"
#include "report/hang.h"
#include "report/hang_views.h"
#include "report/hang_live.h"
#include "source/core/look.h"
#include "source/dump/read.h"
#include "source/live/live.h"

struct values {
	struct pby_output output;
	const char *svg;
	bool dot;
	bool folded;
	bool parsed;
	bool live;
	double timeout_s;
	bool sysrq_w, sysrq_t;
	const char *watch;
	double looks;
	double sample_s;
	const char *core;
	struct pby_core_helpers helpers;
};

static const struct pby_option options[] = {
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, output.json), NULL,
	  "print the result as JSON" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show every wait, the evidence and the stacks" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
	{ "svg", 0, PBY_OPT_TEXT, offsetof(struct values, svg), "FILE",
	  "draw the wait-for graph too; needs no other program; - prints it" },
	{ "dot", 0, PBY_OPT_FLAG, offsetof(struct values, dot), NULL,
	  "print the wait-for graph for Graphviz instead" },
	{ "folded", 0, PBY_OPT_FLAG, offsetof(struct values, folded), NULL,
	  "print stacks of waiting for flame graphs instead" },
	{ "parsed", 0, PBY_OPT_FLAG, offsetof(struct values, parsed), NULL,
	  "print what was read, before it is judged, as JSON: for reports of misread logs" },
	{ "live", 0, PBY_OPT_FLAG, offsetof(struct values, live), NULL,
	  "look at this machine, as without files and without input" },
	{ "timeout", 0, PBY_OPT_NUMBER, offsetof(struct values, timeout_s), "SECONDS",
	  "with --live: give up after this time (20, and the time of --watch)" },
	{ "watch", 0, PBY_OPT_TEXT, offsetof(struct values, watch), "SECONDS",
	  "with --live: look again during this time, and say what moves (2); 0 takes one moment only" },
	{ "sysrq", 0, PBY_OPT_FLAG, offsetof(struct values, sysrq_w), NULL,
	  "with --live: have the kernel write the blocked tasks to its log (sysrq-w), and read them there; the console "
	  "is kept quiet meanwhile" },
	{ "sysrq-t", 0, PBY_OPT_FLAG, offsetof(struct values, sysrq_t), NULL,
	  "the same of all tasks: long on a large machine" },
	{ "looks", 0, PBY_OPT_NUMBER, offsetof(struct values, looks), "N",
	  "with --live: how often to look in that time (3)" },
	{ "sample", 0, PBY_OPT_NUMBER, offsetof(struct values, sample_s), "SECONDS",
	  "with --live: where holders of locks run, by a clock on their CPUs for this time (perf, without hardware); "
	  "unasked it only reads what interrupts leave on their stacks" },
	{ "core", 0, PBY_OPT_TEXT, offsetof(struct values, core), "FILE",
	  "look at the memory of another machine: QEMU's dump-guest-memory, or kdump's ELF" },
	{ "kernel", 0, PBY_OPT_TEXT, offsetof(struct values, helpers.kernel), "IMAGE",
	  "with --core: the kernel's image, for what the core lacks, checked against it" },
	{ "kallsyms", 0, PBY_OPT_TEXT, offsetof(struct values, helpers.kallsyms), "FILE",
	  "with --core: /proc/kallsyms, saved by root in that boot, instead of the core's own" },
};

static int exit_code(const struct pby_hang *hang, const struct pby_dump *dump)
{
	if (hang->graph.nr_blocked || hang->diagnoses.nr)
		return PBY_EXIT_FOUND;
	for (uint32_t i = 0; i < dump->notes.nr; i++)
		if (dump->notes.items[i].kind == PBY_NOTE_PANIC_HUNG)
			return PBY_EXIT_FOUND;
	/* A file without a task is no file of a healthy machine; a look that saw not all is no sign of one. */
	return dump->tasks.nr && !dump->blind && !dump->partial ? PBY_EXIT_CLEAN : PBY_EXIT_BLIND;
}

/* The views that replace the text, and the drawing that goes beside it. */
static int show(struct json_object *result, const struct values *v, struct pby_err *err)
{
	PBY_AUTO_BUF picture = { 0 }, lines = { 0 };
	int rc = 0;

	if (v->svg) {
		pby_hang__svg(result, &picture);
		rc = pby_output__write(&picture, v->svg, err);
	}
	if (rc || (v->svg && !strcmp(v->svg, "-")))
		return rc;
	if (!v->dot && !v->folded)
		return pby_output__show(result, &v->output, err);
	if (v->dot)
		pby_hang__dot(result, &lines);
	else
		pby_hang__folded(result, &lines);
	return pby_output__write(&lines, "-", err);
}

/* live: what a live look adds, or NULL. */
static int judge(const struct values *v, const struct pby_dump *dump, const struct pby_live *live,
		 struct pby_err *err)
{
	struct json_object *result = NULL;
	struct pby_hang hang;
	int rc = pby_hang__judge(&hang, dump), code;

	if (!rc)
		result = pby_hang__json(&hang);
	if (result && live)
		pby_hang_live__json(result, live, &hang);
	code = rc ? PBY_EXIT_BLIND : exit_code(&hang, dump);
	if (!result)
		rc = pby_err__set(err, ENOMEM, "no memory for the result");
	else
		rc = show(result, v, err);
	json_object_put(result);
	pby_hang__free(&hang);
	return rc ? PBY_EXIT_BLIND : code;
}

static int show_parsed(const struct pby_dump *dump)
{
	struct json_object *parsed = pby_report__dump(dump);

	pby_output__json(parsed);
	json_object_put(parsed);
	return PBY_EXIT_CLEAN;
}

/* Nobody remembers an option at three in the morning: no file and nothing piped in is a live look. */
static bool has_input(void)
{
	struct stat st;

	return !fstat(STDIN_FILENO, &st) && !S_ISCHR(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* What --timeout, --watch and --looks come to; a sentence when they make no sense together. */
static const char *plan(const struct values *v, struct pby_live_options *look)
{
	double watch_s = 2, timeout_s = v->timeout_s;
	char *end;

	if (v->watch) {
		watch_s = strtod(v->watch, &end);
		if (end == v->watch || *end || !(watch_s >= 0) || watch_s > 3600)
			return "--watch takes a number of seconds, at most 3600";
	}
	if (v->looks && !(v->looks >= 2 && v->looks <= 100000))
		return "--looks takes a number from 2 to 100000";
	if (v->sample_s && !(v->sample_s >= 0.1 && v->sample_s <= 60))
		return "--sample takes a number of seconds from 0.1 to 60";
	if (timeout_s && timeout_s <= watch_s + v->sample_s && v->watch)
		return "--watch and --sample together must be shorter than --timeout";
	if (timeout_s && timeout_s <= watch_s)
		watch_s = timeout_s / 2;
	*look = (struct pby_live_options){
		.sysrq_w = v->sysrq_w || v->sysrq_t, .sysrq_t = v->sysrq_t,
		.timeout_ms = (int)((timeout_s ? timeout_s : 20 + watch_s + v->sample_s) * 1000),
		.watch_ms = (int)(watch_s * 1000), .sample_ms = (int)(v->sample_s * 1000),
		.nr_looks = v->looks ? (uint32_t)v->looks : watch_s > 0 ? 3 : 2,
	};
	return NULL;
}

static int run_live(const struct values *v)
{
	struct pby_live_options look;
	struct pby_live live = { 0 };
	struct pby_err err = { "" };
	const char *nonsense = plan(v, &look);
	int code = PBY_EXIT_BLIND;

	if (nonsense)
		return pby_command__fail("hang", PBY_EXIT_USAGE, nonsense);
	if (look.sysrq_w)
		fprintf(stderr, "probity: has the kernel write the stacks of %s tasks to its log; the console is kept quiet "
			"meanwhile\n", look.sysrq_t ? "all" : "blocked");
	if (look.watch_ms >= 2000 && isatty(STDERR_FILENO))
		fprintf(stderr, "probity: watching this machine for %g s; Ctrl-C shows what there is\n",
			look.watch_ms / 1000.0);
	if (!pby_cmd__live_look(&live, &look, &err))
		code = v->parsed ? show_parsed(&live.dump) : judge(v, &live.dump, &live, &err);
	pby_live__free(&live);
	return *err.text ? pby_command__fail("hang", PBY_EXIT_BLIND, err.text) : code;
}

static int run_core(const struct values *v)
{
	struct pby_core core = { .mem = { .fd = -1 } };
	struct pby_kernel kernel = { 0 };
	struct pby_live live = { 0 };
	struct pby_err err = { "" };
	int rc, code = PBY_EXIT_BLIND;

	rc = pby_core__open(&core, v->core, &err);
	if (!rc)
		rc = pby_core__describe(&core, &v->helpers, &kernel, &err);
	if (!rc)
		rc = pby_core__look(&live, &core, &kernel, &err);
	if (!rc)
		code = v->parsed ? show_parsed(&live.dump) : judge(v, &live.dump, &live, &err);
	pby_live__free(&live);
	pby_kernel__free(&kernel);
	pby_core__close(&core);
	return *err.text ? pby_command__fail("hang", PBY_EXIT_BLIND, err.text) : code;
}

static const char *misused(const struct values *v, int nr_args)
{
	if (v->timeout_s > 3600)
		return "--timeout: at most 3600 seconds";
	if (v->live && nr_args)
		return "--live takes no files";
	if (v->core && (v->live || nr_args))
		return "--core looks at that file alone: neither --live nor other files go with it";
	if ((v->sysrq_w || v->sysrq_t || v->watch || v->looks || v->sample_s) && (v->core || nr_args))
		return "--watch, --looks, --sample, --sysrq and --sysrq-t are for a live look";
	if (!v->core && (v->helpers.kernel || v->helpers.kallsyms))
		return "--kernel and --kallsyms go with --core FILE";
	return NULL;
}

static int run(const void *values, char **args, int nr_args)
{
	static const char *const standard_input[] = { "-" };
	const char *const *paths = (const char *const *)args;
	const struct values *v = values;
	struct pby_dump dump = { 0 };
	struct pby_err err = { "" };
	int rc, code = PBY_EXIT_BLIND;

	if (misused(v, nr_args))
		return pby_command__fail("hang", PBY_EXIT_USAGE, misused(v, nr_args));
	if (v->core)
		return run_core(v);
	if (v->live || (!nr_args && !has_input()))
		return run_live(v);
	if (!nr_args) {
		paths = standard_input;
		nr_args = 1;
	}
	rc = pby_dump__read(&dump, paths, (size_t)nr_args, &err);
	if (!rc && v->parsed)
		code = show_parsed(&dump);
	else if (!rc)
		code = judge(v, &dump, NULL, &err);
	pby_dump__free(&dump);
	return *err.text ? pby_command__fail("hang", PBY_EXIT_BLIND, err.text) : code;
}

const struct pby_command pby_command_hang = {
	.name = "hang",
	.question = "Who waits for whom, on this machine or in the log of one that hung?",
	.args = "[FILE...]",
	.max_args = -1,
	.text = "Reads hung-task reports, sysrq-w and sysrq-t, lockups, RCU stalls, lockdep reports, /proc/PID/stack and "
		"crash backtraces, in any mixture and any logger's wrapping, plain or compressed, and finds the chain of "
		"waits: is it a deadlock, almost one, or a queue behind something slow; who is at its root; is the cause "
		"known, and what ends it. Without files and without input it looks at this machine: at the stacks of all "
		"tasks and, through /proc/kcore, at the locks themselves; it only reads. "
		"Exits with 0 when nothing is blocked, 1 when something is.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
