// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: which hooks this kernel has for contended locks, found by trying. */
#include "source/locks/hooks.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/bpf/objects.h"
#include "source/locks/programs.h"

/* One attempt. */
struct attempt {
	struct pby_locks_hooks *hooks;
	const struct pby_locks_wish *wish;
	struct pby_locks_choice choice;
	struct pby_arena *arena;
};

static int silent(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

/* sched_switch asks by the number of the next thread. */
static bool uses_storage(const struct attempt *a)
{
	return a->hooks->can_store && a->choice.way != PBY_LOCKS_KPROBE;
}

static void choose_maps(const struct attempt *a)
{
	const struct pby_locks_settings *s = &a->wish->settings;
	const struct {
		const char *name;
		bool made;
	} maps[] = {
		{ "waits_of_task", uses_storage(a) },
		{ "events", s->record },
		{ "user_stacks", s->user_stacks },
		{ "user_files", s->user_stacks },
		{ "cpus", s->spins },
		{ "calling", a->choice.way == PBY_LOCKS_KPROBE },
		{ "call_goes_to", a->choice.way == PBY_LOCKS_KPROBE },
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
	s.task_storage = uses_storage(a);
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

/* All kprobes go on in one program. */
static int fill_calls(const struct attempt *a, struct pby_err *err)
{
	int to = pby_locks_hooks__map(a->hooks, "call_goes_to");
	int fd = bpf_program__fd(bpf_object__find_program_by_name(a->hooks->object, "on_call"));
	uint32_t zero = 0;

	if (to >= 0 && bpf_map_update_elem(to, &zero, &fd, BPF_ANY))
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
	static const char *const order[] = { "leave_", "end_", "switch_", "enter_", "begin_", "call_", "release_", "look" };
	struct bpf_program *p;
	uint32_t begins = 0;
	int rc;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		bpf_object__for_each_program(p, a->hooks->object) {
			const char *name = bpf_program__name(p), *function = pby_locks_program__function(name);

			if (strncmp(name, order[i], strlen(order[i])) || !bpf_program__autoload(p))
				continue;
			rc = keep(a, p, err);
			if (rc && !function)
				return rc;
			if (rc)
				not_seen(a, pby_arena__printf(a->arena, "waits in %s", function),
					 pby_arena__strdup(a->arena, err->text));
			begins += !rc && strncmp(name, "leave_", 6) && strncmp(name, "switch_", 7);
		}
	}
	/* One is the iterator. */
	return begins > 1 ? 0 : pby_err__set(err, ENOENT, "no hook could be attached");
}

/* What this way cannot tell on any kernel, and what this kernel lacks for it. */
static void tell_holes(struct attempt *a)
{
	struct bpf_program *p;
	const char *function;

	bpf_object__for_each_program(p, a->hooks->object) {
		function = pby_locks_choice__missing(&a->choice, bpf_program__name(p));
		if (function)
			not_seen(a, pby_arena__printf(a->arena, "waits in %s", function),
				 "the kernel's BTF knows no such function");
	}
	if (a->wish->settings.spins && a->choice.way < PBY_LOCKS_FENTRY)
		not_seen(a, "the first CPU that waits for a spinlock, and all of them in a guest without paravirtual spinlocks",
			 "they wait without an event: only those that queue behind the first one have it (qspinlock)");
	if (a->choice.way != PBY_LOCKS_KPROBE)
		return;
	not_seen(a, "how long waits were that never slept, and spinning after the last sleep",
		 "kprobes: a function that sleeps gets no return probe, its end is known from sched_switch");
	not_seen(a, "waits that were given up", "kprobes: what a function returned is not seen, they count as ended");
	if (a->wish->settings.spins)
		not_seen(a, "spinlocks and rwlocks", "kprobes: the end of spinning is no switch of tasks");
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
		bpf_program__set_autoload(p, pby_locks_choice__wants(&a->choice, bpf_program__name(p)));
	choose_maps(a);
	rc = set_settings(a, err);
	if (rc)
		return rc;
	rc = bpf_object__load(a->hooks->object);
	if (rc)
		return pby_err__set(err, -rc, "loading the programs: %s", strerror(-rc));
	a->hooks->task_storage = uses_storage(a);
	a->hooks->by_switches = a->choice.way == PBY_LOCKS_KPROBE;
	rc = fill_wanted(a, err);
	if (!rc)
		rc = fill_calls(a, err);
	if (!rc)
		rc = attach_all(a, err);
	if (!rc)
		tell_holes(a);
	return rc;
}

static int try_way(struct attempt *a, struct pby_err *err)
{
	bool functions = a->choice.way >= PBY_LOCKS_FENTRY;
	bool drains = !a->wish->trampolines_can_hang &&
		btf__find_by_name_kind(a->choice.btf, pby_locks_draining, BTF_KIND_FUNC) > 0;
	const char *why = a->wish->trampolines_can_hang ?
		"not hooked: fentry can hang this kernel (rcu-tasks-exit-deadlock); its event may not tell of it" :
		"the function is not in the kernel's BTF";
	int rc = -ENOENT;

	/* With and without the hook for draining writers. */
	for (int with = drains || functions; with >= 0 && rc; with--) {
		a->choice.drains = with;
		a->hooks->how = pby_locks_way__words(a->choice.way);
		rc = attempt(a, err);
		if (!rc && !with)
			not_seen(a, "writers of percpu_rw_semaphores that wait for readers to leave", why);
		if (rc && with)
			why = pby_arena__printf(a->arena, "%s cannot be hooked: %s", pby_locks_draining, err->text);
		if (rc)
			pby_locks_hooks__free(a->hooks);
	}
	return rc;
}

/*
 * What is attached through tracefs would stay when we are killed: libbpf does so where perf_event_open() knows no
 * kprobes (before 4.17, and without CONFIG_KPROBE_EVENTS).
 */
static const char *refused(enum pby_locks_way way, const struct btf *btf)
{
	const char *why = pby_locks_way__excluded(way, btf);

	if (!why && way == PBY_LOCKS_KPROBE && access("/sys/bus/event_source/devices/kprobe/type", F_OK))
		why = "perf_event_open() of this kernel knows no kprobes";
	return why;
}

/* The one that was asked for, or all that the kernel does not exclude, best first. */
static int try_ways(struct attempt *a, struct pby_err *err)
{
	enum pby_locks_way first = a->wish->hook ? pby_locks_way__find(a->wish->hook) : 0;
	enum pby_locks_way last = a->wish->hook ? first : PBY_LOCKS_WAYS - 1;
	int rc = -EINVAL;

	if (first == PBY_LOCKS_WAYS)
		return pby_err__set(err, EINVAL, "%s: no such hook", a->wish->hook);
	for (a->choice.way = first; a->choice.way <= last && rc; a->choice.way++) {
		const char *why = refused(a->choice.way, a->choice.btf);

		if (!why)
			rc = try_way(a, err);
		else if (rc == -EINVAL)
			rc = pby_err__set(err, ENOENT, "%s", why);
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
	a.choice = (struct pby_locks_choice){ .btf = btf, .spins = wish->settings.spins };
	/* Before 5.12 tracing programs may not use it: asked, not inferred. */
	hooks->can_store = !wish->real_time &&
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
