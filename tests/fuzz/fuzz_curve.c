// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_curve.c: any bytes as a measured curve of the lab, and its first line as a topology. */
#include <stdint.h>

#include "lab/curve.h"
#include "lab/topology.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_text text = pby_text__of((const char *)data, size), rest = text, line;
	struct lab_curve curve = { 0 };
	struct lab_topology t;
	struct pby_err err;
	char spec[64];

	lab_curve__parse(&curve, text, "input", &err);
	if (!pby_text__line(&rest, &line))
		return 0;
	pby_text__copy(line, spec, sizeof(spec));
	if (!lab_topology__parse(&t, spec, &err))
		for (int i = 0; i < lab_topology__cpus(&t); i++)
			lab_topology__place(&t, i);
	return 0;
}
