// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* machine.h: machines to simulate: a topology and its latencies. */
#ifndef LAB_MACHINE_H
#define LAB_MACHINE_H

#include "lab/engine/sim.h"

struct lab_machine {
	const char *name;
	const char *title;
	struct lab_topology topology;
	struct lab_costs costs;
};

/* The n-th of machines.def; false behind the last. */
bool lab_machine__nth(size_t n, struct lab_machine *m);
/* -ENOENT with a sentence that lists the names. */
int lab_machine__find(const char *name, struct lab_machine *m, struct pby_err *err);
/* What all machines share, with these latencies in nanoseconds. */
struct lab_costs lab_costs__of(double sibling_ns, double core_ns, double socket_ns);

#endif
