// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.c: probity locks: which locks tasks wait for, who has them, and why it takes long. */
#include "cmd/locks.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "cmd/command.h"
#include "model/contention/timeline.h"
#include "model/contention/verdict.h"
#include "model/contention/trigger.h"
#include "report/locks.h"
#include "source/locks/programs.h"

static const struct pby_option options[] = {
#define AT(member) offsetof(struct pby_locks_values, member)
	{ "json", 'j', PBY_OPT_FLAG, AT(output.json), NULL, "print the result as JSON" },
	{ "verbose", 'v', PBY_OPT_FLAG, AT(output.verbose), NULL,
	  "tell every lock in full, with its queue and what could not be decided" },
	{ "csv", 0, PBY_OPT_FLAG, AT(csv), NULL, "print a table for spreadsheets instead, a line for each lock" },
	{ "folded", 0, PBY_OPT_FLAG, AT(folded), NULL, "print waiting time by stack for flame graphs instead, in us" },
	{ "svg", 0, PBY_OPT_TEXT, AT(svg), "FILE",
	  "draw the queue of the costliest lock (or that of -l) over time too; - prints it" },
	{ "trace", 0, PBY_OPT_TEXT, AT(trace), "FILE", "write the events for Perfetto or chrome://tracing too" },
	{ "duration", 'd', PBY_OPT_NUMBER, AT(duration_s), "SECONDS", "look for so long (10)" },
	{ "interval", 'i', PBY_OPT_NUMBER, AT(interval_s), "SECONDS", "report again and again, at this interval" },
	{ "top", 0, PBY_OPT_FLAG, AT(top), NULL,
	  "use the whole screen, renewed every second or -i; arrows and Enter open a lock, q ends" },
	{ "pid", 'p', PBY_OPT_NUMBER, AT(pid), "PID", "count only waits of this process" },
	{ "tid", 't', PBY_OPT_NUMBER, AT(tid), "TID", "count only waits of this thread" },
	{ "comm", 'c', PBY_OPT_TEXT, AT(comm), "NAME", "count only waits of tasks of this name; * stands for any text" },
	{ "lock", 'l', PBY_OPT_TEXT, AT(lock), "LOCK", "show only this lock: its address (0x...), or part of its name" },
	{ "kind", 'k', PBY_OPT_TEXT, AT(kinds), "KINDS",
	  "show only locks of these kinds: mutex, rwsem, semaphore, rtmutex, percpu_rwsem, ww_mutex, spinlock, rwlock" },
	{ "user", 'u', PBY_OPT_FLAG, AT(user), NULL, "take stacks of the programs that wait, too" },
	{ "vmlinux", 0, PBY_OPT_TEXT, AT(vmlinux), "FILE",
	  "take inlined functions and lines of the kernel from this file; without it the usual places are looked at" },
	{ "debug-dir", 0, PBY_OPT_LIST, AT(debug_dirs), "DIR",
	  "look for debug information and for programs' files here first; may be repeated" },
	{ "spins", 0, PBY_OPT_FLAG, AT(spins), NULL, "look at spinlocks and rwlocks too" },
	{ "hook", 0, PBY_OPT_TEXT, AT(hook), "WAY",
	  "use only this way to the waits: tp_btf, raw_tp, tracepoint, fentry or kprobe (the first of them that loads)" },
	{ "stacks-above", 0, PBY_OPT_NUMBER, AT(stacks_above_us), "US",
	  "take the stack of a wait only when it was longer than this (100)" },
	{ "no-stacks", 0, PBY_OPT_FLAG, AT(no_stacks), NULL, "take no stacks of waits that ended" },
	{ "trigger", 0, PBY_OPT_TEXT, AT(trigger), "CONDITIONS",
	  "keep quiet until one holds (wait>1s,depth>50,no-progress>2s), then write all that is known; at most once a minute" },
	{ "to", 0, PBY_OPT_TEXT, AT(to), "DIR", "with --trigger: the directory for what is written (.)" },
	{ "record", 0, PBY_OPT_TEXT, AT(record), "FILE", "write every event into FILE too, for --replay" },
	{ "replay", 0, PBY_OPT_TEXT, AT(replay), "FILE", "take a recording in place of this machine; - is standard input" },
#undef AT
};

static const struct pby_locks_values defaults = { .stacks_above_us = 100 };

/* One run of the command. */
struct run {
	const struct pby_locks_values *v;
	struct pby_contention_filter filter;
	struct pby_locks_feed feed;
};

static int draw_queue(const struct json_object *result, const char *path, struct pby_err *err)
{
	PBY_AUTO_BUF picture = { 0 };

	pby_locks__svg(result, &picture);
	if (!picture.len)
		return pby_err__set(err, ENODATA, "nothing to draw: no task waited for such a lock");
	return pby_output__write(&picture, path, err);
}

static int show(const struct json_object *result, const struct pby_locks_values *v, struct pby_err *err)
{
	PBY_AUTO_BUF out = { 0 };

	if (!v->csv && !v->folded)
		return pby_output__show((struct json_object *)result, &v->output, err);
	if (v->csv)
		pby_locks__csv(result, &out);
	else
		pby_locks__folded(result, &out);
	return pby_output__write(&out, "-", err);
}

/* The waits for the costliest of the locks that are shown; none: *to stays empty. */
static int follow_worst(struct run *r, const struct pby_locks_judged *judged, struct pby_timeline *to,
			struct pby_err *err)
{
	for (uint32_t i = 0; i < judged->items.nr; i++) {
		const struct pby_contended *lock = &judged->c->locks.items[judged->items.items[i].lock];

		if (pby_contention_filter__lock(&r->filter, lock))
			return pby_locks_pictures__timeline(&r->feed, lock->addr, to, err);
	}
	return 0;
}

/* One state: judged, made a result, shown. An exit code, or -errno. */
static int report(struct run *r, const struct pby_contention *c, bool last, struct pby_err *err)
{
	struct json_object *result = NULL;
	struct pby_timeline timeline = { 0 };
	struct pby_locks_judged judged;
	int rc = pby_locks__judge(&judged, c, r->feed.probes), code;
	bool draw = last && r->v->svg;

	if (rc)
		rc = pby_err__set(err, ENOMEM, "no memory to judge the locks");
	if (!rc && draw)
		rc = follow_worst(r, &judged, &timeline, err);
	if (!rc)
		result = pby_locks__json(&judged, &r->filter, timeline.lock ? &timeline : NULL);
	if (!rc && !result)
		rc = pby_err__set(err, ENOMEM, "no memory for the result");
	code = result && pby_locks__any(result) ? PBY_EXIT_FOUND : PBY_EXIT_CLEAN;
	if (!rc && draw)
		rc = draw_queue(result, r->v->svg, err);
	if (!rc && !(draw && !strcmp(r->v->svg, "-")))
		rc = show(result, r->v, err);
	json_object_put(result);
	pby_timeline__free(&timeline);
	pby_locks_judged__free(&judged);
	return rc ? rc : code;
}

struct json_object *pby_locks_result(const struct pby_contention *c, const struct pby_probes *probes,
				     const struct pby_contention_filter *filter, struct pby_err *err)
{
	struct json_object *result = NULL;
	struct pby_locks_judged judged;

	if (!pby_locks__judge(&judged, c, probes))
		result = pby_locks__json(&judged, filter, NULL);
	if (!result)
		pby_err__set(err, ENOMEM, "no memory for the result");
	pby_locks_judged__free(&judged);
	return result;
}

static int follow(struct run *r, struct pby_err *err)
{
	int more = 1, code = PBY_EXIT_CLEAN;

	while (more > 0) {
		struct pby_contention c = { 0 };
		int rc;

		more = r->feed.next(&r->feed, r->v->interval_s, &c, err);
		if (more < 0) {
			pby_contention__free(&c);
			return more;
		}
		rc = report(r, &c, !more, err);
		pby_contention__free(&c);
		if (rc < 0)
			return rc;
		code = rc > code ? rc : code;
	}
	if (r->v->trace) {
		int rc = pby_locks_pictures__trace(&r->feed, r->v->trace, err);

		return rc ? rc : code;
	}
	return code;
}

static int run(const void *values, char **args, int nr_args)
{
	const struct pby_locks_values *v = values;
	struct run r = { .v = v };
	struct pby_trigger trigger;
	struct pby_err err = { "" };
	int rc;

	(void)args;
	(void)nr_args;
	if (v->kinds && pby_contention_filter__kinds(&r.filter, v->kinds, &err))
		return pby_command__fail("locks", PBY_EXIT_USAGE, err.text);
	if (v->trigger && pby_trigger__parse(&trigger, v->trigger, &err))
		return pby_command__fail("locks", PBY_EXIT_USAGE, err.text);
	if (v->hook && pby_locks_way__find(v->hook) == PBY_LOCKS_WAYS)
		return pby_command__fail("locks", PBY_EXIT_USAGE, "--hook: tp_btf, raw_tp, tracepoint, fentry or kprobe");
	if (v->pid > INT32_MAX || v->tid > INT32_MAX)
		return pby_command__fail("locks", PBY_EXIT_USAGE, "no such task: its number is too large");
	r.filter.tgid = (int32_t)v->pid;
	r.filter.pid = (int32_t)v->tid;
	r.filter.comm = v->comm;
	r.filter.lock = v->lock;
	rc = v->replay ? pby_locks_replay__open(&r.feed, v, &r.filter, &err)
		       : pby_locks_live__open(&r.feed, v, &r.filter, &err);
	if (!rc && (v->svg || v->trace) && !r.feed.events)
		rc = pby_err__set(&err, ENOTSUP, "--svg and --trace need every event, and there are none");
	if (!rc)
		rc = v->trigger ? pby_locks_trigger__run(&r.feed, &trigger, v, &r.filter, &err) :
		     v->top ? pby_locks_top(&r.feed, v, &r.filter, &err) : follow(&r, &err);
	if (r.feed.close)
		r.feed.close(&r.feed);
	return rc < 0 ? pby_command__fail("locks", PBY_EXIT_BLIND, err.text) : rc;
}

const struct pby_command pby_command_locks = {
	.name = "locks",
	.question = "Which locks do tasks wait for, who has them, and why does it take long?",
	.args = "",
	.max_args = 0,
	.text = "Shows the contended locks of the kernel, the costly ones first: how often and for how long tasks waited, how "
		"deep the queue is and was, who has the lock and in which mode, what that task does or waits for itself, from "
		"where the lock is asked for, and a verdict in words with the figures that made it: a convoy that moves or is "
		"stuck, readers that are let in one by one, writers that starve, hand-offs, wake-ups in crowds, holders without "
		"a CPU. Chains that pass through the machinery of probes are marked. "
		"Exits with 0 when no task waited for a lock, 1 when some did.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct pby_locks_values),
	.values = &defaults,
	.run = run,
};
