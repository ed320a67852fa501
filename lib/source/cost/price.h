// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* price.h: what counting a run of a BPF program costs here. Loads a program that nothing runs: use in a child. */
#ifndef PBY_COST_PRICE_H
#define PBY_COST_PRICE_H

/*
 * Has the kernel run an empty program many times over (BPF_PROG_TEST_RUN, attached to nothing) without statistics
 * and with them. ns of one run; *empty_ns is what the statistics say it took. All 0 when it cannot be told.
 */
struct pby_stats_price {
	double off_ns, on_ns, empty_ns;
};

struct pby_stats_price pby_stats__price(void);

#endif
