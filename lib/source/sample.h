// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sample.h: how often programs run and for how long, measured for some seconds. */
#ifndef PBY_SOURCE_SAMPLE_H
#define PBY_SOURCE_SAMPLE_H

struct pby_probes;

/*
 * Holds a descriptor of BPF_ENABLE_STATS (5.8) for that long, in a child, and writes rates and times
 * into the programs of probes. Switching statistics on patches kernel text and takes text_mutex, so
 * this is only done when it was asked for. The sysctl is never touched. On failure
 * probes->sample_why says why, and the rates stay unknown.
 */
void pby_source__sample(double seconds, struct pby_probes *probes);

#endif
