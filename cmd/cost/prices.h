// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* prices.h: the price list of this kernel and CPU, if bench wrote one. */
#ifndef PBY_CMD_COST_PRICES_H
#define PBY_CMD_COST_PRICES_H

#include "base/err.h"
#include "model/bench/calibration.h"
#include "model/bench/machine.h"

struct pby_cost_prices {
	struct pby_bench_machine machine;
	struct pby_calibration list;	/* empty: why says why */
	const char *name;		/* file and date, in the list's arena; NULL: none */
	const char *why;
};

/*
 * Reads the file, or with NULL the one that bench hooks --save keeps for this kernel and CPU: that may be missing.
 * -errno for a file that was asked for and cannot be used.
 */
int pby_cost_prices__read(struct pby_cost_prices *prices, const char *path, struct pby_err *err);
void pby_cost_prices__free(struct pby_cost_prices *prices);

#endif
