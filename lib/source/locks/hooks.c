// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: which hooks this kernel has for contended locks, found by trying. */
#include "source/locks/hooks.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/bpf/objects.h"

/* Functions in which a CPU spins. */
static const char *const spinpaths[] = {
	"native_queued_spin_lock_slowpath", "queued_read_lock_slowpath", "queued_write_lock_slowpath",
};

/* Drains its readers without an event since 6.12. */
static const char draining[] = "percpu_down_write";

enum way { TP_BTF, RAW_TP, TRACEPOINT, FUNCTIONS, NR_WAYS };

static const struct {
	const char *how;
	const char *suffix;	/* of its programs' names */
} ways[NR_WAYS] = {
	[TP_BTF] = { "tp_btf", "_tp_btf" },
	[RAW_TP] = { "raw tracepoint", "_raw_tp" },
	[TRACEPOINT] = { "tracepoint", "_tp" },
	[FUNCTIONS] = { "fentry and fexit", NULL },
};

/* One attempt. */
struct attempt {
	struct pby_locks_hooks *hooks;
	const struct pby_locks_wish *wish;
	const struct btf *btf;	/* of the kernel */
	struct pby_arena *arena;
	enum way way;
	bool drains;		/* hook percpu_down_write as well */
};

static int silent(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

static bool has_function(const struct btf *btf, const char *name)
{
	return btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) > 0;
}

static bool has_event(const struct btf *btf, const char *name)
{
	char type[64];

	snprintf(type, sizeof(type), "btf_trace_%s", name);
	return btf__find_by_name_kind(btf, type, BTF_KIND_TYPEDEF) > 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static bool is_listed(const char *function, const char *const *list, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(list[i], function))
			return true;
	return false;
}

/* "enter_down" and "leave_down" hook the function "down"; NULL for programs of another sort. */
static const char *function_of(const char *program)
{
	return strncmp(program, "enter_", 6) && strncmp(program, "leave_", 6) ? NULL : program + 6;
}

static bool wants(const struct attempt *a, const char *program)
{
	const char *function = function_of(program);

	if (!strcmp(program, "look"))
		return true;
	if (function) {
		if (!has_function(a->btf, function))
			return false;
		if (!strcmp(function, draining))
			return a->drains;
		if (a->way != FUNCTIONS)
			return false;
		return a->wish->settings.spins ||
		       !is_listed(function, spinpaths, sizeof(spinpaths) / sizeof(spinpaths[0]));
	}
	if (a->way == FUNCTIONS || !ends_with(program, ways[a->way].suffix) ||
	    (a->way == TRACEPOINT && (ends_with(program, "_raw_tp") || ends_with(program, "tp_btf"))))
		return false;
	return strncmp(program, "release", 7) || has_event(a->btf, "contended_release");
}

static void choose_maps(const struct attempt *a)
{
	const struct pby_locks_settings *s = &a->wish->settings;
	const struct {
		const char *name;
		bool made;
	} maps[] = {
		{ "waits_of_task", a->hooks->task_storage },
		{ "events", s->record },
		{ "user_stacks", s->user_stacks },
		{ "user_files", s->user_stacks },
		{ "cpus", s->spins },
		{ "wanted_locks", s->nr_locks > 0 },
	};

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		bpf_map__set_autocreate(bpf_object__find_map_by_name(a->hooks->object, maps[i].name),
					maps[i].made);
}

/* Where the programs' settings lie in their constants, or -1. */
static int64_t settings_offset(const struct btf *own)
{
	int id = own ? btf__find_by_name_kind(own, ".rodata", BTF_KIND_DATASEC) : -1;
	const struct btf_type *section = id < 0 ? NULL : btf__type_by_id(own, (uint32_t)id);

	for (uint32_t i = 0; section && i < btf_vlen(section); i++) {
		const struct btf_var_secinfo *v = btf_var_secinfos(section) + i;
		const char *name = btf__name_by_offset(own, btf__type_by_id(own, v->type)->name_off);

		if (!strcmp(name, "settings") && v->size == sizeof(struct pby_locks_settings))
			return v->offset;
	}
	return -1;
}

static int set_settings(const struct attempt *a, struct pby_err *err)
{
	struct bpf_map *map = bpf_object__find_map_by_name(a->hooks->object, ".rodata");
	struct pby_locks_settings s = a->wish->settings;
	int64_t at = settings_offset(bpf_object__btf(a->hooks->object));
	size_t size = 0;
	const void *now = map ? bpf_map__initial_value(map, &size) : NULL;
	char *data;
	int rc;

	if (!now || at < 0 || (size_t)at + sizeof(s) > size)
		return pby_err__set(err, EINVAL, "the programs have other settings");
	data = malloc(size);
	if (!data)
		return pby_err__set(err, ENOMEM, "no memory");
	s.task_storage = a->hooks->task_storage;
	memcpy(data, now, size);
	memcpy(data + at, &s, sizeof(s));
	rc = bpf_map__set_initial_value(map, data, size);
	free(data);
	return rc ? pby_err__set(err, -rc, "settings: %s", strerror(-rc)) : 0;
}

static int fill_wanted(const struct attempt *a, struct pby_err *err)
{
	int fd = pby_locks_hooks__map(a->hooks, "wanted_locks");
	uint8_t yes = 1;

	for (uint32_t i = 0; i < a->wish->settings.nr_locks; i++)
		if (bpf_map_update_elem(fd, &a->wish->locks[i], &yes, BPF_ANY))
			return pby_err__set(err, errno, "bpf map update: %s", strerror(errno));
	return 0;
}

static int keep(struct attempt *a, struct bpf_program *program, struct pby_err *err)
{
	struct pby_locks_hooks *h = a->hooks;
	const char *name = bpf_program__name(program);
	struct bpf_link *link = bpf_program__attach(program);
	int rc = (int)libbpf_get_error(link);

	if (rc)
		return pby_err__set(err, -rc, "%s: attach: %s", name, strerror(-rc));
	if (!strcmp(name, "look")) {
		h->look = link;
	} else if (h->nr_links < PBY_LOCKS_MAX_LINKS) {
		h->links[h->nr_links++] = link;
	} else {
		bpf_link__destroy(link);
		return pby_err__set(err, ENOSPC, "too many hooks");
	}
	return 0;
}

static void not_seen(const struct attempt *a, const char *what, const char *why)
{
	struct pby_contention_unseen *u = PBY_PUSH(a->arena, &a->hooks->unseen);

	if (u)
		*u = (struct pby_contention_unseen){ what, why };
}

/*
 * Ends first: of what begins before its end is hooked, nothing is known, but no wait without an end is made. A slow
 * path that cannot be hooked is a hole that is told; an event that cannot is the end of this way.
 */
static int attach_all(struct attempt *a, struct pby_err *err)
{
	static const char *const order[] = { "leave_", "end_", "enter_", "begin_", "release_", "look" };
	struct bpf_program *p;
	int rc;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		bpf_object__for_each_program(p, a->hooks->object) {
			const char *name = bpf_program__name(p);

			if (strncmp(name, order[i], strlen(order[i])) || !bpf_program__autoload(p))
				continue;
			rc = keep(a, p, err);
			if (rc && !function_of(name))
				return rc;
			if (rc)
				not_seen(a, pby_arena__printf(a->arena, "waits in %s", function_of(name)),
					 pby_arena__strdup(a->arena, err->text));
		}
	}
	return a->hooks->nr_links ? 0 : pby_err__set(err, ENOENT, "no hook could be attached");
}

static int attempt(struct attempt *a, struct pby_err *err)
{
	struct pby_bpf_bytes b = pby_bpf_bytes__find("locks");
	LIBBPF_OPTS(bpf_object_open_opts, o, .object_name = "probity_locks");
	struct bpf_program *p;
	int rc;

	a->hooks->object = bpf_object__open_mem(b.bytes, b.size, &o);
	rc = (int)libbpf_get_error(a->hooks->object);
	if (rc) {
		a->hooks->object = NULL;
		return pby_err__set(err, -rc, "open: %s", strerror(-rc));
	}
	bpf_object__for_each_program(p, a->hooks->object)
		bpf_program__set_autoload(p, wants(a, bpf_program__name(p)));
	choose_maps(a);
	rc = set_settings(a, err);
	if (rc)
		return rc;
	rc = bpf_object__load(a->hooks->object);
	if (rc)
		return pby_err__set(err, -rc, "loading the programs: %s", strerror(-rc));
	rc = fill_wanted(a, err);
	return rc ? rc : attach_all(a, err);
}

/* The ways that the kernel's types do not exclude, best first, each with and without the hook for draining writers. */
static int try_ways(struct attempt *a, struct pby_err *err)
{
	bool event = has_event(a->btf, "contention_begin");
	bool drains = !a->wish->trampolines_can_hang && has_function(a->btf, draining);
	const char *refused = a->wish->trampolines_can_hang ?
		"not hooked: fentry can hang this kernel (rcu-tasks-exit-deadlock); its event may not tell of it" :
		"the function is not in the kernel's BTF";
	int rc = -ENOENT;

	for (a->way = event ? TP_BTF : FUNCTIONS; a->way < NR_WAYS; a->way++) {
		for (int with = drains || a->way == FUNCTIONS; with >= 0; with--) {
			a->drains = with;
			a->hooks->how = ways[a->way].how;
			rc = attempt(a, err);
			if (!rc && !with)
				not_seen(a, "writers of percpu_rw_semaphores that wait for readers to leave", refused);
			if (!rc)
				return 0;
			if (with)
				refused = pby_arena__printf(a->arena, "%s cannot be hooked: %s", draining, err->text);
			pby_locks_hooks__free(a->hooks);
		}
	}
	return rc;
}

int pby_locks_hooks__attach(struct pby_locks_hooks *hooks, const struct pby_locks_wish *wish,
			    struct pby_arena *arena, struct pby_err *err)
{
	struct attempt a = { .hooks = hooks, .wish = wish, .arena = arena };
	struct btf *btf;
	int rc;

	*hooks = (struct pby_locks_hooks){ 0 };
	libbpf_set_print(silent);
	btf = btf__load_vmlinux_btf();
	rc = (int)libbpf_get_error(btf);
	if (rc)
		return pby_err__set(err, -rc, "the kernel's BTF: %s", strerror(-rc));
	a.btf = btf;
	/* Before 5.12 tracing programs may not use it: asked, not inferred. */
	hooks->task_storage = !wish->real_time &&
		libbpf_probe_bpf_helper(BPF_PROG_TYPE_RAW_TRACEPOINT, BPF_FUNC_task_storage_get, NULL) > 0;
	rc = try_ways(&a, err);
	btf__free(btf);
	return rc;
}

void pby_locks_hooks__free(struct pby_locks_hooks *hooks)
{
	for (uint32_t i = 0; i < hooks->nr_links; i++)
		bpf_link__destroy(hooks->links[i]);
	bpf_link__destroy(hooks->look);
	bpf_object__close(hooks->object);
	hooks->nr_links = 0;
	hooks->look = NULL;
	hooks->object = NULL;
	hooks->unseen.nr = 0;
}

int pby_locks_hooks__map(const struct pby_locks_hooks *hooks, const char *name)
{
	struct bpf_map *map = bpf_object__find_map_by_name(hooks->object, name);

	return map && bpf_map__autocreate(map) ? bpf_map__fd(map) : -1;
}
