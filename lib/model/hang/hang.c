// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.c: words and containers of a judgement. */
#include "model/hang/hang.h"

#include <stdarg.h>
#include <stdio.h>

const char *pby_circle__name(enum pby_circle circle)
{
	static const char *const names[] = { "unknown", "none", "near", "complete" };

	return names[circle];
}

const char *pby_task__words(struct pby_arena *arena, const struct pby_task *task)
{
	const char *comm = *task->comm ? task->comm : "a task";

	if (task->pid == PBY_PID_UNKNOWN)
		return comm;
	return pby_arena__printf(arena, "%s %d", comm, task->pid);
}

static const char *format(struct pby_arena *arena, const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	return pby_arena__strdup(arena, text);
}

void pby_diagnosis__summary(struct pby_diagnosis *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	d->summary = format(d->arena, fmt, ap);
	va_end(ap);
}

void pby_diagnosis__evidence(struct pby_diagnosis *d, const char *fmt, ...)
{
	const char **slot = PBY_PUSH(d->arena, &d->evidence);
	va_list ap;

	va_start(ap, fmt);
	if (slot)
		*slot = format(d->arena, fmt, ap);
	va_end(ap);
}

void pby_diagnosis__missing(struct pby_diagnosis *d, const char *what, const char *how)
{
	struct pby_missing *m = PBY_PUSH(d->arena, &d->missing);

	if (m)
		*m = (struct pby_missing){ what, how };
}

void pby_hang__free(struct pby_hang *hang)
{
	pby_graph__free(&hang->graph);
	pby_arena__free(&hang->arena);
	*hang = (struct pby_hang){ 0 };
}
