// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_folded.c: stacks of waiting as flame graph tools want them. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/map.h"
#include "report/hang_views.h"

/* Semicolons separate frames and a blank the count: names may hold neither. */
static void add_name(struct pby_buf *line, const char *name)
{
	for (; *name; name++)
		pby_buf__addc(line, *name == ';' || (unsigned char)*name <= ' ' ? '_' : *name);
}

static void fold(const struct json_object *wait, struct pby_buf *line)
{
	const struct json_object *frames = pby_json__get(wait, "frames");

	line->len = 0;
	add_name(line, pby_json__get_str(pby_json__get(wait, "waiter"), "comm"));
	for (size_t i = pby_json__len(frames); i > 0; i--) {
		const char *name = json_object_get_string(pby_json__item(frames, i - 1));

		pby_buf__addc(line, ';');
		add_name(line, name ? name : "?");
	}
}

void pby_hang__folded(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *waits = pby_json__get(result, "waits");
	struct pby_arena arena = { 0 };
	struct pby_map seen = { 0 };
	PBY_VEC(const char *) lines = { 0 };
	PBY_VEC(uint32_t) counts = { 0 };
	PBY_AUTO_BUF line = { 0 };

	for (size_t i = 0; i < pby_json__len(waits); i++) {
		const char **slot, *copy;
		uint32_t at, *count;

		fold(pby_json__item(waits, i), &line);
		at = pby_map__get(&seen, pby_buf__text(&line), line.len);
		if (at != PBY_MAP_NONE) {
			counts.items[at]++;
			continue;
		}
		copy = pby_arena__strndup(&arena, pby_buf__text(&line), line.len);
		slot = PBY_PUSH(&arena, &lines);
		count = PBY_PUSH(&arena, &counts);
		if (!slot || !count)
			break;
		*slot = copy;
		*count = 1;
		pby_map__put(&seen, copy, line.len, lines.nr - 1);
	}
	for (uint32_t i = 0; i < lines.nr; i++)
		pby_buf__addf(out, "%s %u\n", lines.items[i], counts.items[i]);
	pby_map__free(&seen);
	pby_arena__free(&arena);
}
