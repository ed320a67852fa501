// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_task_files.c: any bytes as /proc/PID/stat, stack and status; comm and stacks hold what others chose. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "source/task_files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_text text = pby_text__of((const char *)data, size), t = text, function;
	struct pby_task_stat stat;

	if (pby_task_stat__parse(text, &stat) && !stat.state)
		abort();
	while (pby_task_stack__next(&t, &function))
		if (pby_text__empty(&function))
			abort();
	pby_task_status__switches(text);
	return 0;
}
