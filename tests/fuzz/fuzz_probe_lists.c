// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_probe_lists.c: any bytes as every list of tracefs and debugfs; what comes out is joined and rendered. */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "report/probes.h"
#include "source/tracing/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_text text = pby_text__of((const char *)data, size);
	struct pby_style style = { .width = 100, .height = 24, .verbose = true };
	struct json_object *result = json_object_new_object();
	struct pby_sightings seen = { 0 };
	struct pby_kernel kernel = { 0 };
	struct pby_probes probes;
	struct pby_arena arena = { 0 };
	PBY_AUTO_BUF out = { 0 };

	pby_kprobe_list__parse(text, &arena, &seen);
	pby_trace_events__parse(text, false, &arena, &seen);
	pby_trace_events__parse(text, true, &arena, &seen);
	pby_profile__parse(text, false, &arena, &seen);
	pby_profile__parse(text, true, &arena, &seen);
	pby_set_event__parse(text, &arena, &seen);
	pby_enabled_functions__parse(text, &arena, &seen);
	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++)
		seen.lists[i].read = PBY_YES;
	pby_probes__build(&probes, &seen, &kernel);
	pby_probes__json(result, &probes);
	pby_probes__text(result, &style, &out);
	json_object_put(result);
	pby_probes__free(&probes);
	pby_kernel__free(&kernel);
	pby_arena__free(&arena);
	return 0;
}
