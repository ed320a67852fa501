// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * published.c: the curves, as their authors counted, and what production machines did.
 *
 * The raw curves are get and put pairs per second of the author's test module (mattwuq/kretprobe).
 * The kretprobe curves are sys_flock calls in 10 seconds ("perf stat -a -I 10000 -e
 * syscalls:sys_enter_flock"), as the patches say that carry them. Which it is does not matter to
 * a ratio of predicted to measured: the point with one thread sets the unit of time.
 */
#include "lab/published.h"

#include <string.h>

#define ALL 1024

const struct lab_curve lab_published[] = {
	{ "8260-raw-cas", "get and put on the CAS free list", "xeon-8260", "2x24x2,siblings", "cas", false, 384, 1, ALL,
	  { { 1, 237.7e6 }, { 2, 163.4e6 }, { 4, 33.0e6 }, { 6, 24.4e6 }, { 8, 15.5e6 }, { 12, 12.6e6 }, { 16, 10.6e6 },
	    { 24, 9.02e6 }, { 32, 7.96e6 }, { 48, 6.80e6 }, { 64, 5.51e6 }, { 80, 4.83e6 }, { 96, 4.28e6 } }, 13 },
	{ "8260-kretprobe-cas", "sys_flock under a kretprobe, CAS free list", "xeon-8260", "2x24x2,cores", "cas", true, 96, 10, ALL,
	  { { 1, 10.9e6 }, { 2, 18.1e6 }, { 4, 23.2e6 }, { 6, 13.2e6 }, { 8, 11.2e6 }, { 12, 11.0e6 }, { 16, 9.6e6 },
	    { 24, 8.5e6 }, { 32, 8.4e6 }, { 48, 6.8e6 }, { 64, 5.7e6 }, { 96, 4.1e6 } }, 12 },
	/* The drop behind 24 threads is not explained: see doc/lab.md. */
	{ "8260-raw-percpu", "get and put on objpool as first proposed, 384 objects", "xeon-8260", "2x24x2,siblings", "percpu-cas", false, 384, 1, 24,
	  { { 1, 234.8e6 }, { 2, 294e6 }, { 4, 585e6 }, { 8, 1164e6 }, { 16, 2335e6 }, { 24, 3509e6 }, { 32, 1107e6 },
	    { 48, 1101e6 }, { 64, 1222e6 }, { 96, 1212e6 } }, 10 },
	/* The same code and machine with 1,536 objects does not drop. */
	{ "8260-raw-percpu-1536", "the same with 1,536 objects", "xeon-8260", "2x24x2,siblings", "percpu-cas", false, 1536, 1, ALL,
	  { { 1, 231.7e6 }, { 2, 293.3e6 }, { 4, 584.6e6 }, { 8, 1156.9e6 }, { 16, 2315e6 }, { 24, 3462e6 }, { 32, 4635e6 },
	    { 48, 6941e6 }, { 64, 10500e6 }, { 96, 13812e6 } }, 10 },
	{ "8260-kretprobe-objpool", "sys_flock under a kretprobe, objpool", "xeon-8260", "2x24x2,cores", "objpool", true, 96, 10, ALL,
	  { { 1, 10.35e6 }, { 2, 20.9e6 }, { 4, 42.0e6 }, { 6, 61.2e6 }, { 8, 84.0e6 }, { 12, 120.6e6 }, { 16, 160.8e6 },
	    { 24, 243.2e6 }, { 32, 316.7e6 }, { 48, 463.6e6 }, { 64, 556.3e6 }, { 96, 707.8e6 } }, 12 },
	{ "8336c-kretprobe-cas", "sys_flock under a kretprobe, CAS free list", "xeon-8336c", "2x32x2,cores", "cas", true, 0, 10, ALL,
	  { { 1, 34.76e6 }, { 2, 36.55e6 }, { 4, 17.95e6 }, { 6, 13.10e6 }, { 8, 12.57e6 }, { 12, 12.65e6 }, { 16, 14.73e6 },
	    { 24, 19.26e6 }, { 32, 10.10e6 }, { 48, 8.99e6 }, { 64, 11.94e6 }, { 72, 11.49e6 }, { 96, 7.13e6 }, { 128, 9.33e6 } }, 14 },
	{ "8336c-kretprobe-objpool", "sys_flock under a kretprobe, objpool", "xeon-8336c", "2x32x2,cores", "objpool", true, 0, 10, ALL,
	  { { 1, 35.63e6 }, { 2, 72.18e6 }, { 4, 144.07e6 }, { 8, 287.56e6 }, { 16, 576.9e6 }, { 32, 1158.9e6 },
	    { 48, 1737.8e6 }, { 64, 2324.4e6 }, { 96, 2380.3e6 }, { 128, 2463.2e6 } }, 10 },
	{ "920-kretprobe-cas", "sys_flock under a kretprobe, CAS free list, ARM64", "kunpeng-920", "4x24x1,cores", "cas", true, 0, 10, ALL,
	  { { 1, 17.50e6 }, { 2, 10.89e6 }, { 4, 10.22e6 }, { 8, 8.50e6 }, { 16, 6.42e6 }, { 24, 5.34e6 }, { 32, 4.82e6 },
	    { 48, 3.59e6 }, { 64, 3.12e6 }, { 96, 2.69e6 } }, 10 },
};

const size_t lab_nr_published = sizeof(lab_published) / sizeof(lab_published[0]);

const struct lab_production lab_production[] = {
	{ "4.14", "96 CPUs", "spinlock", 4.238e6, 119.1e3, { "2x24x2,cores" } },
	{ "6.6", "a very large machine", "cas", 8.5e6, 85e3, { "2x96x2,cores", "8x64x2,cores" } },
};
const size_t lab_nr_production = sizeof(lab_production) / sizeof(lab_production[0]);

const struct lab_curve *lab_published__find(const char *name)
{
	for (size_t i = 0; i < lab_nr_published; i++)
		if (!strcmp(lab_published[i].name, name))
			return &lab_published[i];
	return NULL;
}
