// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* init_task.c: searches the kernel's data for the task that was never born. */
#define _GNU_SOURCE
#include "source/core/init_task.h"

#include <string.h>

#include "model/types.h"
#include "source/core/core.h"
#include "source/live/layout.h"

static bool is_task(const struct pby_core *core, const struct pby_layout *l, uint64_t task)
{
	uint64_t node = task + l->task_tasks.offset, next, prev, back, forth, pid;

	return pby_kmem__word(&core->mem, task + l->task_pid.offset, l->task_pid.size, &pid) && !pid &&
	       pby_kmem__u64(&core->mem, node, &next) && pby_kmem__u64(&core->mem, node + 8, &prev) &&
	       pby_kmem__u64(&core->mem, next + 8, &back) && pby_kmem__u64(&core->mem, prev, &forth) &&
	       next != node && back == node && forth == node;
}

uint64_t pby_init_task__find(const struct pby_core *core, const struct pby_types *types)
{
	static const char name[] = "swapper";
	struct pby_text rest = pby_core__image(core);
	struct pby_layout l;
	const char *p;

	if (!types->btf)
		return 0;
	pby_layout__read(&l, types);
	if (!l.task_comm.there || !l.task_tasks.there || !l.task_pid.there)
		return 0;
	while ((p = memmem(rest.p, pby_text__len(&rest), name, strlen(name)))) {
		uint64_t at = core->image_start + (uint64_t)(p - core->image.data) - l.task_comm.offset;

		if (at % 8 == 0 && is_task(core, &l, at))
			return at;
		rest.p = p + 1;
	}
	return 0;
}
