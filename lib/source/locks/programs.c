// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* programs.c: programs by their names: what they hook, and in which way. */
#include "source/locks/programs.h"

#include <bpf/btf.h>
#include <stdio.h>
#include <string.h>

const char pby_locks_draining[] = "percpu_down_write";

/* Functions in which a CPU spins. */
static const char *const spinpaths[] = {
	"native_queued_spin_lock_slowpath", "queued_read_lock_slowpath", "queued_write_lock_slowpath",
};

static const struct {
	const char *name, *words;
	const char *suffix;	/* of its programs for events */
} ways[PBY_LOCKS_WAYS] = {
	[PBY_LOCKS_TP_BTF] = { "tp_btf", "tp_btf", "_tp_btf" },
	[PBY_LOCKS_RAW_TP] = { "raw_tp", "raw tracepoint", "_raw_tp" },
	[PBY_LOCKS_TRACEPOINT] = { "tracepoint", "tracepoint", "_tp" },
	[PBY_LOCKS_FENTRY] = { "fentry", "fentry and fexit", NULL },
	[PBY_LOCKS_KPROBE] = { "kprobe", "kprobes and sched_switch", NULL },
};

static bool has_function(const struct btf *btf, const char *name)
{
	return btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) > 0;
}

static bool has_event(const struct btf *btf, const char *name)
{
	char type[64];

	snprintf(type, sizeof(type), "btf_trace_%s", name);
	return btf__find_by_name_kind(btf, type, BTF_KIND_TYPEDEF) > 0;
}

enum pby_locks_way pby_locks_way__find(const char *name)
{
	enum pby_locks_way w = 0;

	while (w < PBY_LOCKS_WAYS && strcmp(ways[w].name, name))
		w++;
	return w;
}

const char *pby_locks_way__words(enum pby_locks_way way)
{
	return ways[way].words;
}

const char *pby_locks_way__excluded(enum pby_locks_way way, const struct btf *btf)
{
	return way < PBY_LOCKS_FENTRY && !has_event(btf, "contention_begin") ?
		"the kernel has no event lock:contention_begin" : NULL;
}

static bool begins_with(const char *text, const char *begin)
{
	return !strncmp(text, begin, strlen(begin));
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

const char *pby_locks_program__function(const char *program)
{
	static const char *const prefixes[] = { "enter_", "leave_", "call_" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (begins_with(program, prefixes[i]))
			return program + strlen(prefixes[i]);
	return NULL;
}

static bool spins(const char *function)
{
	for (size_t i = 0; i < sizeof(spinpaths) / sizeof(spinpaths[0]); i++)
		if (!strcmp(spinpaths[i], function))
			return true;
	return false;
}

/* Whether or not this kernel has the function. */
static bool hooks_function(const struct pby_locks_choice *c, const char *program, const char *function)
{
	if (begins_with(program, "call_"))
		return c->way == PBY_LOCKS_KPROBE;
	if (c->way != PBY_LOCKS_KPROBE && !strcmp(function, pby_locks_draining))
		return c->drains;
	return c->way == PBY_LOCKS_FENTRY && (c->spins || !spins(function));
}

static bool hooks_event(const struct pby_locks_choice *c, const char *program)
{
	const char *suffix = ways[c->way].suffix;

	if (!suffix || !ends_with(program, suffix) || (c->way == PBY_LOCKS_TRACEPOINT && ends_with(program, "_raw_tp")))
		return false;
	return !begins_with(program, "release") || has_event(c->btf, "contended_release");
}

bool pby_locks_choice__wants(const struct pby_locks_choice *c, const char *program)
{
	const char *function = pby_locks_program__function(program);

	if (!strcmp(program, "look"))
		return true;
	if (!strcmp(program, "switch_raw_tp") || !strcmp(program, "on_call"))
		return c->way == PBY_LOCKS_KPROBE;
	if (function)
		return hooks_function(c, program, function) && has_function(c->btf, function);
	return hooks_event(c, program);
}

const char *pby_locks_choice__missing(const struct pby_locks_choice *c, const char *program)
{
	const char *function = pby_locks_program__function(program);

	/* Each once: fentry has a program for the end, too. */
	if (!function || begins_with(program, "leave_") || !hooks_function(c, program, function))
		return NULL;
	return has_function(c->btf, function) ? NULL : function;
}
