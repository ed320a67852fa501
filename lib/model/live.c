// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: the life of a live dump. */
#include "model/live.h"

void pby_live__free(struct pby_live *live)
{
	pby_dump__free(&live->dump);
	pby_progress__free(&live->progress);
	*live = (struct pby_live){ 0 };
}
