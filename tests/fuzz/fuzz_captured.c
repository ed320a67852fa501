// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_captured.c: what a snapshot keeps beside files, from any bytes, up to the list of probes made of it. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/root.h"
#include "base/tree.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/sickness.h"
#include "source/capture/captured.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add(struct pby_tree *tree, const char *path, struct pby_text content)
{
	struct pby_tree_file *f = PBY_PUSH(&tree->arena, &tree->files);

	*f = (struct pby_tree_file){ path + 1, content };
	pby_map__put(&tree->by_path, f->path, strlen(f->path), tree->files.nr - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_text bytes = pby_text__of((const char *)data, size);
	struct pby_tree tree = { 0 };
	struct pby_root root = { .fd = -1, .tree = &tree };
	struct pby_arena arena = { 0 };
	struct pby_sightings seen = { 0 };
	struct pby_sickness sickness = { 0 };
	struct pby_probes probes = { 0 };
	struct pby_kernel kernel = { 0 };

	add(&tree, PBY_CAPTURED_PROBES, bytes);
	add(&tree, PBY_CAPTURED_TASKS, bytes);
	if (pby_captured__read_probes(&root, &arena, &seen) && !pby_probes__build(&probes, &seen, &kernel))
		pby_probes__free(&probes);
	pby_captured__read_tasks(&root, &sickness);
	pby_sickness__free(&sickness);
	pby_kernel__free(&kernel);
	pby_arena__free(&arena);
	pby_tree__free(&tree);
	return 0;
}
