// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: the life of a live dump. */
#include "model/live.h"

void pby_live__free(struct pby_live *live)
{
	pby_dump__free(&live->dump);
	for (uint32_t i = 0; i < live->nr_logs; i++)
		pby_dump__free(&live->logs[i]);
	pby_progress__free(&live->progress);
	*live = (struct pby_live){ 0 };
}
