// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* layout.c: resolves layout.def against BTF. */
#include "source/live/layout.h"

#include "model/types.h"

static struct pby_field find(const struct pby_types *types, const char *composite, const char *path)
{
	struct pby_member m;
	int64_t size;

	if (!pby_types__member(types, composite, path, &m) || m.bit_size || m.bit_offset % 8)
		return (struct pby_field){ 0 };
	size = btf__resolve_size(types->btf, m.type_id);
	return (struct pby_field){ m.bit_offset / 8, size > 0 ? (uint32_t)size : 0, true };
}

void pby_layout__read(struct pby_layout *layout, const struct pby_types *types)
{
#define FIELD(name, composite, path) layout->name = find(types, composite, path);
#include "source/live/layout.def"
#undef FIELD
}

bool pby_layout__has_tasks(const struct pby_layout *l)
{
	return l->task_tasks.there && l->task_thread_node.there && l->task_signal.there &&
	       l->signal_thread_head.there && l->task_pid.there && l->task_comm.there &&
	       l->task_stack.there && (l->task_state.there || l->task_state_old.there);
}
