// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * published.c: the curves, as their authors counted, and what production machines did.
 *
 * The raw curves are pairs of get and put in ten seconds of the author's test module (mattwuq/kretprobe:
 * data/perf.data.x86.csv and perf.data.arm64.csv). The patches print them without a unit; data/perf-queue.py, which made
 * the tables, takes the median of five runs and norms it to ten seconds, and quotes the module: "fl: threads:96 ...
 * delta: 10005563711 hits: 4294672". The kretprobe curves are sys_flock calls in 10 seconds ("perf stat -a -I 10000 -e
 * syscalls:sys_enter_flock"; data/x86.perf.n.csv, README.md). Contended, both come to the same counts, as they must.
 */
#include "lab/published.h"

#include <string.h>

#define ALL 1024

const struct lab_curve lab_published[] = {
	{ "8260-raw-cas", "get and put on the CAS free list", "xeon-8260", "2x24x2,siblings", "cas", false, 384, 10, ALL,
	  { { 1, 237.7e6 }, { 2, 163.4e6 }, { 4, 33.0e6 }, { 6, 24.4e6 }, { 8, 15.5e6 }, { 12, 12.6e6 }, { 16, 10.6e6 },
	    { 24, 9.02e6 }, { 32, 7.96e6 }, { 48, 6.80e6 }, { 64, 5.51e6 }, { 80, 4.83e6 }, { 96, 4.28e6 } }, 13, 1 },
	{ "8260-kretprobe-cas", "sys_flock under a kretprobe, CAS free list", "xeon-8260", "2x24x2,cores", "cas", true, 96, 10, ALL,
	  { { 1, 10.9e6 }, { 2, 18.1e6 }, { 4, 23.2e6 }, { 6, 13.2e6 }, { 8, 11.2e6 }, { 12, 11.0e6 }, { 16, 9.6e6 },
	    { 24, 8.5e6 }, { 32, 8.4e6 }, { 48, 6.8e6 }, { 64, 5.7e6 }, { 96, 4.1e6 } }, 12, 1 },
	/* The drop behind 24 threads is not explained: see doc/lab.md. */
	{ "8260-raw-percpu", "get and put on objpool as first proposed, 384 objects", "xeon-8260", "2x24x2,siblings", "percpu-cas", false, 384, 10, 24,
	  { { 1, 234.8e6 }, { 2, 294e6 }, { 4, 585e6 }, { 8, 1164e6 }, { 16, 2335e6 }, { 24, 3509e6 }, { 32, 1107e6 },
	    { 48, 1101e6 }, { 64, 1222e6 }, { 96, 1212e6 } }, 10, 1 },
	/* The same code and machine with 1,536 objects does not drop. */
	{ "8260-raw-percpu-1536", "the same with 1,536 objects", "xeon-8260", "2x24x2,siblings", "percpu-cas", false, 1536, 10, ALL,
	  { { 1, 231.7e6 }, { 2, 293.3e6 }, { 4, 584.6e6 }, { 8, 1156.9e6 }, { 16, 2315e6 }, { 24, 3462e6 }, { 32, 4635e6 },
	    { 48, 6941e6 }, { 64, 10500e6 }, { 96, 13812e6 } }, 10, 1 },
	{ "8260-kretprobe-objpool", "sys_flock under a kretprobe, objpool", "xeon-8260", "2x24x2,cores", "objpool", true, 96, 10, ALL,
	  { { 1, 10.35e6 }, { 2, 20.9e6 }, { 4, 42.0e6 }, { 6, 61.2e6 }, { 8, 84.0e6 }, { 12, 120.6e6 }, { 16, 160.8e6 },
	    { 24, 243.2e6 }, { 32, 316.7e6 }, { 48, 463.6e6 }, { 64, 556.3e6 }, { 96, 707.8e6 } }, 12, 1 },
	{ "8336c-kretprobe-cas", "sys_flock under a kretprobe, CAS free list", "xeon-8336c", "2x32x2,cores", "cas", true, 0, 10, ALL,
	  { { 1, 34.76e6 }, { 2, 36.55e6 }, { 4, 17.95e6 }, { 6, 13.10e6 }, { 8, 12.57e6 }, { 12, 12.65e6 }, { 16, 14.73e6 },
	    { 24, 19.26e6 }, { 32, 10.10e6 }, { 48, 8.99e6 }, { 64, 11.94e6 }, { 72, 11.49e6 }, { 96, 7.13e6 }, { 128, 9.33e6 } }, 14, 1 },
	{ "8336c-kretprobe-objpool", "sys_flock under a kretprobe, objpool", "xeon-8336c", "2x32x2,cores", "objpool", true, 0, 10, ALL,
	  { { 1, 35.63e6 }, { 2, 72.18e6 }, { 4, 144.07e6 }, { 8, 287.56e6 }, { 16, 576.9e6 }, { 32, 1158.9e6 },
	    { 48, 1737.8e6 }, { 64, 2324.4e6 }, { 96, 2380.3e6 }, { 128, 2463.2e6 } }, 10, 1 },
	{ "920-kretprobe-cas", "sys_flock under a kretprobe, CAS free list, ARM64", "kunpeng-920", "4x24x1,cores", "cas", true, 0, 10, ALL,
	  { { 1, 17.50e6 }, { 2, 10.89e6 }, { 4, 10.22e6 }, { 8, 8.50e6 }, { 16, 6.42e6 }, { 24, 5.34e6 }, { 32, 4.82e6 },
	    { 48, 3.59e6 }, { 64, 3.12e6 }, { 96, 2.69e6 } }, 10, 1 },
	{ "8260-raw-cas-bulk8", "the same, eight objects in a row", "xeon-8260", "2x24x2,siblings", "cas", false, 384, 10, ALL,
	  { { 1, 264.3e6 }, { 2, 149.6e6 }, { 4, 18.58e6 }, { 6, 13.98e6 }, { 8, 11.21e6 }, { 12, 10.19e6 }, { 16, 9.256e6 },
	    { 24, 8.224e6 }, { 32, 7.580e6 }, { 48, 6.435e6 }, { 64, 5.803e6 }, { 80, 4.933e6 }, { 96, 4.374e6 } }, 13, 8 },
	{ "8260-raw-cas-1536", "the same with 1,536 objects", "xeon-8260", "2x24x2,siblings", "cas", false, 1536, 10, ALL,
	  { { 1, 238.3e6 }, { 2, 163.4e6 }, { 4, 32.76e6 }, { 6, 25.19e6 }, { 8, 15.05e6 }, { 12, 11.55e6 }, { 16, 10.38e6 },
	    { 24, 8.984e6 }, { 32, 8.080e6 }, { 48, 6.404e6 }, { 64, 5.735e6 }, { 80, 4.862e6 }, { 96, 4.218e6 } }, 13, 1 },
	{ "8260-kretprobe-cas-384", "sys_flock under a kretprobe, CAS free list of 384", "xeon-8260", "2x24x2,cores", "cas", true, 384, 10, ALL,
	  { { 1, 10.83e6 }, { 2, 17.29e6 }, { 4, 25.75e6 }, { 6, 17.59e6 }, { 8, 10.72e6 }, { 12, 10.21e6 }, { 16, 9.653e6 },
	    { 24, 9.002e6 }, { 32, 8.403e6 }, { 48, 6.708e6 }, { 64, 5.376e6 }, { 96, 4.338e6 } }, 12, 1 },
	{ "920-raw-cas", "get and put on the CAS free list, ARM64", "kunpeng-920", "4x24x1,cores", "cas", false, 384, 10, ALL,
	  { { 1, 93.64e6 }, { 2, 21.40e6 }, { 4, 16.27e6 }, { 6, 12.12e6 }, { 8, 9.120e6 }, { 12, 6.672e6 }, { 16, 5.690e6 },
	    { 24, 4.393e6 }, { 32, 3.934e6 }, { 48, 3.251e6 }, { 64, 2.928e6 }, { 80, 2.762e6 }, { 96, 2.610e6 } }, 13, 1 },
	{ "920-raw-cas-bulk8", "the same, eight objects in a row", "kunpeng-920", "4x24x1,cores", "cas", false, 384, 10, ALL,
	  { { 1, 96.47e6 }, { 2, 21.86e6 }, { 4, 11.82e6 }, { 6, 9.441e6 }, { 8, 8.329e6 }, { 12, 6.919e6 }, { 16, 6.045e6 },
	    { 24, 4.544e6 }, { 32, 3.967e6 }, { 48, 3.170e6 }, { 64, 2.882e6 }, { 80, 2.902e6 }, { 96, 2.540e6 } }, 13, 8 },
	{ "920-raw-objpool-1536", "get and put on ring arrays, 1,536 objects, ARM64", "kunpeng-920", "4x24x1,cores", "objpool", false, 1536, 10, ALL,
	  { { 1, 210.6e6 }, { 2, 421.3e6 }, { 4, 838.8e6 }, { 6, 1256e6 }, { 8, 1670e6 }, { 12, 2505e6 }, { 16, 3341e6 },
	    { 24, 5011e6 }, { 32, 6681e6 }, { 48, 10021e6 }, { 64, 13376e6 }, { 80, 16716e6 }, { 96, 20034e6 } }, 13, 1 },
	{ "920-kretprobe-cas-vm", "sys_flock under a kretprobe, CAS free list, ARM64, in a virtual machine", "kunpeng-920", "4x24x1,cores", "cas", true, 0, 10, ALL,
	  { { 1, 17.23e6 }, { 2, 10.30e6 }, { 4, 8.095e6 }, { 8, 6.994e6 }, { 16, 5.051e6 }, { 24, 4.295e6 }, { 48, 3.382e6 },
	    { 96, 2.738e6 } }, 8, 1 },
	{ "2660v3-kretprobe-cas", "sys_flock under a kretprobe, CAS free list, one socket", "xeon-2660v3", "1x10x2,cores", "cas", true, 0, 10, ALL,
	  { { 1, 13.09e6 }, { 2, 22.49e6 }, { 4, 32.77e6 }, { 8, 20.13e6 }, { 10, 18.46e6 }, { 16, 18.44e6 }, { 20, 18.98e6 } }, 7, 1 },
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
