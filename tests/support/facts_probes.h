// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * facts_probes.h: attached probes, in the same text as facts.h:
 *
 *	probes
 *	probes-unread bpf-links=Operation not permitted
 *	probe kretprobe hrtimer_nanosleep pid=412 comm=agent missed=270 state=ftrace prog=kprobe
 *	probe uretprobe /usr/bin/dockerd pid=9 offset=4096
 *	program sched_cls ingress runs=100
 *	file /usr/bin/dockerd yes
 *	lru-map conns 1000 990
 *	stats-holder bpftop 17
 *
 * "probes": all lists were read. Values may not hold blanks. Of a probe: pid, comm, container, pidns
 * (1: one of its own), pin, event, module, offset, addr, places, state (one of the names), missed and
 * recursion (a number or ?), prog (a type), target=? (not told).
 */
#ifndef PBY_TEST_FACTS_PROBES_H
#define PBY_TEST_FACTS_PROBES_H

#include "base/text.h"
#include "model/probes.h"

/* 0, or -EINVAL for a bad line. */
int facts__probes(struct pby_probes *probes, struct pby_text line);
int facts__probes_unread(struct pby_probes *probes, struct pby_text line);
int facts__probe(struct pby_probes *probes, struct pby_text line);
int facts__program(struct pby_probes *probes, struct pby_text line);
int facts__file(struct pby_probes *probes, struct pby_text line);
int facts__lru_map(struct pby_probes *probes, struct pby_text line);
int facts__stats_holder(struct pby_probes *probes, struct pby_text line);

#endif
