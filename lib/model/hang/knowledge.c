// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* knowledge.c: all tables together, indexed by the first frame of their patterns. */
#include "model/hang/knowledge.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "model/hang/pattern.h"

#define KNOWLEDGE(part) extern const struct pby_knowledge_part pby_knowledge_##part;
#include "model/knowledge/parts.def"
#undef KNOWLEDGE

const struct pby_knowledge_part *const pby_knowledge_parts[] = {
#define KNOWLEDGE(part) &pby_knowledge_##part,
#include "model/knowledge/parts.def"
#undef KNOWLEDGE
	NULL
};

static const struct pby_lockname_row locknames[] = {
#define LOCKNAME(n, o, c, s, ns) { .name = n, .object = o, .cls = PBY_WAIT_##c, \
	.scope = PBY_SCOPE_##s, .noise = ns },
#include "model/knowledge/locknames.def"
#undef LOCKNAME
};

const struct pby_lockname_row *pby_lockname__find(const char *name)
{
	for (size_t i = 0; i < sizeof(locknames) / sizeof(locknames[0]); i++)
		if (pby_pattern__match(locknames[i].name, name))
			return &locknames[i];
	return NULL;
}

/* Enters a row under each exact alternative of its first element. */
static void enter(struct pby_knowledge *know, struct pby_map *map, const char *frames,
		  const void *row)
{
	struct pby_text rest = pby_text__str(frames), first, one;

	pby_text__word(&rest, &first);
	while (!pby_text__empty(&first)) {
		struct pby_row_link *link;
		uint32_t *head;

		if (!pby_text__until(&first, '|', &one)) {
			one = first;
			first.p = first.end;
		}
		if (memchr(one.p, '*', pby_text__len(&one)))
			continue;
		head = pby_map__at(map, one.p, pby_text__len(&one));
		link = PBY_PUSH(&know->arena, &know->links);
		if (!head || !link) {
			know->arena.failed = true;
			return;
		}
		*link = (struct pby_row_link){ .row = row, .next = *head };
		*head = know->links.nr - 1;
	}
}

static bool has_glob(const char *frames)
{
	return strcspn(frames, "*") < strcspn(frames, " ");
}

/* Backwards: the last one entered is found first, and the first row of a table counts before later ones. */
static void enter_part(struct pby_knowledge *know, const struct pby_knowledge_part *part)
{
	for (size_t i = part->nr_waits; i-- > 0;)
		enter(know, &know->waits_by_frame, part->waits[i].frames, &part->waits[i]);
	for (size_t i = part->nr_holds; i-- > 0;)
		enter(know, &know->holds_by_frame, part->holds[i].frames, &part->holds[i]);
}

static void enter_globs(struct pby_knowledge *know, const struct pby_knowledge_part *part)
{
	for (size_t i = 0; i < part->nr_waits; i++) {
		const struct pby_wait_row **slot = has_glob(part->waits[i].frames) ?
			PBY_PUSH(&know->arena, &know->glob_waits) : NULL;

		if (slot)
			*slot = &part->waits[i];
	}
	for (size_t i = 0; i < part->nr_holds; i++) {
		const struct pby_hold_row **slot = has_glob(part->holds[i].frames) ?
			PBY_PUSH(&know->arena, &know->glob_holds) : NULL;

		if (slot)
			*slot = &part->holds[i];
	}
}

int pby_knowledge__init(struct pby_knowledge *know)
{
	size_t nr = 0;

	*know = (struct pby_knowledge){ 0 };
	while (pby_knowledge_parts[nr])
		enter_globs(know, pby_knowledge_parts[nr++]);
	while (nr-- > 0)
		enter_part(know, pby_knowledge_parts[nr]);
	if (!know->arena.failed)
		return 0;
	pby_knowledge__free(know);
	return -ENOMEM;
}

void pby_knowledge__free(struct pby_knowledge *know)
{
	pby_map__free(&know->waits_by_frame);
	pby_map__free(&know->holds_by_frame);
	pby_arena__free(&know->arena);
	*know = (struct pby_knowledge){ 0 };
}
