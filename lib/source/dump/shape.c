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

static bool hung_is_cut(struct pby_text t)
{
	const char *owner = pby_text__find(t, "by task ");

	if (owner)
		return !memchr(owner + 8, ':', t.end - owner - 8) || pby_text__ends(t, ":") ||
		       (has(t, "rw-semaphore") && !pby_text__ends(t, ">"));
	if (has(t, "not found"))
		return false;
	return !number_follows(t, " for more than ") || !has(t, "second");
}

static bool header_is_cut(struct pby_text t)
{
	return has(t, " state:") && !has(t, " flags:0x");
}

static bool lock_is_cut(struct pby_text t)
{
	const char *at = pby_text__find(t, "at: ");
	struct pby_raw_frame f[2];

	return !at || !pby_raw_frame__parse((struct pby_text){ at + 4, t.end }, f);
}

static bool list_is_cut(struct pby_text t)
{
	return !pby_text__ends(t, ":") && !pby_text__ends(t, ".");
}

static bool frame_is_cut(struct pby_text t)
{
	struct pby_raw_frame f[2];

	return !pby_raw_frame__parse(t, f) || pby_text__ends(t, " from");
}

static bool cpu_is_cut(struct pby_text t)
{
	return has(t, " PID: ") && !has(t, "ainted");
}

static bool lockup_is_cut(struct pby_text t)
{
	return has(t, "soft lockup") && !pby_text__ends(t, "]");
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
	return pby_text__ends(t, ":");
}

static bool age_is_cut(struct pby_text t)
{
	return !has(t, "old.");
}

/* Lines that are incomplete in a way that shows. */
static const struct {
	const char *begins;
	bool (*is_cut)(struct pby_text t);
} beginnings[] = {
	{ "INFO: task ", hung_is_cut }, { "task:", header_is_cut }, { "#", lock_is_cut },
	{ "[<", frame_is_cut }, { "? ", frame_is_cut }, { "?", frame_is_cut }, { "([<", frame_is_cut },
	{ "[c0", frame_is_cut }, { "CPU: ", cpu_is_cut }, { "watchdog: BUG", lockup_is_cut },
	{ "NMI watchdog: BUG", lockup_is_cut }, { "BUG: soft", lockup_is_cut }, { "-> #", link_is_cut },
	{ "Workqueue: ", one_word }, { "RIP: 0010:", pc_is_cut }, { "RIP: ", pc_is_cut },
	{ "rcu_tasks_wait_gp:", age_is_cut },
};

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '+' || c == '/';
}

bool pby_shape__is_part_of_frame(struct pby_text line)
{
	struct pby_text t = pby_text__trim(line);
	struct pby_raw_frame f[2];
	const char *p = t.p;

	while (p < t.end && is_name_char(*p))
		p++;
	return p == t.end && !pby_raw_frame__parse(t, f);
}

bool pby_shape__is_cut(struct pby_text raw)
{
	struct pby_text t = pby_text__trim(raw);

	if (pby_text__empty(&t))
		return false;
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (pby_text__starts(t, beginnings[i].begins))
			return beginnings[i].is_cut(t);
	}
	if (has(t, "){") || pby_text__ends(t, "-->"))
		return pby_text__ends(t, "-->") || lock_is_cut(t);
	if (has(t, " lock") && has(t, " held by"))
		return list_is_cut(t);
	return *raw.p == ' ' && pby_shape__is_part_of_frame(t);
}

bool pby_shape__stands_alone(struct pby_text raw)
{
	static const char *const begins[] = {
		"INFO: ", "task:", "Call Trace", "Call trace", "<", "RIP: ", "RSP: ", "RAX: ", "RDX: ", "RBP: ",
		"R10: ", "R13: ", "CPU: ", "Code: ", "Workqueue: ", "NMI ", "\"echo 0", "Not tainted",
		"Tainted: ", "=====", "-----", "Showing ", "Hardware name", "#0: ", "#1: ", "#2: ", "-> #",
		"[<", "? ", "but task", "which lock", "other info", "stack backtrace", "Modules linked",
	};
	struct pby_text t = pby_text__trim(raw);
	struct pby_raw_frame f[2];

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		if (pby_text__starts(t, begins[i]))
			return true;
	}
	return pby_raw_frame__parse(t, f) && !f[0].weak;
}

bool pby_shape__is_whole(struct pby_text raw)
{
	struct pby_text t = pby_text__trim(raw);
	struct pby_raw_frame f[2];

	return pby_raw_frame__parse(t, f) || pby_header__is_old(t);
}
