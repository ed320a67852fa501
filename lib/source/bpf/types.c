// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* types.c: which BTF object an id means: the kernel's, a module's or a program's. */
#include <string.h>
#include <unistd.h>

#include "model/sighting.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/child.h"

static void ask(struct pby_region *region, struct pby_sightings *seen, uint32_t id)
{
	char name[64] = "";
	struct pby_uapi_btf_info info = { .name = (uintptr_t)name, .name_len = sizeof(name) };
	uint32_t len = sizeof(info);
	struct pby_bpf_types *t;
	int fd;

	for (uint32_t i = 0; i < seen->types.nr; i++)
		if (seen->types.items[i].id == id)
			return;
	fd = pby_bpf__open_id(PBY_BPF_BTF_GET_FD_BY_ID, id);
	if (fd < 0)
		return;
	if (!pby_bpf__info(fd, &info, &len)) {
		char *copy = pby_arena__strdup(&region->arena, name);

		t = PBY_PUSH(&region->arena, &seen->types);
		if (t)
			*t = (struct pby_bpf_types){ id, info.kernel_btf != 0, copy };
	}
	close(fd);
}

void pby_bpf_list__types(struct pby_region *region, struct pby_sightings *seen)
{
	pby_region__doing(region, "BTF objects");
	for (uint32_t i = 0; i < seen->programs.nr; i++)
		if (seen->programs.items[i].attach_btf_obj)
			ask(region, seen, seen->programs.items[i].attach_btf_obj);
	for (uint32_t i = 0; i < seen->links.nr; i++)
		if (seen->links.items[i].target_obj)
			ask(region, seen, seen->links.items[i].target_obj);
}
