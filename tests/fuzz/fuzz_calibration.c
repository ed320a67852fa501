// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_calibration.c: any bytes as a file of prices, asked for every price, and written again. */
#include <json-c/json.h>
#include <stdint.h>

#include "model/bench/calibration.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_calibration c = { 0 };

	if (!pby_calibration__parse(&c, (const char *)data, size, "input", NULL)) {
		for (int hook = 0; hook < PBY_NR_HOOKS; hook++)
			pby_calibration__price(&c, (enum pby_hook)hook, NULL, PBY_BENCH_EMPTY);
		pby_calibration__file_name(&c.arena, c.release, c.cpu_model);
		json_object_put(pby_calibration__json(&c));
	}
	pby_calibration__free(&c);
	return 0;
}
