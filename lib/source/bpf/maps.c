// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * maps.c: every BPF map, and how full those are that silently evict.
 *
 * No interface tells how many entries a map has. Walking the keys does, without touching
 * values or the LRU order, at one system call a key: so there is a budget for all maps.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/sighting.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/bpf/walk.h"
#include "source/child.h"

enum { LRU_HASH = 9, LRU_PERCPU_HASH = 10, MAX_KEY_SIZE = 1 << 16, KEYS_A_STEP = 1024 };

static bool evicts(uint32_t type)
{
	return type == LRU_HASH || type == LRU_PERCPU_HASH;
}

static int read_map(struct pby_region *region, struct pby_sightings *seen, int fd)
{
	struct pby_uapi_map_info info = { 0 };
	uint32_t len = sizeof(info);
	struct pby_bpf_map m, *slot;
	int rc = pby_bpf__info(fd, &info, &len);

	if (rc)
		return rc;
	m = (struct pby_bpf_map){ .id = info.id, .type = info.type, .key_size = info.key_size,
				  .max_entries = info.max_entries, .flags = info.map_flags };
	memcpy(m.name, info.name, sizeof(m.name) - 1);
	slot = PBY_PUSH(&region->arena, &seen->maps);
	if (!slot)
		return -ENOMEM;
	*slot = m;
	return 0;
}

/* Counts up to budget keys; the map may change meanwhile, so the number is of about now. */
static struct pby_count count_keys(struct pby_region *region, const struct pby_bpf_map *map,
				   uint32_t budget)
{
	struct pby_count c = { .read = PBY_YES };
	int fd = pby_bpf__open_id(PBY_BPF_MAP_GET_FD_BY_ID, map->id);
	char *keys = map->key_size <= MAX_KEY_SIZE ? calloc(2, map->key_size) : NULL;
	int rc = -EFBIG;

	if (fd >= 0 && keys) {
		rc = pby_bpf__next_key(fd, NULL, keys);
		/* A key deleted under the walk sends it back to the start: max_entries ends it. */
		while (!rc && c.value < map->max_entries && c.value <= budget) {
			memcpy(keys + map->key_size, keys, map->key_size);
			rc = pby_bpf__next_key(fd, keys + map->key_size, keys);
			if (++c.value % KEYS_A_STEP == 0)
				pby_region__step(region);
		}
	}
	free(keys);
	if (fd >= 0)
		close(fd);
	if (fd < 0 || (rc && rc != -ENOENT))
		return (struct pby_count){ PBY_NO, 0, strerror(fd < 0 ? -fd : -rc) };
	if (c.value > budget)
		return (struct pby_count){ PBY_NO, 0, "too many entries to count unasked" };
	return c;
}

void pby_bpf_list__maps(struct pby_region *region, struct pby_sightings *seen, uint32_t max_keys)
{
	static const struct pby_bpf_walk walk = {
		PBY_LIST_MAPS, PBY_BPF_MAP_GET_NEXT_ID, PBY_BPF_MAP_GET_FD_BY_ID, "BPF maps",
		read_map,
	};

	pby_bpf_walk__all(&walk, region, seen);
	for (uint32_t i = 0; i < seen->maps.nr; i++) {
		struct pby_bpf_map *m = &seen->maps.items[i];

		if (!evicts(m->type))
			continue;
		m->entries = count_keys(region, m, max_keys);
		if (m->entries.read == PBY_YES)
			max_keys -= (uint32_t)m->entries.value;
	}
}
