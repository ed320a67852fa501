// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sickness.c: has the tasks looked at in a child that may be left behind, and takes what it saw. */
#include "source/sickness.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/root.h"
#include "model/sickness.h"
#include "source/capture/captured.h"
#include "source/child.h"
#include "source/trace_waits.h"

enum { REGION = 16 << 20, CHILD_TIMEOUT_MS = 3000 };

static void look(struct pby_region *region, void *arg)
{
	struct pby_sickness *found = pby_arena__alloc(&region->arena, sizeof(*found));

	if (!found)
		return;
	snprintf(region->doing, sizeof(region->doing), "the tasks of /proc");
	pby_trace_waits__find(arg, &region->arena, found);
	region->result = found;
}

/* Out of the child's memory, which goes. */
static void take(struct pby_sickness *to, const struct pby_sickness *found)
{
	struct pby_arena arena = to->arena;

	*to = *found;
	to->arena = arena;
	memset(&to->waiting, 0, sizeof(to->waiting));
	for (uint32_t i = 0; i < found->waiting.nr; i++) {
		struct pby_waiting *w = PBY_PUSH(&to->arena, &to->waiting);

		if (!w)
			return;
		*w = found->waiting.items[i];
		for (uint32_t f = 0; f < w->nr_frames; f++)
			w->frames[f] = pby_arena__strdup(&to->arena, w->frames[f]);
		pby_waiting__classify(w);
	}
}

static void failed(struct pby_sickness *to, const char *why)
{
	to->looked = (struct pby_domain){ PBY_NO, "/proc/PID/stack",
					  pby_arena__strdup(&to->arena, why) };
}

/* The number of the first pid namespace, PROC_PID_INIT_INO, is the same on every kernel since 3.8. */
static struct pby_fact own_namespace(const struct pby_root *root)
{
	struct pby_fact f = { PBY_MAYBE, PBY_OBSERVED, "pid namespace: not known", "/proc/self/ns/pid" };
	char link[64];
	ssize_t n;

	if (!root->live)
		return f;
	n = readlink("/proc/self/ns/pid", link, sizeof(link) - 1);
	if (n <= 0)
		return f;
	link[n] = '\0';
	f.value = strcmp(link, "pid:[4026531836]") ? PBY_YES : PBY_NO;
	f.text = f.value == PBY_YES ? "this process is in a pid namespace of its own"
				    : "this process is in the machine's first pid namespace";
	return f;
}

static void in_child(const struct pby_root *root, struct pby_sickness *to)
{
	struct pby_child child;
	struct pby_err err;
	enum pby_child_end end;

	if (pby_child__start(&child, REGION, look, (void *)root, &err)) {
		failed(to, err.text);
		return;
	}
	end = pby_child__wait(&child, CHILD_TIMEOUT_MS);
	if (child.region->result)
		take(to, child.region->result);
	else
		failed(to, end == PBY_CHILD_DONE ? "no memory" : "looking at the tasks of /proc never ended");
	pby_child__free(&child);
}

static void in_tree(const struct pby_root *root, struct pby_sickness *to)
{
	struct pby_region region = { 0 };

	look(&region, (void *)root);
	if (region.result)
		take(to, region.result);
	else
		failed(to, "no memory");
	pby_arena__free(&region.arena);
}

void pby_source__sickness(const struct pby_root *root, struct pby_sickness *sickness)
{
	*sickness = (struct pby_sickness){ 0 };
	if (!root->live && pby_captured__read_tasks(root, sickness))
		return;
	(root->live ? in_child : in_tree)(root, sickness);
	sickness->in_pid_namespace = own_namespace(root);
	if (pby_fact__yes(sickness->in_pid_namespace) && !sickness->partial)
		sickness->partial = "only the tasks of this pid namespace can be seen";
}
