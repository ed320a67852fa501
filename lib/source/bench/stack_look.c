// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_look.c: one read of /proc/PID/stack, held against what is known of kernel stacks. */
#include "source/bench/stack_look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/root.h"
#include "base/text.h"
#include "model/hang/pattern.h"
#include "source/live/procstack.h"

enum { MAX_TEXT = 8 << 10, MAX_FRAMES = 64 };

int pby_stack_look__open(struct pby_stack_look *look, const char *release)
{
	*look = (struct pby_stack_look){ .release = release };
	return pby_knowledge__init(&look->know);
}

void pby_stack_look__close(struct pby_stack_look *look)
{
	pby_knowledge__free(&look->know);
	pby_map__free(&look->by_name);
	pby_arena__free(&look->arena);
}

/* The same text is kept once only: the knowledge keeps what it found for a name. NULL without memory. */
static const char *keep(struct pby_stack_look *look, struct pby_text name)
{
	uint32_t known = pby_map__get(&look->by_name, name.p, pby_text__len(&name));
	const char **slot;

	if (known != PBY_MAP_NONE)
		return look->names.items[known];
	slot = PBY_PUSH(&look->arena, &look->names);
	if (!slot)
		return NULL;
	*slot = pby_arena__strndup(&look->arena, name.p, pby_text__len(&name));
	pby_map__put(&look->by_name, *slot, pby_text__len(&name), look->names.nr - 1);
	return *slot;
}

/* "[<0>] synchronize_rcu_tasks+0x52/0x100 [module]": the function's name. */
static bool frame_name(struct pby_text line, struct pby_text *name)
{
	struct pby_text rest = line, address;

	if (!pby_text__starts(line, "[<") || !pby_text__until(&rest, ' ', &address))
		return false;
	if (!pby_text__until(&rest, '+', name))
		return false;
	return !pby_text__empty(name);
}

/* The frame that a user knows: synchronize_rcu_tasks_trace() rather than __wait_rcu_gp() in it. */
static uint32_t telling_frame(const struct pby_stack_wait *wait)
{
	uint32_t first = wait->row ? wait->at : 0, at = first;

	for (uint32_t i = first; i < wait->nr && i < first + 3; i++)
		if (pby_pattern__match("*synchronize_*|rcu_barrier*", wait->names[i]))
			at = i;
	return at;
}

bool pby_stack_look__judge(struct pby_stack_look *look, struct pby_text stack, struct pby_stack_seen *seen)
{
	struct pby_frame frames[MAX_FRAMES];
	struct pby_stack_wait wait;
	struct pby_text line, name;
	uint32_t nr = 0, at;

	while (nr < MAX_FRAMES && pby_text__line(&stack, &line)) {
		const char *kept = frame_name(line, &name) ? keep(look, name) : NULL;

		if (kept)
			frames[nr++] = (struct pby_frame){ .name = kept };
	}
	pby_stack_wait__judge(&wait, &look->know, (struct pby_stack){ frames, nr, 0 }, look->release, false);
	if (wait.cls == PBY_WAIT_UNKNOWN || wait.cls == PBY_WAIT_PREEMPTED || wait.cls == PBY_WAIT_RUNNING || !wait.nr)
		return false;
	at = telling_frame(&wait);
	*seen = (struct pby_stack_seen){ wait.cls, wait.names[at], at + 1 < wait.nr ? wait.names[at + 1] : "" };
	return true;
}

static ssize_t read_of(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	PBY_AUTO_FD fd = -1;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, size);
	return n < 0 ? -errno : n;
}

/* A task that lost its CPU on the way into a lock shows the same frames as one that waits for it. */
static bool is_runnable(pid_t pid)
{
	struct pby_arena arena = { 0 };
	struct pby_proc_task task;
	char text[1024];
	ssize_t n = read_of(pid, "stat", text, sizeof(text));
	bool runnable = n < 0 || !pby_proc_stat__parse(pby_text__of(text, (size_t)n), &task, &arena) ||
			task.state == 'R';

	pby_arena__free(&arena);
	return runnable;
}

int pby_stack_look__of(struct pby_stack_look *look, pid_t pid, struct pby_stack_seen *seen)
{
	char text[MAX_TEXT];
	ssize_t n = read_of(pid, "stack", text, sizeof(text));

	if (n < 0)
		return (int)n;
	return !is_runnable(pid) && pby_stack_look__judge(look, pby_text__of(text, (size_t)n), seen);
}
