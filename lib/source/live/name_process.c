// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_process.c: what the threads of a process share: its address space and its signal_struct. */
#include "source/live/name.h"

static bool name_owner(const struct pby_naming *n, enum pby_ktask_key key, uint64_t object)
{
	const struct pby_ktask *task = pby_ktasks__by(&n->view->tasks, key, object);

	if (!task)
		return false;
	pby_buf__addf(n->words, "%d (%s)", task->tgid, task->comm);
	if (key == PBY_KTASK_MM)
		n->lock->mm_tgid = task->tgid;
	return true;
}

bool pby_name__mm(const struct pby_naming *n, uint64_t mm)
{
	return name_owner(n, PBY_KTASK_MM, mm);
}

bool pby_name__signal(const struct pby_naming *n, uint64_t signal)
{
	return name_owner(n, PBY_KTASK_SIGNAL, signal);
}
