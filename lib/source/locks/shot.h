// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* shot.h: what the maps and the iterator held at one moment, as they held it. */
#ifndef PBY_LOCKS_SHOT_H
#define PBY_LOCKS_SHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "bpf/locks.h"
#include "model/contention/contention.h"
#include "source/locks/user_stack.h"

struct pby_locks_row_at {
	uint64_t lock;
	struct pby_locks_row row;
};

struct pby_locks_site_at {
	struct pby_locks_site_key key;
	struct pby_locks_site site;
};

struct pby_locks_stack {
	uint32_t id;	/* as in struct pby_locks_site_key: never 0 */
	bool user;
	uint32_t nr;
	uint32_t nr_files;	/* frames whose file is known */
	uint64_t addrs[PBY_LOCKS_FRAMES];	/* innermost first; of programs: as user_stack.h says */
};

struct pby_locks_spin_at {
	uint32_t cpu;
	struct pby_locks_spin spin;
};

/* Lives in an arena that is emptied for the shot after the next. */
struct pby_locks_shot {
	uint64_t from_ns, at_ns, wall_ns;
	const char *how;
	bool task_storage;
	bool by_switches;	/* a program runs at every sched_switch, too */
	bool cut;		/* there was no room for all */
	struct pby_locks_settings settings;
	PBY_VEC(struct pby_locks_row_at) rows;
	PBY_VEC(struct pby_locks_task) tasks;	/* each thread once */
	PBY_VEC(struct pby_locks_site_at) sites;
	PBY_VEC(struct pby_locks_stack) stacks;
	struct pby_program_files files;	/* of the stacks of programs */
	PBY_VEC(struct pby_locks_spin_at) spins;
	PBY_VEC(struct pby_contention_unseen) unseen;
	struct pby_locks_loss loss;
	struct pby_contention_own own;
};

#endif
