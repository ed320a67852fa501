// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.h: contended locks and their tasks as the dump of a machine, which lib/model/hang understands. */
#ifndef PBY_CONTENTION_DUMP_H
#define PBY_CONTENTION_DUMP_H

#include "model/contention/contention.h"
#include "model/dump.h"

/*
 * Task i of the dump is task i of c, waiting for the lock of its innermost wait. Strings and stacks
 * are those of c, which must outlive the dump. 0 or -ENOMEM; free the dump in any case.
 */
int pby_contention__dump(const struct pby_contention *c, struct pby_dump *dump);

#endif
