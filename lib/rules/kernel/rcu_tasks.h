// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_tasks.h: can a grace period of RCU-tasks wait for a task that waits for it? */
#ifndef PBY_RULES_RCU_TASKS_H
#define PBY_RULES_RCU_TASKS_H

#include "model/rule.h"

/* FOUND: it can; NOT_APPLICABLE: the kernel has no RCU-tasks. Cites what it looked at. */
enum pby_answer pby_rcu_tasks__exit_deadlock(struct pby_kernel *k, struct pby_judgement *j);

#endif
