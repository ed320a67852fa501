// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tasks_rows.c: tasks that wait for what tracing needs, to JSON and back; and the file that both share. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/root.h"
#include "model/sickness.h"
#include "source/capture/captured.h"
#include "source/capture/row.h"

#define W(member, kind) PBY_COLUMN(struct pby_waiting, member, kind)
static const struct pby_column waiting_column_items[] = {
	W(pid, I32), W(tid, I32), W(comm, CHARS), W(kthread, BOOL), W(exiting, BOOL), W(waited_ms, U32),
};
static const struct pby_columns waiting_columns = PBY_COLUMNS(waiting_column_items);

#define S(member, kind) PBY_COLUMN(struct pby_sickness, member, kind)
static const struct pby_column sickness_column_items[] = {
	PBY_ENUM_COLUMN(struct pby_sickness, looked.read, PBY_YES + 1), S(looked.where, TEXT), S(looked.why, TEXT),
	S(partial, TEXT), PBY_ENUM_COLUMN(struct pby_sickness, in_pid_namespace.value, PBY_YES + 1),
	S(in_pid_namespace.text, TEXT), S(nr_tasks, U32), S(nr_unread, U32),
};
static const struct pby_columns sickness_columns = PBY_COLUMNS(sickness_column_items);

struct json_object *pby_captured__tasks(const struct pby_sickness *s)
{
	struct json_object *root = json_object_new_object(), *array;

	pby_row__write(root, &sickness_columns, s, true);
	array = pby_json__arr(root, "waiting");
	for (uint32_t i = 0; i < s->waiting.nr; i++) {
		const struct pby_waiting *w = &s->waiting.items[i];
		struct json_object *o = pby_json__obj(array, NULL), *frames;

		pby_row__write(o, &waiting_columns, w, true);
		pby_json__strn(o, "state", &w->state, 1);
		frames = pby_json__arr(o, "frames");
		for (uint32_t f = 0; f < w->nr_frames; f++)
			pby_json__str(frames, NULL, w->frames[f]);
	}
	return root;
}

static void read_waiting(const struct json_object *o, struct pby_waiting *w, struct pby_arena *arena)
{
	const struct json_object *frames = pby_json__get(o, "frames");
	const char *state = pby_json__get_str(o, "state");

	pby_row__read(o, &waiting_columns, w, arena);
	w->state = *state ? *state : '?';
	for (size_t i = 0; i < pby_json__len(frames) && i < PBY_MAX_WAIT_FRAMES; i++)
		w->frames[w->nr_frames++] =
			pby_arena__strdup(arena, json_object_get_string(pby_json__item(frames, i)) ?: "");
	pby_waiting__classify(w);
}

bool pby_captured__read_tasks(const struct pby_root *root, struct pby_sickness *s)
{
	struct json_object *o = pby_captured__load(root, PBY_CAPTURED_TASKS);
	const struct json_object *array = pby_json__get(o, "waiting");
	struct pby_fact *f = &s->in_pid_namespace;

	if (!o)
		return false;
	pby_row__read(o, &sickness_columns, s, &s->arena);
	s->looked.where = s->looked.where ? s->looked.where : "/proc/PID/stack";
	if (s->looked.read != PBY_YES && !s->looked.why)
		s->looked.why = "not in the snapshot";
	*f = (struct pby_fact){ f->value, PBY_OBSERVED, f->text ? f->text : "pid namespace: not known",
				"/proc/self/ns/pid" };
	for (size_t i = 0; i < pby_json__len(array); i++) {
		struct pby_waiting *w = PBY_PUSH(&s->arena, &s->waiting);

		if (w)
			read_waiting(pby_json__item(array, i), w, &s->arena);
	}
	json_object_put(o);
	return true;
}

struct json_object *pby_captured__load(const struct pby_root *root, const char *path)
{
	enum { MAX_CAPTURED = 256 << 20 };
	PBY_AUTO_BUF text = { 0 };
	struct json_tokener *tok;
	struct json_object *o;

	if (pby_root__read(root, path, MAX_CAPTURED, &text, NULL))
		return NULL;
	tok = json_tokener_new();
	o = tok ? json_tokener_parse_ex(tok, pby_buf__text(&text), (int)text.len + 1) : NULL;
	json_tokener_free(tok);
	if (json_object_is_type(o, json_type_object))
		return o;
	json_object_put(o);
	return NULL;
}
