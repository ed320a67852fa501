// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* shape.c: how complete and how independent a line of a dump looks. */
#include "source/dump/shape.h"

#include <string.h>

#include "source/dump/frame.h"
#include "source/dump/header.h"

static bool has(struct pby_text t, const char *needle)
{
	return pby_text__find(t, needle) != NULL;
}

/* Whether a digit follows needle (with blanks between), so that the number was not cut off. */
static bool number_follows(struct pby_text t, const char *needle)
{
	const char *at = pby_text__find(t, needle);
	uint64_t v;

	t.p = at ? at + strlen(needle) : t.end;
	pby_text__skip_blanks(&t);
	return pby_text__u64(&t, &v);
}

/* "INFO: task A:1 is blocked on a mutex likely owned by task B:2." */
static bool blocker_is_cut(struct pby_text t, const char *owner)
{
	static const char *const kinds[] = {
		" on a mutex likely ", " on a semaphore likely ", " on an rw-semaphore likely ",
		" on an rt-mutex likely ",
	};

	if (!memchr(owner, ':', t.end - owner) || pby_text__ends(t, ":") ||
	    (has(t, "rw-semaphore") && !pby_text__ends(t, ">")))
		return true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (has(t, kinds[i]))
			return false;
	}
	return true;
}

static bool hung_is_cut(struct pby_text t)
{
	const char *owner = pby_text__find(t, " by task ");

	if (owner)
		return blocker_is_cut(t, owner + 9);
	if (has(t, "not found"))
		return false;
	return (!number_follows(t, " blocked for more than ") && !number_follows(t, " wait for more than ") &&
		!number_follows(t, " can't die for more than ")) || !has(t, " second");
}

/* "pid:1479 7": a number that was cut and joined with a blank. */
static bool has_stray_number(struct pby_text t)
{
	struct pby_text word, before = { 0 };
	uint64_t v;

	while (pby_text__word(&t, &word)) {
		struct pby_text nr = word;

		if (pby_text__u64(&nr, &v) && pby_text__empty(&nr) && !pby_text__ends(before, ":"))
			return true;
		before = word;
	}
	return false;
}

static bool header_is_cut(struct pby_text t)
{
	const char *state = pby_text__find(t, " state:");

	if (!state)
		return false;
	return !has(t, " flags:0x") || has_stray_number((struct pby_text){ state + 1, t.end });
}

static bool lock_is_cut(struct pby_text t)
{
	const char *at = pby_text__find(t, "at: ");
	struct pby_raw_frame f[2];

	return !at || !pby_raw_frame__parse((struct pby_text){ at + 4, t.end }, f) ||
	       !(f[0].size || f[0].file_line) || !(has(t, " (") || *t.p == '(');
}

static bool list_is_cut(struct pby_text t)
{
	return !pby_text__ends(t, ":") && !pby_text__ends(t, ".");
}

static bool frame_is_cut(struct pby_text t)
{
	struct pby_raw_frame f[2];

	int n = pby_raw_frame__parse(t, f);

	/* No kernel prints an address and a name without the offset between them. */
	return !n || pby_text__ends(t, " from") || !(f[n - 1].size || f[n - 1].file_line);
}

static bool cpu_is_cut(struct pby_text t)
{
	return has(t, " PID: ") && !(has(t, "ainted") && has(t, " #"));
}

static bool lockup_is_cut(struct pby_text t)
{
	return !(has(t, "soft lockup - CPU#") && pby_text__ends(t, "]")) && !has(t, "LOCKUP") &&
	       !has(t, "workqueue lockup");
}

static bool link_is_cut(struct pby_text t)
{
	return !pby_text__ends(t, ":");
}

static bool one_word(struct pby_text t)
{
	struct pby_text word;

	return pby_text__word(&t, &word) && pby_text__word(&t, &word) && !pby_text__word(&t, &word);
}

static bool pc_is_cut(struct pby_text t)
{
	return !has(t, "+0x") && !has(t, "[inline]");
}

static bool age_is_cut(struct pby_text t)
{
	return !has(t, "old.");
}

/* Lines that are incomplete in a way that shows. */
static const struct {
	const char *begins;
	bool (*is_cut)(struct pby_text t);
	enum pby_cut lacks;
} beginnings[] = {
	{ "INFO: task ", hung_is_cut, PBY_CUT_TEXT },
	{ "task:", header_is_cut, PBY_CUT_TEXT },
	{ "#", lock_is_cut, PBY_CUT_SYMBOL },
	{ "[<", frame_is_cut, PBY_CUT_SYMBOL },
	{ "?", frame_is_cut, PBY_CUT_SYMBOL },
	{ "([<", frame_is_cut, PBY_CUT_SYMBOL },
	{ "[c0", frame_is_cut, PBY_CUT_SYMBOL },
	{ "CPU: ", cpu_is_cut, PBY_CUT_TEXT },
	{ "watchdog: BUG", lockup_is_cut, PBY_CUT_TEXT },
	{ "NMI watchdog: BUG", lockup_is_cut, PBY_CUT_TEXT },
	{ "BUG: soft", lockup_is_cut, PBY_CUT_TEXT },
	{ "-> #", link_is_cut, PBY_CUT_TEXT },
	{ "Workqueue: ", one_word, PBY_CUT_TEXT },
	{ "hardirqs last", pc_is_cut, PBY_CUT_SYMBOL },
	{ "softirqs last", pc_is_cut, PBY_CUT_SYMBOL },
	{ "RIP: 0010:", pc_is_cut, PBY_CUT_SYMBOL },
	{ "rcu_tasks_wait_gp:", age_is_cut, PBY_CUT_TEXT },
};

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '+' || c == '/';
}

/* " entry_SYSCALL_64_after_hwfra": a frame cut inside its name or its numbers. */
static bool is_part_of_frame(struct pby_text line)
{
	struct pby_text t = pby_text__trim(line);
	struct pby_raw_frame f[2];
	const char *p = t.p;

	while (p < t.end && is_name_char(*p))
		p++;
	if (p < t.end && t.end - p > 1 && p[0] == ' ' && p[1] == '(')
		return has(t, ".c:") && !pby_raw_frame__parse(t, f);
	return p == t.end && !pby_raw_frame__parse(t, f);
}

enum pby_cut pby_shape__cut(struct pby_text raw)
{
	struct pby_text t = pby_text__trim(raw);

	if (pby_text__empty(&t))
		return PBY_CUT_NOT;
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (pby_text__starts(t, beginnings[i].begins))
			return beginnings[i].is_cut(t) ? beginnings[i].lacks : PBY_CUT_NOT;
	}
	if (has(t, "){"))
		return lock_is_cut(t) ? PBY_CUT_SYMBOL : PBY_CUT_NOT;
	if (pby_text__ends(t, "-->"))
		return PBY_CUT_TEXT;
	if (has(t, " lock") && has(t, " held by"))
		return list_is_cut(t) ? PBY_CUT_TEXT : PBY_CUT_NOT;
	return *raw.p == ' ' && is_part_of_frame(t) ? PBY_CUT_SYMBOL : PBY_CUT_NOT;
}

bool pby_shape__is_frame(struct pby_text raw)
{
	struct pby_raw_frame f[2];

	return pby_raw_frame__parse(raw, f) && !f[0].weak;
}

bool pby_shape__stands_alone(struct pby_text raw)
{
	static const char *const begins[] = {
		"INFO: ", "task:", "Call Trace", "Call trace", "<", "RIP: ", "RSP: ", "RAX: ", "RDX: ", "RBP: ",
		"R10: ", "R13: ", "CPU: ", "Code: ", "Workqueue: ", "NMI ", "\"echo 0", "Not tainted",
		"Tainted: ", "=====", "-----", "Showing ", "Hardware name", "#0: ", "#1: ", "#2: ", "-> #",
		"but task", "which lock", "other info", "stack backtrace", "Modules linked",
	};
	struct pby_text t = pby_text__trim(raw);

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		if (pby_text__starts(t, begins[i]))
			return true;
	}
	return false;
}

/* Sentences that are complete once these words are there. */
static bool is_sentence(struct pby_text t)
{
	static const char *const words[] = {
		" is trying to acquire lock", "possible circular locking dependency detected",
		"possible recursive locking detected", "Showing all locks held in the system",
		" detected stalls on CPUs/tasks", " self-detected stall on CPU", "NMI backtrace for cpu ",
		"but task is already holding lock", "kernel.hung_task_warnings",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (has(t, words[i]))
			return true;
	}
	return false;
}

bool pby_shape__is_whole(struct pby_text raw)
{
	struct pby_text t = pby_text__trim(raw);
	struct pby_raw_frame f[2];

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		/* A work may have a description behind its function. */
		if (pby_text__starts(t, beginnings[i].begins))
			return beginnings[i].is_cut != one_word && !beginnings[i].is_cut(t);
	}
	return pby_raw_frame__parse(t, f) || pby_header__is_old(t) || is_sentence(t);
}
