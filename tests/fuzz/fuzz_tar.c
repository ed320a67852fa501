// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_tar.c: archives of captured machines, packed or not. */
#include <stddef.h>
#include <stdint.h>

#include "base/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_tree tree = { 0 };

	pby_tree__load(&tree, pby_text__of((const char *)data, size), NULL);
	pby_tree__free(&tree);
	return 0;
}
