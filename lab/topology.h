// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* topology.h: sockets, cores, threads, and in which order threads are put on them. */
#ifndef LAB_TOPOLOGY_H
#define LAB_TOPOLOGY_H

#include "base/err.h"

enum lab_placement {
	LAB_PLACE_CORES,	/* Linux numbering: the cores of socket 0, of socket 1..., then the siblings */
	LAB_PLACE_SIBLINGS,	/* both siblings of a core, core by core: many virtual machines */
	LAB_PLACE_SPREAD,	/* sockets in turn, cores first: what the scheduler does with idle CPUs */
};

struct lab_topology {
	int sockets;
	int cores;		/* in a socket */
	int threads;		/* in a core: 1 or 2 */
	enum lab_placement placement;
};

enum { LAB_MAX_CPUS = 1024 };

/* Where the n-th thread runs. */
struct lab_place {
	int core;		/* 0.. over the whole machine */
	int socket;
	int sibling;		/* 0, or 1 on a core whose first sibling may be busy */
};

int lab_topology__cpus(const struct lab_topology *t);
struct lab_place lab_topology__place(const struct lab_topology *t, int n);

/*
 * From "SOCKETSxCORESxTHREADS", with ",siblings", ",cores" or ",spread" behind it if the
 * default (cores) is not meant: "2x24x2,siblings". -EINVAL with a sentence.
 */
int lab_topology__parse(struct lab_topology *t, const char *text, struct pby_err *err);
const char *lab_placement__name(enum lab_placement p);

#endif
