// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.c: the life of a dump, and the names of what it holds. */
#include "model/dump.h"

static const char *const note_names[PBY_NOTE_NR] = {
	[PBY_NOTE_SOFT_LOCKUP] = "soft-lockup",
	[PBY_NOTE_HARD_LOCKUP] = "hard-lockup",
	[PBY_NOTE_RCU_STALL] = "rcu-stall",
	[PBY_NOTE_RCU_STARVED] = "rcu-kthread-starved",
	[PBY_NOTE_EXPEDITED_STALL] = "rcu-expedited-stall",
	[PBY_NOTE_RCU_TASKS_STALL] = "rcu-tasks-stall",
	[PBY_NOTE_RCU_TASKS_GP] = "rcu-tasks-old-gp",
	[PBY_NOTE_RCU_TASKS_EXIT_SRCU] = "rcu-tasks-exit-srcu-stall",
	[PBY_NOTE_WORKQUEUE_LOCKUP] = "workqueue-lockup",
	[PBY_NOTE_UNREGISTER_NETDEV] = "unregister-netdevice",
	[PBY_NOTE_IO_ERROR] = "io-error",
	[PBY_NOTE_SERVER_SILENT] = "server-silent",
	[PBY_NOTE_HUNG_SUPPRESSED] = "hung-reports-suppressed",
	[PBY_NOTE_PANIC_HUNG] = "panic-on-hung-task",
	[PBY_NOTE_PANIC] = "panic",
	[PBY_NOTE_OOPS] = "oops",
	[PBY_NOTE_LOCKDEP_OFF] = "lockdep-off",
	[PBY_NOTE_PROGRESS] = "progress",
	[PBY_NOTE_TRUNCATED] = "truncated",
	[PBY_NOTE_LOST] = "messages-lost",
	[PBY_NOTE_LIMIT] = "reader-limit",
};

const char *pby_note_kind__name(enum pby_note_kind kind)
{
	return (unsigned int)kind < PBY_NOTE_NR ? note_names[kind] : "unknown";
}

void pby_dump__free(struct pby_dump *dump)
{
	pby_arena__free(&dump->arena);
	*dump = (struct pby_dump){ 0 };
}
