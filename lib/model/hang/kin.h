// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kin.h: which tasks of a dump have a number, a parent or a thread group, without asking all of them. */
#ifndef PBY_HANG_KIN_H
#define PBY_HANG_KIN_H

#include "base/index.h"
#include "model/dump.h"

/* What two tasks can have in common. */
enum pby_kin_by { PBY_KIN_PID, PBY_KIN_PARENT, PBY_KIN_GROUP, PBY_KIN_NR };

/* Indexes of one dump, which must outlive them; each is made when it is first asked. */
struct pby_kin {
	const struct pby_dump *dump;
	struct pby_index by[PBY_KIN_NR];
	bool made[PBY_KIN_NR];
};

/* A walk over the tasks that have this number, in the order of the dump. */
struct pby_kin_walk {
	const struct pby_kin *kin;
	enum pby_kin_by by;
	int32_t number;
	uint32_t entry;
};

/* A walk for PBY_PID_UNKNOWN, or without memory, finds nobody. */
struct pby_kin_walk pby_kin__walk(struct pby_kin *kin, enum pby_kin_by by, int32_t number);
/* An index into dump->tasks, or -1 at the end. */
int32_t pby_kin_walk__next(struct pby_kin_walk *walk);
void pby_kin__free(struct pby_kin *kin);

#endif
