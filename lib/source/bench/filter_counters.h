// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter_counters.h: what the kernel counted meanwhile: packets that the filter took away, and where a CPU's time went. */
#ifndef PBY_BENCH_FILTER_COUNTERS_H
#define PBY_BENCH_FILTER_COUNTERS_H

#include <stdint.h>
#include <sys/types.h>

#include "source/bench/filter.h"

struct pby_text;

/*
 * Packets that came in for this host but were not delivered, in the namespace of a process of ours: between the two
 * counters there is the hook "input" alone. Of /proc/PID/net/snmp. 0 or -errno.
 */
int pby_filter__dropped(pid_t pid, uint64_t *packets);
/* The same of its text; -EPROTO when the columns are not there. */
int pby_filter__parse_snmp(struct pby_text text, uint64_t *packets);

/* Of /proc/stat. 0 or -errno. */
int pby_filter__ticks(uint32_t cpu, struct pby_filter_ticks *ticks);
/* The same of its text: "cpu1 user nice system idle iowait irq softirq steal ...". */
int pby_filter__parse_stat(struct pby_text text, uint32_t cpu, struct pby_filter_ticks *ticks);

#endif
