// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes_rows.c: what bpf(2) and /proc told of probes, to JSON and back. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/root.h"
#include "model/sighting.h"
#include "source/capture/captured.h"
#include "source/capture/row.h"

#define P(member, kind) PBY_COLUMN(struct pby_bpf_program, member, kind)
static const struct pby_column program_columns[] = {
	P(id, U32), P(type, U32), P(name, CHARS), P(tag, BYTES), P(loaded_ns, U64), P(uid, U32),
	P(jited_len, U32), P(attach_btf_obj, U32), P(attach_btf, U32), P(attach_name, TEXT),
	P(has_runs, BOOL), P(has_misses, BOOL), P(run_cnt, U64), P(run_time_ns, U64),
	P(recursion_misses, U64), P(maps, U32S),
};

#define L(member, kind) PBY_COLUMN(struct pby_bpf_link, member, kind)
static const struct pby_column link_columns[] = {
	L(id, U32), L(type, U32), L(prog, U32), L(attach_type, U32), L(info_len, U32), L(perf_type, U32),
	L(name, TEXT), L(offset, U64), L(addr, ADDRESS), L(missed, U64), L(flags, U32), L(target_obj, U32),
	L(target_btf, U32), L(map, U32), L(ifindex, U32), L(pid, U32), L(cgroup, U64), L(nr_places, U32),
};

#define M(member, kind) PBY_COLUMN(struct pby_bpf_map, member, kind)
static const struct pby_column map_columns[] = {
	M(id, U32), M(type, U32), M(key_size, U32), M(max_entries, U32), M(flags, U32), M(name, CHARS),
	M(entries, COUNT),
};

static const struct pby_column types_columns[] = {
	PBY_COLUMN(struct pby_bpf_types, id, U32), PBY_COLUMN(struct pby_bpf_types, kernel, BOOL),
	PBY_COLUMN(struct pby_bpf_types, name, TEXT),
};

static const struct pby_column pin_columns[] = {
	PBY_ENUM_COLUMN(struct pby_pin, what, PBY_HOLDS_PERF), PBY_COLUMN(struct pby_pin, id, U32),
	PBY_COLUMN(struct pby_pin, path, TEXT),
};

static const struct pby_column process_columns[] = {
	PBY_COLUMN(struct pby_process, pid, I32), PBY_COLUMN(struct pby_process, comm, TEXT),
	PBY_COLUMN(struct pby_process, cgroup, TEXT), PBY_COLUMN(struct pby_process, cgroup_why, TEXT),
	PBY_COLUMN(struct pby_process, pid_ns, U64),
};

#define H(member, kind) PBY_COLUMN(struct pby_holder, member, kind)
static const struct pby_column holder_columns[] = {
	H(process, U32), H(fd, I32), PBY_ENUM_COLUMN(struct pby_holder, what, PBY_HOLDS_STATS + 1),
	H(id, U32), H(same_as, U32), H(like, U32), H(fd_type, U32), H(name, TEXT), H(offset, U64),
	H(addr, ADDRESS),
};

static const struct pby_column memory_columns[] = {
	PBY_COLUMN(struct pby_kprobe_memory, addr, ADDRESS), PBY_COLUMN(struct pby_kprobe_memory, returns, BOOL),
	PBY_COLUMN(struct pby_kprobe_memory, missed, U64),
};

static const struct pby_column binary_columns[] = {
	PBY_COLUMN(struct pby_binary, path, TEXT), PBY_ENUM_COLUMN(struct pby_binary, go, PBY_YES + 1),
	PBY_COLUMN(struct pby_binary, why, TEXT),
};

static const struct pby_column usdt_columns[] = {
	PBY_COLUMN(struct pby_usdt, offset, U64), PBY_COLUMN(struct pby_usdt, name, TEXT),
};

/* A vector of struct pby_sightings: its name there is its name in the file. */
struct any {
	PBY_VEC(char) v;
};

#define VECTOR(member, columns) \
	{ #member, offsetof(struct pby_sightings, member), sizeof(*((struct pby_sightings *)0)->member.items), \
	  PBY_COLUMNS(columns) }
static const struct vector {
	const char *name;
	size_t offset, item_size;
	struct pby_columns columns;
} vectors[] = {
	VECTOR(programs, program_columns), VECTOR(links, link_columns), VECTOR(maps, map_columns),
	VECTOR(types, types_columns), VECTOR(pins, pin_columns), VECTOR(processes, process_columns),
	VECTOR(holders, holder_columns), VECTOR(memory, memory_columns), VECTOR(binaries, binary_columns),
};
enum { NR_VECTORS = sizeof(vectors) / sizeof(vectors[0]) };

static bool is_vector(const struct vector *v, const char *name)
{
	return !strcmp(v->name, name);
}

/* Lists that are no files. */
static const enum pby_probe_list lists[] = {
	PBY_LIST_PROGRAMS, PBY_LIST_LINKS, PBY_LIST_MAPS, PBY_LIST_PINS, PBY_LIST_HOLDERS, PBY_LIST_KCORE,
	PBY_LIST_BINARIES,
};

static const struct pby_column listing_column_items[] = {
	PBY_ENUM_COLUMN(struct pby_listing, read, PBY_YES + 1), PBY_COLUMN(struct pby_listing, partial, BOOL),
	PBY_COLUMN(struct pby_listing, needless, BOOL), PBY_COLUMN(struct pby_listing, why, TEXT),
};
static const struct pby_columns listing_columns = PBY_COLUMNS(listing_column_items);

static void after_link(const struct pby_bpf_link *link, struct json_object *o, bool addresses)
{
	struct json_object *array = link->nr_known && addresses ? pby_json__arr(o, "places") : NULL;

	for (uint32_t i = 0; array && i < link->nr_known; i++)
		pby_json__u64(array, NULL, link->places[i]);
}

static void after_binary(const struct pby_binary *binary, struct json_object *o)
{
	static const struct pby_columns columns = PBY_COLUMNS(usdt_columns);
	struct json_object *array = binary->usdt.nr ? pby_json__arr(o, "usdt") : NULL;

	for (uint32_t i = 0; i < binary->usdt.nr; i++)
		pby_row__write(pby_json__obj(array, NULL), &columns, &binary->usdt.items[i], true);
}

struct json_object *pby_captured__probes(const struct pby_sightings *seen, bool addresses)
{
	struct json_object *root = json_object_new_object(), *o = pby_json__obj(root, "lists");

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		pby_row__write(pby_json__obj(o, pby_probe_list__name(lists[i])), &listing_columns,
			       &seen->lists[lists[i]], addresses);
	pby_json__bool(root, "own_pid_namespace", seen->own_pid_namespace);
	for (size_t v = 0; v < NR_VECTORS; v++) {
		const struct any *vec = (const struct any *)((const char *)seen + vectors[v].offset);
		struct json_object *array = pby_json__arr(root, vectors[v].name);

		for (uint32_t i = 0; i < vec->v.nr; i++) {
			const void *row = vec->v.items + i * vectors[v].item_size;

			o = pby_json__obj(array, NULL);
			pby_row__write(o, &vectors[v].columns, row, addresses);
			if (is_vector(&vectors[v], "links"))
				after_link(row, o, addresses);
			else if (is_vector(&vectors[v], "binaries"))
				after_binary(row, o);
		}
	}
	return root;
}

static void read_places(const struct json_object *o, struct pby_bpf_link *link, struct pby_arena *arena)
{
	const struct json_object *array = pby_json__get(o, "places");
	uint32_t nr = (uint32_t)pby_json__len(array);
	uint64_t *places = nr ? pby_arena__alloc(arena, nr * sizeof(*places)) : NULL;

	for (uint32_t i = 0; places && i < nr; i++)
		places[i] = json_object_get_uint64(pby_json__item(array, i));
	link->places = places;
	link->nr_known = places ? nr : 0;
	if (link->nr_places < link->nr_known)
		link->nr_places = link->nr_known;
}

static void read_usdt(const struct json_object *o, struct pby_binary *binary, struct pby_arena *arena)
{
	static const struct pby_columns columns = PBY_COLUMNS(usdt_columns);
	const struct json_object *array = pby_json__get(o, "usdt");

	for (size_t i = 0; i < pby_json__len(array); i++) {
		struct pby_usdt *u = PBY_PUSH(arena, &binary->usdt);

		if (!u)
			return;
		pby_row__read(pby_json__item(array, i), &columns, u, arena);
		u->name = u->name ? u->name : "";
	}
}

static void read_vector(const struct json_object *array, const struct vector *v, struct pby_arena *arena,
			struct pby_sightings *seen)
{
	struct any *vec = (struct any *)((char *)seen + v->offset);
	uint32_t nr = (uint32_t)pby_json__len(array);

	*vec = (struct any){ 0 };
	vec->v.items = nr ? pby_arena__alloc(arena, nr * v->item_size) : NULL;
	if (!vec->v.items)
		return;
	for (; vec->v.nr < nr; vec->v.nr++) {
		const struct json_object *o = pby_json__item(array, vec->v.nr);
		void *row = vec->v.items + vec->v.nr * v->item_size;

		pby_row__read(o, &v->columns, row, arena);
		if (is_vector(v, "links"))
			read_places(o, row, arena);
		else if (is_vector(v, "binaries"))
			read_usdt(o, row, arena);
	}
	vec->v.cap = nr;
}

/* Strings that must not be NULL, and indexes that must be of something. */
static void repair(struct pby_sightings *s)
{
	for (uint32_t i = 0; i < s->links.nr; i++)
		s->links.items[i].name = s->links.items[i].name ? s->links.items[i].name : "";
	for (uint32_t i = 0; i < s->types.nr; i++)
		s->types.items[i].name = s->types.items[i].name ? s->types.items[i].name : "";
	for (uint32_t i = 0; i < s->pins.nr; i++)
		s->pins.items[i].path = s->pins.items[i].path ? s->pins.items[i].path : "";
	for (uint32_t i = 0; i < s->processes.nr; i++)
		s->processes.items[i].comm = s->processes.items[i].comm ? s->processes.items[i].comm : "";
	for (uint32_t i = 0; i < s->binaries.nr; i++)
		s->binaries.items[i].path = s->binaries.items[i].path ? s->binaries.items[i].path : "";
	if (!s->processes.nr)
		s->holders.nr = 0;
	for (uint32_t i = 0; i < s->holders.nr; i++) {
		struct pby_holder *h = &s->holders.items[i];

		h->name = h->name ? h->name : "";
		if (h->process >= s->processes.nr)
			h->process = 0;
		if (h->same_as >= i)
			h->same_as = UINT32_MAX;
		if (h->like >= i)
			h->like = UINT32_MAX;
	}
}

bool pby_captured__read_probes(const struct pby_root *root, struct pby_arena *arena, struct pby_sightings *seen)
{
	struct json_object *o = pby_captured__load(root, PBY_CAPTURED_PROBES);
	const struct json_object *said = pby_json__get(o, "lists");

	if (!o)
		return false;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct pby_listing *l = &seen->lists[lists[i]];

		*l = (struct pby_listing){ 0 };
		pby_row__read(pby_json__get(said, pby_probe_list__name(lists[i])), &listing_columns, l, arena);
		if (!l->why && (l->read == PBY_NO || l->partial))
			l->why = "not in the snapshot";
	}
	seen->own_pid_namespace = pby_json__get_bool(o, "own_pid_namespace");
	for (size_t v = 0; v < NR_VECTORS; v++)
		read_vector(pby_json__get(o, vectors[v].name), &vectors[v], arena, seen);
	repair(seen);
	json_object_put(o);
	return true;
}
