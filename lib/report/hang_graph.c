// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_graph.c: from waits to boxes and arrows, and which box stands where. */
#include "report/hang_graph.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/map.h"

enum { BOXES_MAX = 200 };

struct maker {
	struct pby_drawing *d;
	const struct json_object *waits;
	struct pby_map boxes;		/* who or what -> box */
	struct pby_map waited_for;	/* who has somebody behind it */
	struct pby_map cycle;		/* who is in a cycle */
	struct pby_map roots;
	bool failed;
};

static const char *keep(struct maker *m, const struct pby_buf *text)
{
	return pby_arena__strndup(&m->d->arena, pby_buf__text(text), text->len);
}

static const char *name_of(struct maker *m, const struct json_object *who)
{
	PBY_AUTO_BUF text = { 0 };
	const char *comm = pby_json__get_str(who, "comm");

	pby_buf__adds(&text, *comm ? comm : "?");
	if (json_object_is_type(pby_json__get(who, "pid"), json_type_int))
		pby_buf__addf(&text, " %lld", (long long)pby_json__get_int(who, "pid"));
	return keep(m, &text);
}

static void put(struct maker *m, struct pby_map *map, const char *key, uint32_t value)
{
	if (!pby_map__put(map, key, strlen(key), value))
		m->failed = true;
}

static bool in(const struct pby_map *map, const char *key)
{
	return pby_map__get(map, key, strlen(key)) != PBY_MAP_NONE;
}

static void remember(struct maker *m, struct pby_map *map, const struct json_object *list, const char *key)
{
	for (size_t i = 0; i < pby_json__len(list); i++) {
		const struct json_object *who = pby_json__item(list, i);

		put(m, map, name_of(m, key ? pby_json__get(who, key) : who), 1);
	}
}

static void remember_all(struct maker *m, const struct json_object *result)
{
	const struct json_object *cycles = pby_json__get(result, "cycles");

	for (size_t i = 0; i < pby_json__len(cycles); i++)
		remember(m, &m->cycle, pby_json__get(pby_json__item(cycles, i), "members"), NULL);
	remember(m, &m->roots, pby_json__get(result, "roots"), "task");
	for (size_t i = 0; i < pby_json__len(m->waits); i++)
		remember(m, &m->waited_for, pby_json__get(pby_json__item(m->waits, i), "on"), NULL);
}

/* The box of a key, made when it is new; UINT32_MAX when the drawing is full. */
static uint32_t box(struct maker *m, const char *key, const char *label)
{
	uint32_t at = pby_map__get(&m->boxes, key, strlen(key));
	struct pby_box *b;

	if (at != PBY_MAP_NONE)
		return at;
	if (m->d->boxes.nr >= BOXES_MAX)
		return UINT32_MAX;
	b = PBY_PUSH(&m->d->arena, &m->d->boxes);
	if (!b) {
		m->failed = true;
		return UINT32_MAX;
	}
	b->label = label;
	put(m, &m->boxes, key, m->d->boxes.nr - 1);
	return m->d->boxes.nr - 1;
}

/* "event_mutex, exclusive" */
static const char *want(struct maker *m, const struct json_object *wait)
{
	const char *object = pby_json__get_str(wait, "object"), *mode = pby_json__get_str(wait, "mode");
	PBY_AUTO_BUF text = { 0 };

	pby_buf__adds(&text, *object ? object : pby_json__get_str(wait, "class"));
	if (*mode)
		pby_buf__addf(&text, ", %s", mode);
	return keep(m, &text);
}

static bool is_task(const struct json_object *on)
{
	const char *kind = pby_json__get_str(on, "kind");

	return !strcmp(kind, "task") || !strcmp(kind, "kthread");
}

static const char *target(struct maker *m, const struct json_object *on)
{
	const char *kind = pby_json__get_str(on, "kind"), *comm = pby_json__get_str(on, "comm");
	PBY_AUTO_BUF text = { 0 };

	if (is_task(on))
		return name_of(m, on);
	if (!strcmp(kind, "unknown"))
		return "holder not shown";
	pby_buf__addf(&text, "%s%s%s", kind, *comm ? ": " : "", comm);
	return keep(m, &text);
}

/* Waiters share a box when they have one name, want one thing, and nobody stands behind them. */
static const char *waiter_key(struct maker *m, const struct json_object *wait, const char *name,
			      const char *wanted, const char *whom)
{
	PBY_AUTO_BUF key = { 0 };

	if (in(&m->waited_for, name) || in(&m->cycle, name) || in(&m->roots, name))
		return name;
	pby_buf__addf(&key, "%s\n%s\n%s", pby_json__get_str(pby_json__get(wait, "waiter"), "comm"), wanted, whom);
	return keep(m, &key);
}

static void count(struct maker *m, uint32_t at, const struct json_object *wait)
{
	struct pby_box *b = &m->d->boxes.items[at];
	PBY_AUTO_BUF text = { 0 };

	if (++b->nr_tasks == 1) {
		b->detail = pby_arena__strdup(&m->d->arena, pby_json__get_str(wait, "what"));
		return;
	}
	pby_buf__addf(&text, "%u \303\227 %s", b->nr_tasks,
		      pby_json__get_str(pby_json__get(wait, "waiter"), "comm"));
	b->label = keep(m, &text);
}

static void add_arrow(struct maker *m, uint32_t from, uint32_t to, const char *label,
		      const char *evidence)
{
	struct pby_drawing *d = m->d;
	struct pby_arrow *a;

	for (uint32_t i = 0; i < d->arrows.nr; i++) {
		if (d->arrows.items[i].from == from && d->arrows.items[i].to == to)
			return;
	}
	a = PBY_PUSH(&d->arena, &d->arrows);
	if (!a) {
		m->failed = true;
		return;
	}
	*a = (struct pby_arrow){ .from = from, .to = to, .label = label };
	a->evidence = pby_arena__strdup(&d->arena, evidence);
	a->in_cycle = d->boxes.items[from].role == PBY_BOX_CYCLE && d->boxes.items[to].role == PBY_BOX_CYCLE;
}

static void set_role(struct maker *m, uint32_t at, const char *name, bool task)
{
	m->d->boxes.items[at].role = !task ? PBY_BOX_OUTSIDE : in(&m->cycle, name) ? PBY_BOX_CYCLE :
				     in(&m->roots, name) ? PBY_BOX_ROOT : PBY_BOX_WAITER;
}

static void add_wait(struct maker *m, const struct json_object *wait)
{
	const struct json_object *on = pby_json__get(wait, "on");
	const char *name = name_of(m, pby_json__get(wait, "waiter"));
	const char *wanted = want(m, wait);
	const char *first = pby_json__len(on) ? target(m, pby_json__item(on, 0)) : "holder not shown";
	uint32_t from = box(m, waiter_key(m, wait, name, wanted, first), name), to;

	if (from == UINT32_MAX) {
		m->d->left_out++;
		return;
	}
	set_role(m, from, name, true);
	count(m, from, wait);
	for (size_t i = 0; i < pby_json__len(on); i++) {
		const struct json_object *o = pby_json__item(on, i);
		const char *whom = target(m, o), *how = pby_json__get_str(o, "evidence");

		/* What nobody knows is drawn only when nothing else is known. */
		if (!strcmp(pby_json__get_str(o, "kind"), "unknown") && pby_json__len(on) > 1)
			continue;
		to = box(m, whom, whom);
		if (to == UINT32_MAX)
			continue;
		set_role(m, to, whom, is_task(o));
		add_arrow(m, from, to, wanted, *how ? how : pby_json__get_str(wait, "evidence"));
	}
}

/* Columns count the steps to where the waiting ends; a cycle's members stay where they are found. */
static void place(struct pby_drawing *d)
{
	uint32_t row[BOXES_MAX + 1] = { 0 };

	for (uint32_t round = 0; round < d->boxes.nr; round++) {
		bool moved = false;

		for (uint32_t i = 0; i < d->arrows.nr; i++) {
			const struct pby_arrow *a = &d->arrows.items[i];
			struct pby_box *from = &d->boxes.items[a->from];
			uint32_t least = d->boxes.items[a->to].column + 1;

			if (a->from == a->to || a->in_cycle || from->column >= least || least >= BOXES_MAX)
				continue;
			from->column = least;
			moved = true;
		}
		if (!moved)
			break;
	}
	for (uint32_t i = 0; i < d->boxes.nr; i++) {
		struct pby_box *b = &d->boxes.items[i];

		b->row = row[b->column]++;
		if (row[b->column] > d->rows)
			d->rows = row[b->column];
		if (b->column >= d->columns)
			d->columns = b->column + 1;
	}
}

bool pby_drawing__make(struct pby_drawing *d, const struct json_object *result)
{
	struct maker m = { .d = d, .waits = pby_json__get(result, "waits") };

	*d = (struct pby_drawing){ 0 };
	remember_all(&m, result);
	for (size_t i = 0; i < pby_json__len(m.waits); i++) {
		const struct json_object *w = pby_json__item(m.waits, i);

		if (pby_json__get_bool(w, "blocked") || in(&m.cycle, name_of(&m, pby_json__get(w, "waiter"))))
			add_wait(&m, w);
	}
	place(d);
	pby_map__free(&m.boxes);
	pby_map__free(&m.waited_for);
	pby_map__free(&m.cycle);
	pby_map__free(&m.roots);
	return !m.failed && !d->arena.failed;
}

void pby_drawing__free(struct pby_drawing *d)
{
	pby_arena__free(&d->arena);
	*d = (struct pby_drawing){ 0 };
}
