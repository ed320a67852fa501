// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tracing_hung_now.c: tasks of this machine stand still in what tracing needs. */
#include "model/kernel.h"
#include "model/rule.h"
#include "model/sickness.h"

static struct pby_fact seen(struct pby_judgement *j, const struct pby_waiting *w)
{
	const char *thread = w->tid == w->pid ? "" : pby_arena__printf(j->arena, ", thread %d", w->tid);
	const char *text = pby_arena__printf(j->arena, "%s (pid %d%s, %c) waits for %s in %s", w->comm, w->pid,
					     thread, w->state, pby_trace_wait__name(w->wait), w->frame);

	if (w->waited_ms)
		text = pby_arena__printf(j->arena, "%s, not moving for %u.%u s", text,
					 w->waited_ms / 1000, w->waited_ms / 100 % 10);
	return (struct pby_fact){ PBY_YES, PBY_OBSERVED, text, "/proc/PID/stack" };
}

enum { MAX_CITED = 12 };

/* Exits that take their time, and a grace period that waits for them, are no fault of tracing by themselves. */
static bool counts(const struct pby_waiting *w)
{
	return w->wait != PBY_WAIT_NAMESPACE && w->wait != PBY_WAIT_EXIT_SRCU;
}

static enum pby_answer none(const struct pby_sickness *s, struct pby_judgement *j)
{
	if (s->partial) {
		pby_judgement__missing(j, "a look at all tasks (%s)", s->partial);
		return PBY_UNKNOWN;
	}
	pby_judgement__cite(j, (struct pby_fact){ PBY_YES, PBY_OBSERVED,
		pby_arena__printf(j->arena, "none of %u tasks waits for what tracing needs", s->nr_tasks),
		"/proc/PID/stack" });
	return PBY_CLEAR;
}

static enum pby_answer judge(const struct pby_subject *subject, struct pby_judgement *j)
{
	const struct pby_sickness *s = subject->sickness;
	const struct pby_waiting *worst;
	struct pby_exit_deadlock who;
	uint32_t nr = 0, longest_ms = 0;

	if (!subject->kernel->running)
		return PBY_NOT_APPLICABLE;
	if (!s || s->looked.read != PBY_YES)
		return PBY_UNKNOWN;
	worst = pby_sickness__worst(s);
	if (!worst)
		return none(s, j);
	for (uint32_t i = 0; i < s->waiting.nr; i++) {
		const struct pby_waiting *w = &s->waiting.items[i];

		if (w != worst && nr < MAX_CITED)
			pby_judgement__cite(j, seen(j, w));
		nr += counts(w);
		if (counts(w) && w->waited_ms > longest_ms)
			longest_ms = w->waited_ms;
	}
	/* Last: the evidence that says it all. */
	pby_judgement__cite(j, seen(j, worst));
	if (pby_sickness__exit_deadlock(s, &who)) {
		pby_judgement__detail(j, "This is the deadlock of RCU-tasks and an exiting pid namespace: %s (pid %d) "
				      "detaches and waits for a grace period, that waits for %s (pid %d) to exit, and that "
				      "waits for its namespace's tasks. It never ends.",
				      who.detacher->comm, who.detacher->pid, who.init->comm, who.init->pid);
		return PBY_FOUND;
	}
	j->severity = PBY_HIGH;
	pby_judgement__detail(j, "%u task%s for grace periods or locks of tracing, and did not run %s%u.%u s. "
			      "A moment of this is normal while probes are attached or detached.",
			      nr, nr == 1 ? " waits" : "s wait", longest_ms ? "for " : "between looks: ",
			      longest_ms / 1000, longest_ms / 100 % 10);
	return PBY_FOUND;
}

const struct pby_rule pby_rule_tracing_hung_now = {
	.id = "tracing-hung-now",
	.title = "Tasks of this machine hang in tracing right now",
	.severity = PBY_CRITICAL,
	.area = PBY_AREA_KERNEL,
	.needs = "/proc/PID/stack of all tasks (as root, in the machine's first pid namespace)",
	.why = "Who waits here holds locks that others need: attaching and detaching probes, loading BPF programs and "
	       "modules, and reading files of tracefs can hang too, and cannot be killed.",
	.advice = "Do not attach, detach, or load anything now, and do not read tracefs: it may hang as well. Look again in "
		  "a minute (probity check); when the same tasks still stand there only a reboot helps.",
	.judge = judge,
};
