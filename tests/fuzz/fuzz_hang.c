// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_hang.c: any text through the whole of probity hang: dump, graph, diagnoses, JSON, text. */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "model/hang/hang.h"
#include "report/check.h"
#include "report/hang.h"
#include "source/dump/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pby_style style = { .width = 100, .height = 24, .verbose = size & 1 };
	struct pby_dump dump = { 0 };
	struct pby_hang hang;
	struct pby_err err;

	if (!pby_dump__read_mem(&dump, "fuzz", data, size, &err)) {
		if (!pby_hang__judge(&hang, &dump)) {
			struct json_object *result = pby_hang__json(&hang);
			PBY_AUTO_BUF text = { 0 };

			if (result)
				pby_hang__text(result, &style, &text);
			json_object_put(result);
		}
		pby_hang__free(&hang);
	}
	pby_dump__free(&dump);
	return 0;
}
