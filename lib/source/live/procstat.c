// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* procstat.c: the line of /proc/PID/stat, whose second field may hold anything. */
#include <string.h>

#include "base/text.h"
#include "source/live/procstack.h"

enum { PF_KTHREAD = 0x00200000, FIELD_PPID = 4, FIELD_FLAGS = 9, FIELD_CPU = 39 };

static const char *last_paren(struct pby_text line)
{
	const char *p = line.end;

	while (p > line.p && p[-1] != ')')
		p--;
	return p > line.p ? p - 1 : NULL;
}

bool pby_proc_stat__parse(struct pby_text line, struct pby_proc_task *task, struct pby_arena *arena)
{
	struct pby_text word;
	const char *open, *close;
	uint64_t pid;

	if (!pby_text__u64(&line, &pid) || pid > INT32_MAX)
		return false;
	open = pby_text__find(line, "(");
	close = last_paren(line);
	if (!open || !close || close < open)
		return false;
	task->pid = (int32_t)pid;
	task->comm = pby_arena__strndup(arena, open + 1, close - open - 1);
	line.p = close + 1;
	if (!pby_text__word(&line, &word) || pby_text__len(&word) != 1)
		return false;
	task->state = *word.p;
	for (int field = FIELD_PPID; field <= FIELD_CPU && pby_text__word(&line, &word); field++) {
		int64_t value;

		if (!pby_text__i64(&word, &value))
			continue;
		if (field == FIELD_PPID)
			task->ppid = (int32_t)value;
		else if (field == FIELD_FLAGS)
			task->kthread = value & PF_KTHREAD;
		else if (field == FIELD_CPU)
			task->cpu = (int32_t)value;
	}
	return true;
}
