// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* machine.h: looks where it runs: kernel, CPU, emulation, load. */
#ifndef PBY_SOURCE_BENCH_MACHINE_H
#define PBY_SOURCE_BENCH_MACHINE_H

#include "model/bench/machine.h"

void pby_source__bench_machine(struct pby_bench_machine *m);

#endif
