// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* task.c: the life of a dump. */
#include "model/task.h"

void pby_dump__free(struct pby_dump *dump)
{
	pby_arena__free(&dump->arena);
	*dump = (struct pby_dump){ 0 };
}
