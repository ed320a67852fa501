// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* programs.c: every loaded BPF program, whether anything runs it or not (4.13). */
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "model/sighting.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/bpf/walk.h"
#include "source/child.h"

enum { MAX_MAPS = 64 };

#define TOLD(len, field) \
	((len) >= offsetof(struct pby_uapi_prog_info, field) + sizeof(((struct pby_uapi_prog_info *)0)->field))

static int program(struct pby_region *region, struct pby_sightings *seen, int fd)
{
	uint32_t maps[MAX_MAPS];
	uint64_t jited_at = 0;	/* of the program itself; those of its subprograms are left out */
	struct pby_uapi_prog_info info = { .nr_map_ids = MAX_MAPS, .map_ids = (uintptr_t)maps,
					   .nr_jited_ksyms = 1, .jited_ksyms = (uintptr_t)&jited_at };
	uint32_t len = sizeof(info);
	struct pby_bpf_program p, *slot;
	int rc = pby_bpf__info(fd, &info, &len);

	if (rc)
		return rc;
	p = (struct pby_bpf_program){
		.id = info.id, .type = info.type, .loaded_ns = info.load_time,
		.uid = info.created_by_uid, .jited_len = info.jited_prog_len, .jited_at = jited_at,
		.attach_btf_obj = info.attach_btf_obj_id, .attach_btf = info.attach_btf_id,
		.has_runs = TOLD(len, run_cnt), .run_cnt = info.run_cnt,
		.run_time_ns = info.run_time_ns, .has_misses = TOLD(len, recursion_misses),
		.recursion_misses = info.recursion_misses,
	};
	memcpy(p.name, info.name, sizeof(p.name) - 1);
	memcpy(p.tag, info.tag, sizeof(p.tag));
	for (uint32_t i = 0; i < info.nr_map_ids && i < MAX_MAPS; i++) {
		uint32_t *id = PBY_PUSH(&region->arena, &p.maps);

		if (id)
			*id = maps[i];
	}
	slot = PBY_PUSH(&region->arena, &seen->programs);
	if (!slot)
		return -ENOMEM;
	*slot = p;
	return 0;
}

void pby_bpf_list__programs(struct pby_region *region, struct pby_sightings *seen)
{
	static const struct pby_bpf_walk walk = {
		PBY_LIST_PROGRAMS, PBY_BPF_PROG_GET_NEXT_ID, PBY_BPF_PROG_GET_FD_BY_ID,
		"BPF programs", program,
	};

	pby_bpf_walk__all(&walk, region, seen);
}
