// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_build_id.c: any bytes as the notes in which a build id is looked for. */
#include <stdint.h>

#include "source/names/build_id.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char hex[PBY_BUILD_ID_HEX];
	struct pby_build_id id;

	if (pby_build_id__of_notes(pby_text__of((const char *)data, size), &id))
		pby_build_id__hex(&id, hex);
	return 0;
}
