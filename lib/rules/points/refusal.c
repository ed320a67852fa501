// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* refusal.c: decides when attaching, even of something harmless, is better not tried. */
#include <errno.h>
#include <string.h>

#include "model/attach_point.h"
#include "model/kernel.h"
#include "model/sickness.h"

static enum pby_answer answer_of(const struct pby_verdict *verdict, const char *id)
{
	for (uint32_t i = 0; i < verdict->judgements.nr; i++)
		if (!strcmp(verdict->judgements.items[i].rule->id, id))
			return verdict->judgements.items[i].answer;
	return PBY_UNKNOWN;
}

static const char *somebody_waits(const struct pby_sickness *s, bool deadlocks,
				  struct pby_arena *arena)
{
	const struct pby_waiting *w = pby_sickness__worst(s);

	/* Where grace periods wait for exiting tasks, a dying namespace holds ours up too. */
	if (!w)
		w = pby_sickness__first(s, PBY_WAIT_EXIT_SRCU);
	if (!w && deadlocks)
		w = pby_sickness__first(s, PBY_WAIT_NAMESPACE);
	if (!w)
		return NULL;
	return pby_arena__printf(arena, "%s (pid %d) waits for %s in %s and has not moved for %u.%u s; "
				 "attaching could hang too", w->comm, w->pid, pby_trace_wait__name(w->wait),
				 w->frame, w->waited_ms / 1000, w->waited_ms / 100 % 10);
}

const char *pby_attach_points__refusal(const struct pby_subject *subject,
				       const struct pby_verdict *verdict, struct pby_arena *arena)
{
	enum pby_answer deadlock = answer_of(verdict, "rcu-tasks-exit-deadlock");
	bool deadlocks = deadlock == PBY_FOUND || deadlock == PBY_UNKNOWN;
	const struct pby_sickness *s = subject->sickness;
	const char *why;

	if (!subject->kernel->running)
		return "the kernel is not running here";
	if (!s || s->looked.read != PBY_YES)
		return "the tasks of this machine could not be looked at: one may hold what attaching needs";
	why = somebody_waits(s, deadlocks, arena);
	if (why)
		return why;
	/*
	 * Seen on 5.10, 6.1, 6.12 and 7.2: what is attached and detached while it is 0 leaves its mark on
	 * the function. Once it is 1 again, the next detach of the last hook warns and kills ftrace.
	 */
	if (pby_fact__yes(pby_kernel__setting_failed(subject->kernel, "kernel.ftrace_enabled", ENODEV)))
		return "ftrace gave up after an internal error of the kernel: attaching now can make it worse";
	if (pby_fact__yes(pby_kernel__setting_is(subject->kernel, "kernel.ftrace_enabled", "0")))
		return "kernel.ftrace_enabled is 0: attaching and detaching now can break ftrace for good";
	if (s->nr_unread)
		return pby_arena__printf(arena, "%u task%s uninterruptibly and %s stack cannot be read: attaching "
					 "could hang too", s->nr_unread, s->nr_unread == 1 ? " waits" : "s wait",
					 s->nr_unread == 1 ? "its" : "their");
	if (deadlocks && !pby_fact__no(s->in_pid_namespace))
		return pby_arena__printf(arena, "%s rcu-tasks-exit-deadlock and probity runs in a pid namespace: if "
					 "its PID 1 were killed meanwhile, all tracing would hang for ever",
					 deadlock == PBY_FOUND ? "this kernel has" : "this kernel may have");
	return NULL;
}
