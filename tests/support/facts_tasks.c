// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* facts_tasks.c: turns fixture text into tasks that hang. */
#include "support/facts_tasks.h"

#include <errno.h>

int facts__tasks(struct pby_sickness *s, struct pby_text line)
{
	uint64_t nr;

	if (!pby_text__u64(&line, &nr))
		return -EINVAL;
	s->nr_tasks = (uint32_t)nr;
	s->looked = (struct pby_domain){ PBY_YES, "fixture", NULL };
	s->in_pid_namespace = (struct pby_fact){ PBY_NO, PBY_OBSERVED, "in the first pid namespace",
						 "fixture" };
	return 0;
}

int facts__tasks_partial(struct pby_sickness *s, struct pby_text line)
{
	s->partial = pby_arena__strndup(&s->arena, line.p, pby_text__len(&line));
	return 0;
}

int facts__own_namespace(struct pby_sickness *s, struct pby_text line)
{
	(void)line;
	s->in_pid_namespace = (struct pby_fact){ PBY_YES, PBY_OBSERVED,
						 "in a pid namespace of its own", "fixture" };
	return 0;
}

int facts__waiting(struct pby_sickness *s, struct pby_text line)
{
	struct pby_waiting *w = PBY_PUSH(&s->arena, &s->waiting);
	struct pby_text comm, state, frame;
	uint64_t pid, ms;

	if (!w || !pby_text__u64(&line, &pid) || !pby_text__word(&line, &comm) ||
	    !pby_text__word(&line, &state))
		return -EINVAL;
	pby_text__skip_blanks(&line);
	if (!pby_text__u64(&line, &ms))
		return -EINVAL;
	w->pid = w->tid = (int32_t)pid;
	w->state = *state.p;
	w->waited_ms = (uint32_t)ms;
	pby_text__copy(comm, w->comm, sizeof(w->comm));
	while (w->nr_frames < PBY_MAX_WAIT_FRAMES && pby_text__word(&line, &frame))
		w->frames[w->nr_frames++] = pby_arena__strndup(&s->arena, frame.p, pby_text__len(&frame));
	return pby_waiting__classify(w) == PBY_WAIT_NONE ? -EINVAL : 0;
}
