// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.c: reads maps and iterator into a shot. */
#define _GNU_SOURCE
#include "source/locks/look.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "source/locks/own.h"
#include "source/locks/program_maps.h"

/* Low bits of an owner word that are no part of the task's address: 3 in mutexes. */
enum { OWNER_FLAGS = 7, BATCH = 256 };

struct look {
	struct pby_locks_shot *shot;
	const struct pby_locks_hooks *hooks;
	struct pby_arena *arena;
	struct pby_err *err;
};

static uint64_t clock_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* A whole hash, a batch of its buckets at a time; each pair is handed to take(). */
static int each_pair(struct look *l, const char *map, size_t key_size, size_t value_size,
		     void (*take)(struct look *l, const void *key, const void *value))
{
	int fd = pby_locks_hooks__map(l->hooks, map), rc = 0;
	uint64_t token[2] = { 0 };	/* as large as the largest key's; a hash uses 32 bits */
	char *keys = malloc(BATCH * (key_size + value_size)), *values = keys + BATCH * key_size;
	bool first = true;

	if (!keys)
		return pby_err__set(l->err, ENOMEM, "no memory");
	while (!rc) {
		uint32_t nr = BATCH;

		rc = bpf_map_lookup_batch(fd, first ? NULL : token, token, keys, values, &nr, NULL);
		if (rc && rc != -ENOENT) {
			pby_err__set(l->err, -rc, "map %s: %s", map, strerror(-rc));
			break;
		}
		first = false;
		for (uint32_t i = 0; i < nr; i++)
			take(l, keys + i * key_size, values + i * value_size);
	}
	free(keys);
	return rc == -ENOENT ? 0 : rc;
}

static void take_row(struct look *l, const void *key, const void *value)
{
	struct pby_locks_row_at *r = PBY_PUSH(l->arena, &l->shot->rows);

	if (!r)
		return;
	memcpy(&r->lock, key, sizeof(r->lock));
	memcpy(&r->row, value, sizeof(r->row));
}

static void take_site(struct look *l, const void *key, const void *value)
{
	struct pby_locks_site_at *s = PBY_PUSH(l->arena, &l->shot->sites);

	if (!s)
		return;
	memcpy(&s->key, key, sizeof(s->key));
	memcpy(&s->site, value, sizeof(s->site));
}

static struct pby_locks_stack *stack_of(struct look *l, uint32_t id, bool user)
{
	for (uint32_t i = 0; i < l->shot->stacks.nr; i++)
		if (l->shot->stacks.items[i].id == id && l->shot->stacks.items[i].user == user)
			return &l->shot->stacks.items[i];
	return NULL;
}

static void take_stack(struct look *l, uint32_t id)
{
	int fd = pby_locks_hooks__map(l->hooks, "stacks");
	struct pby_locks_stack *s = stack_of(l, id, false);
	uint32_t key = id - 1;

	if (s)
		return;
	s = PBY_PUSH(l->arena, &l->shot->stacks);
	if (!s)
		return;
	s->id = id;
	if (bpf_map_lookup_elem(fd, &key, s->addrs))
		return;
	while (s->nr < PBY_LOCKS_FRAMES && s->addrs[s->nr])
		s->nr++;
}

/* Another site with the same stack may know its files when the one before does not. */
static void take_user_stack(struct look *l, const struct pby_locks_site_at *site)
{
	struct pby_locks_stack *s = stack_of(l, site->key.user_stack, true);

	if (s && s->nr_files)
		return;
	s = s ? s : PBY_PUSH(l->arena, &l->shot->stacks);
	if (!s)
		return;
	s->id = site->key.user_stack;
	s->user = true;
	s->nr = pby_user_stack__read(l->hooks, s->id, site->key.lock, site->site.tgid, &l->shot->files, l->arena,
				     s->addrs, &s->nr_files);
}

static const struct pby_locks_task *known_task(const struct pby_locks_shot *shot, uint64_t addr)
{
	for (uint32_t i = 0; i < shot->tasks.nr; i++)
		if (shot->tasks.items[i].task == addr)
			return &shot->tasks.items[i];
	return NULL;
}

/* One walk over all tasks. Those that are known from the walk before are left as they were. */
static int walk_tasks(struct look *l)
{
	enum { AT_ONCE = 16 };
	int fd = bpf_iter_create(bpf_link__fd(l->hooks->look));
	uint32_t before = l->shot->tasks.nr;
	struct pby_locks_task *some;
	ssize_t n;
	size_t held = 0;

	if (fd < 0)
		return pby_err__set(l->err, errno, "iterator over tasks: %s", strerror(errno));
	some = malloc(AT_ONCE * sizeof(*some));
	while (some && (n = read(fd, (char *)some + held, AT_ONCE * sizeof(*some) - held)) != 0) {
		size_t whole;

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n < 0)
			break;
		held += (size_t)n;
		whole = held / sizeof(*some);
		for (size_t i = 0; i < whole; i++) {
			struct pby_locks_task *t;

			if (before && known_task(l->shot, some[i].task))
				continue;
			t = PBY_PUSH(l->arena, &l->shot->tasks);
			if (t)
				*t = some[i];
		}
		held -= whole * sizeof(*some);
		memmove(some, some + whole, held);
	}
	free(some);
	close(fd);
	return 0;
}

/* Asks for a task whose address an owner word holds, unless it is known; true when it was asked for. */
static bool ask(struct look *l, int fd, uint64_t word)
{
	uint64_t task = word & ~(uint64_t)OWNER_FLAGS;
	uint8_t yes = 1;

	return task && !known_task(l->shot, task) && !bpf_map_update_elem(fd, &task, &yes, BPF_ANY);
}

/* Owners that wait for nothing themselves: a second walk shows them. It also proves that they are tasks. */
static int owners(struct look *l)
{
	int fd = pby_locks_hooks__map(l->hooks, "asked_tasks"), rc = 0;
	uint32_t nr = l->shot->tasks.nr;
	bool any = false;
	uint64_t key;

	for (uint32_t i = 0; i < nr; i++)
		for (size_t w = 0; w <= PBY_LOCKS_NEST; w++) {
			const struct pby_locks_task *t = &l->shot->tasks.items[i];

			if (w < t->nr_waits || (w == PBY_LOCKS_NEST && t->blocker))
				any |= ask(l, fd, t->owner_now[w]);
			if (w < t->nr_waits)
				any |= ask(l, fd, t->waits[w].owner_word);
		}
	if (any)
		rc = walk_tasks(l);
	while (!bpf_map_get_next_key(fd, NULL, &key))
		bpf_map_delete_elem(fd, &key);
	return rc;
}

static void spins(struct look *l)
{
	int fd = pby_locks_hooks__map(l->hooks, "cpus"), nr = libbpf_num_possible_cpus();
	struct pby_locks_cpu *cpus;
	uint32_t zero = 0;

	if (fd < 0 || nr <= 0)
		return;
	cpus = calloc((size_t)nr, sizeof(*cpus));
	for (int c = 0; cpus && !bpf_map_lookup_elem(fd, &zero, cpus) && c < nr; c++)
		for (uint32_t i = 0; i < cpus[c].nr && i < PBY_LOCKS_SPINS; i++) {
			struct pby_locks_spin_at *s = PBY_PUSH(l->arena, &l->shot->spins);

			if (s)
				*s = (struct pby_locks_spin_at){ (uint32_t)c, cpus[c].spins[i] };
		}
	free(cpus);
}

static uint64_t recursion_misses(const struct pby_locks_hooks *hooks)
{
	struct bpf_program *p;
	uint64_t sum = 0;

	bpf_object__for_each_program(p, hooks->object) {
		struct bpf_prog_info info = { 0 };
		uint32_t size = sizeof(info);

		if (bpf_program__fd(p) >= 0 && !bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &size))
			sum += info.recursion_misses;
	}
	return sum;
}

static void losses(struct look *l)
{
	int fd = pby_locks_hooks__map(l->hooks, ".bss");
	uint32_t zero = 0;

	if (fd >= 0)
		bpf_map_lookup_elem(fd, &zero, &l->shot->loss);
	l->shot->loss.recursion += recursion_misses(l->hooks);
}

/* Everything but the tasks. */
static int tables(struct look *l, struct pby_region *region)
{
	struct pby_locks_shot *shot = l->shot;
	int rc;

	pby_region__doing(region, "the table of locks");
	rc = each_pair(l, "locks", sizeof(uint64_t), sizeof(struct pby_locks_row), take_row);
	if (rc)
		return rc;
	pby_region__doing(region, "the table of stacks");
	if (l->hooks->programs)
		l->hooks->programs->left = PBY_PROGRAM_MAPS_MOST;
	rc = each_pair(l, "sites", sizeof(struct pby_locks_site_key), sizeof(struct pby_locks_site), take_site);
	for (uint32_t i = 0; i < shot->sites.nr; i++) {
		if (shot->sites.items[i].key.stack)
			take_stack(l, shot->sites.items[i].key.stack);
		if (shot->sites.items[i].key.user_stack)
			take_user_stack(l, &shot->sites.items[i]);
	}
	spins(l);
	losses(l);
	pby_locks_own__take(&shot->own, l->hooks);
	return rc;
}

int pby_locks_shot__take(struct pby_locks_shot *shot, const struct pby_locks_hooks *hooks, enum pby_locks_depth depth,
			 struct pby_arena *arena, struct pby_region *region, struct pby_err *err)
{
	struct look l = { shot, hooks, arena, err };
	int rc;

	shot->how = hooks->how;
	shot->task_storage = hooks->task_storage;
	shot->by_switches = hooks->by_switches;
	for (uint32_t i = 0; i < hooks->unseen.nr; i++) {
		struct pby_contention_unseen *u = PBY_PUSH(arena, &shot->unseen);

		if (u)
			*u = hooks->unseen.items[i];
	}
	pby_region__doing(region, "the iterator over tasks");
	rc = walk_tasks(&l);
	if (!rc)
		rc = owners(&l);
	shot->at_ns = clock_ns(CLOCK_MONOTONIC);
	shot->wall_ns = clock_ns(CLOCK_REALTIME);
	if (!rc && depth == PBY_LOCKS_FULL)
		rc = tables(&l, region);
	shot->cut = arena->failed;
	return rc;
}
