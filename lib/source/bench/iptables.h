// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* iptables.h: packets through a table of ip_tables in the far namespace. */
#ifndef PBY_BENCH_IPTABLES_H
#define PBY_BENCH_IPTABLES_H

struct pby_veth;
struct pby_bench_refusal;

/*
 * In the far namespace alone: the table "filter", which drops UDP at its chain INPUT and accepts the rest. Only where
 * the module iptable_filter is loaded already: its loading concerns the whole machine. 0, or -1.
 */
int pby_iptables__install(const struct pby_veth *v, struct pby_bench_refusal *refusal);

#endif
