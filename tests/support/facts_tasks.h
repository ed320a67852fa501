// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * facts_tasks.h: tasks that hang, in the same text as facts.h:
 *
 *	tasks 120
 *	tasks-partial the stacks of waiting tasks can only be read by root
 *	own-namespace
 *	waiting 231 system-probe D 1000 synchronize_rcu_tasks ftrace_shutdown
 *
 * "tasks N": N tasks were looked at. waiting: pid, comm, state, milliseconds without running, frames
 * from the innermost. Without any of them tasks were not looked at.
 */
#ifndef PBY_TEST_FACTS_TASKS_H
#define PBY_TEST_FACTS_TASKS_H

#include "base/text.h"
#include "model/sickness.h"

/* 0, or -EINVAL for a bad line. */
int facts__tasks(struct pby_sickness *s, struct pby_text line);
int facts__tasks_partial(struct pby_sickness *s, struct pby_text line);
int facts__own_namespace(struct pby_sickness *s, struct pby_text line);
int facts__waiting(struct pby_sickness *s, struct pby_text line);

#endif
