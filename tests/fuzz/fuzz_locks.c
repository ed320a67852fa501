// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_locks.c: recordings of contended locks, through to the state. */
#include <stddef.h>
#include <stdint.h>

#include "model/contention/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pby_fold_limits small = { .locks = 64, .waits = 64, .sites = 64, .stacks = 64, .tasks = 64,
						      .window = 16 };
	static struct pby_record_reader r;
	struct pby_fold *fold = pby_fold__new(&small);
	struct pby_contention c;
	int met;

	if (fold && !pby_record__open(&r, pby_text__of((const char *)data, size), NULL) &&
	    !pby_replay__feed(&r, fold, NULL, 0, &met, NULL) && !pby_replay__state(&r, fold, met, &c))
		pby_contention__free(&c);
	pby_fold__free(fold);
	return 0;
}
