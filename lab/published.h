// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* published.h: throughput that others measured and published, to compare predictions with. */
#ifndef LAB_PUBLISHED_H
#define LAB_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LAB_CURVE_MAX = 32 };

struct lab_curve_point {
	int threads;
	double count;
};

/* A measured curve, published or read from a file. */
struct lab_curve {
	const char *name;
	const char *title;
	const char *machine;	/* in machines.def */
	const char *topology;	/* with the placement that this test had */
	const char *pool;
	bool kretprobe;
	int nr_objs;		/* 0: the kernel's default */
	double seconds;		/* the counts are those of so many seconds */
	int explained_to;	/* threads up to which the model claims to explain it; doc/lab.md */
	struct lab_curve_point points[LAB_CURVE_MAX];
	size_t nr;
	uint32_t bulk;		/* objects taken, and then put back, in a row; 0 (a file's): one */
};

/*
 * What a machine in production did without and with return probes. How many probed calls an
 * operation made was not published, nor, of the larger one, which machine it was.
 */
struct lab_production {
	const char *kernel;
	const char *machine;	/* in the words that were published */
	const char *pool;
	double without_per_s, with_per_s;
	const char *topologies[2];	/* to try; the second may be NULL */
};

extern const struct lab_production lab_production[];
extern const size_t lab_nr_production;
extern const struct lab_curve lab_published[];
extern const size_t lab_nr_published;
const struct lab_curve *lab_published__find(const char *name);

#endif
