// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* binaries.c: what the probed files are, and which uprobes are USDT. */
#include <string.h>

#include "model/join/join.h"

static const char *usdt_at(const struct pby_binary *b, uint64_t offset)
{
	for (uint32_t i = 0; i < b->usdt.nr; i++)
		if (b->usdt.items[i].offset == offset)
			return b->usdt.items[i].name;
	return NULL;
}

void pby_join__binaries(struct pby_join *join)
{
	struct pby_map by_path = { 0 };

	for (uint32_t i = 0; i < join->seen->binaries.nr; i++) {
		const struct pby_binary *from = &join->seen->binaries.items[i];
		struct pby_probed_file *to = PBY_PUSH(join->arena, &join->to->files);

		if (!to)
			break;
		*to = (struct pby_probed_file){ pby_join__keep(join, from->path), from->go,
						pby_join__keep(join, from->why) };
		pby_map__put(&by_path, from->path, strlen(from->path), i);
	}
	for (uint32_t i = 0; i < join->to->probes.nr; i++) {
		struct pby_probe *p = &join->to->probes.items[i];
		uint32_t b;

		if (pby_probe_kind__family(p->kind) != PBY_FAMILY_UPROBE || !p->target)
			continue;
		b = pby_map__get(&by_path, p->target, strlen(p->target));
		if (b != PBY_MAP_NONE)
			p->usdt = pby_join__keep(join, usdt_at(&join->seen->binaries.items[b], p->offset));
	}
	pby_map__free(&by_path);
}
