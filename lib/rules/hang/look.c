// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.c: questions that several diagnoses ask of a graph. */
#include "rules/hang/look.h"

#include <stdlib.h>

#include "model/hang/pattern.h"

const char *pby_look__function(struct pby_graph *graph, int32_t task, const char *frame)
{
	const struct pby_stack_wait *s = pby_waits__stack(&graph->waits, task);

	for (uint32_t i = 0; i < s->nr; i++)
		if (pby_pattern__match(frame, s->names[i]))
			return s->names[i];
	return NULL;
}

const struct pby_wait *pby_look__next(struct pby_look *look)
{
	while (look->next < look->graph->nr_blocked) {
		const struct pby_wait *w = &look->graph->waits.items.items[look->graph->blocked[look->next++]];

		if (w->potential || (look->cls >= 0 && (int)w->cls != look->cls))
			continue;
		if (look->object && (!w->object.name ||
				     !pby_pattern__match(look->object, w->object.name)))
			continue;
		if (look->frame && !pby_look__function(look->graph, w->task, look->frame))
			continue;
		return w;
	}
	return NULL;
}

const struct pby_wait *pby_look__first(struct pby_graph *graph, int cls, const char *object,
				       const char *frame, uint32_t *nr)
{
	struct pby_look look = { .graph = graph, .cls = cls, .object = object, .frame = frame };
	const struct pby_wait *first = pby_look__next(&look);

	if (!nr)
		return first;
	*nr = first != NULL;
	while (first && pby_look__next(&look))
		(*nr)++;
	return first;
}

const struct pby_task *pby_look__task(const struct pby_graph *graph, const struct pby_wait *w)
{
	return &graph->waits.dump->tasks.items[w->task];
}

int32_t pby_look__frame(struct pby_graph *graph, const char *frame)
{
	for (uint32_t i = 0; i < graph->waits.dump->tasks.nr; i++)
		if (!graph->waits.dump->tasks.items[i].hide &&
		    pby_look__function(graph, (int32_t)i, frame))
			return (int32_t)i;
	return -1;
}

uint32_t pby_look__behind(const struct pby_graph *graph, int32_t task)
{
	bool *marks = pby_graph__reaching(&graph->waits, task, PBY_GUESSED);
	uint32_t nr = 0;

	for (uint32_t i = 0; marks && i < graph->waits.items.nr; i++)
		nr += marks[i] && graph->waits.items.items[i].blocked &&
		      graph->waits.items.items[i].task != task;
	free(marks);
	return nr;
}

const struct pby_note *pby_look__note(const struct pby_graph *graph, enum pby_note_kind kind)
{
	for (uint32_t i = 0; i < graph->waits.dump->notes.nr; i++)
		if (graph->waits.dump->notes.items[i].kind == kind)
			return &graph->waits.dump->notes.items[i];
	return NULL;
}

const char *pby_look__words(const struct pby_graph *graph, struct pby_diagnosis *d, int32_t task)
{
	return pby_task__words(d->arena, &graph->waits.dump->tasks.items[task]);
}

int32_t pby_look__holder(const struct pby_wait *w)
{
	const struct pby_wait_on *best = NULL;

	for (uint32_t i = 0; i < w->on.nr; i++)
		if (w->on.items[i].task >= 0 && (!best || w->on.items[i].certainty > best->certainty))
			best = &w->on.items[i];
	return best ? best->task : -1;
}

/* Counting who is behind each of thousands would take long: the first few tell. */
enum { COMPARED = 16, SHOWN = 3 };

bool pby_look__pile(struct pby_graph *graph, struct pby_diagnosis *d, int cls, const char *object,
		    const char *frame, struct pby_pile *pile)
{
	struct pby_look look = { .graph = graph, .cls = cls, .object = object, .frame = frame };
	const struct pby_wait *w;

	*pile = (struct pby_pile){ 0 };
	while ((w = pby_look__next(&look))) {
		uint32_t behind = pile->nr < COMPARED ? pby_look__behind(graph, w->task) : 0;

		if (!pile->nr++ || behind > pile->behind) {
			pile->first = w;
			pile->behind = behind;
		}
		if (pile->nr <= SHOWN)
			pby_diagnosis__evidence(d, "%s: %s", pby_look__words(graph, d, w->task), w->what);
	}
	if (!pile->nr)
		return false;
	d->circle = PBY_CIRCLE_NONE;
	d->root = pile->first->task;
	d->nr_tasks = pile->nr + pile->behind;
	return true;
}
