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

/* A row under an exact alternative of its first element. */
struct pby_row_link {
	const void *row;
	const char *rest;	/* the elements behind the first, "" for none */
	uint32_t next;		/* PBY_MAP_NONE ends it */
};

/* A row under an alternative that has a "*": most frames differ before it. */
struct pby_row_glob {
	struct pby_text alternative;
	uint32_t prefix_len;	/* up to the "*" */
	const char *rest;
	const void *row;
};

/* Takes the next alternative off a row's first element. */
static bool next_alternative(struct pby_text *first, struct pby_text *one)
{
	if (pby_text__empty(first))
		return false;
	if (!pby_text__until(first, '|', one)) {
		*one = *first;
		first->p = first->end;
	}
	return true;
}

static const char *star_of(struct pby_text one)
{
	return memchr(one.p, '*', pby_text__len(&one));
}

/* Enters a row under each exact alternative of its first element. */
static void enter(struct pby_knowledge *know, struct pby_map *map, const char *frames,
		  const void *row)
{
	struct pby_text rest = pby_text__str(frames), first, one;

	pby_text__word(&rest, &first);
	while (next_alternative(&first, &one)) {
		struct pby_row_link *link;
		uint32_t *head;

		if (star_of(one))
			continue;
		head = pby_map__at(map, one.p, pby_text__len(&one));
		link = PBY_PUSH(&know->arena, &know->links);
		if (!head || !link) {
			know->arena.failed = true;
			return;
		}
		*link = (struct pby_row_link){ .row = row, .rest = rest.p, .next = *head };
		*head = know->links.nr - 1;
	}
}

/* Backwards: the last one entered is found first, and the first row of a table counts before later ones. */
static void enter_part(struct pby_knowledge *know, const struct pby_knowledge_part *part)
{
	for (size_t i = part->nr_waits; i-- > 0;)
		enter(know, &know->waits_by_frame, part->waits[i].frames, &part->waits[i]);
	for (size_t i = part->nr_holds; i-- > 0;)
		enter(know, &know->holds_by_frame, part->holds[i].frames, &part->holds[i]);
}

static void enter_glob(struct pby_knowledge *know, struct pby_row_globs *globs, const char *frames,
		       const void *row)
{
	struct pby_text rest = pby_text__str(frames), first, one;

	pby_text__word(&rest, &first);
	while (next_alternative(&first, &one)) {
		const char *star = star_of(one);
		struct pby_row_glob *glob = star ? PBY_PUSH(&know->arena, globs) : NULL;

		if (glob)
			*glob = (struct pby_row_glob){ one, (uint32_t)(star - one.p), rest.p, row };
	}
}

static void enter_globs(struct pby_knowledge *know, const struct pby_knowledge_part *part)
{
	for (size_t i = 0; i < part->nr_waits; i++)
		enter_glob(know, &know->glob_waits, part->waits[i].frames, &part->waits[i]);
	for (size_t i = 0; i < part->nr_holds; i++)
		enter_glob(know, &know->glob_holds, part->holds[i].frames, &part->holds[i]);
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

static void add_fit(struct pby_knowledge *know, const void *row, const char *rest, int fit)
{
	struct pby_row_fit *f = fit >= 0 ? PBY_PUSH(&know->arena, &know->fits) : NULL;

	if (f)
		*f = (struct pby_row_fit){ row, rest, fit };
}

/* Exact ones first, each in the order of the tables. */
static uint32_t add_fits(struct pby_knowledge *know, const struct pby_map *exact,
			 const struct pby_row_globs *globs, const char *name)
{
	uint32_t link = pby_map__get(exact, name, strlen(name)), before = know->fits.nr;

	for (; link != PBY_MAP_NONE; link = know->links.items[link].next)
		add_fit(know, know->links.items[link].row, know->links.items[link].rest, INT16_MAX);
	for (uint32_t i = 0; i < globs->nr; i++) {
		const struct pby_row_glob *g = &globs->items[i];

		if (!strncmp(g->alternative.p, name, g->prefix_len))
			add_fit(know, g->row, g->rest, pby_pattern__fit(g->alternative, name));
	}
	return know->fits.nr - before;
}

struct pby_name_rows pby_knowledge__rows(struct pby_knowledge *know, const char *name)
{
	uint32_t *slot = pby_map__at(&know->asked, name, strlen(name));
	struct pby_name_rows *rows;

	if (slot && *slot != PBY_MAP_NONE)
		return know->answers.items[*slot];
	rows = slot ? PBY_PUSH(&know->arena, &know->answers) : NULL;
	if (!rows)
		return (struct pby_name_rows){ 0 };
	*slot = know->answers.nr - 1;
	rows->primitive = pby_primitive__kind(name);
	rows->start = know->fits.nr;
	rows->nr_waits = add_fits(know, &know->waits_by_frame, &know->glob_waits, name);
	rows->nr_holds = add_fits(know, &know->holds_by_frame, &know->glob_holds, name);
	return *rows;
}

void pby_knowledge__free(struct pby_knowledge *know)
{
	pby_map__free(&know->waits_by_frame);
	pby_map__free(&know->holds_by_frame);
	pby_map__free(&know->asked);
	pby_arena__free(&know->arena);
	*know = (struct pby_knowledge){ 0 };
}
