// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_net_counters.c: any bytes as /proc/PID/net/snmp and as /proc/stat. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "source/bench/filter_counters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_text text = pby_text__of((const char *)data, size);
	struct pby_filter_ticks ticks;
	uint64_t packets;

	pby_filter__parse_snmp(text, &packets);
	pby_filter__parse_stat(text, 1, &ticks);
	return 0;
}
