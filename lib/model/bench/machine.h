// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* machine.h: where figures were measured: without it they mean nothing. */
#ifndef PBY_BENCH_MACHINE_H
#define PBY_BENCH_MACHINE_H

#include <stdint.h>

enum { PBY_BENCH_MAX_CPUS = 1024 };

struct pby_bench_machine {
	char release[96];	/* uname -r */
	char machine[32];	/* "x86_64" */
	char cpu_model[96];	/* "Intel(R) Xeon(R) Processor", or "unknown" */
	char hypervisor[16];	/* as the CPU names it: "KVMKVMKVM", or "" */
	const char *emulator;	/* "QEMU TCG" where instructions are translated: times are ratios only; else "" */
	const char *emulator_why;	/* what told: "the CPU says TCGTCGTCGTCG" */
	uint32_t cpus[PBY_BENCH_MAX_CPUS];	/* that this process may use, ascending */
	uint32_t nr_cpus;
	double load;		/* runnable tasks, mean of the last minute; negative: not known */
};

/*
 * Which emulator translates, by the hypervisor's signature and the CPU's name, either of which may be "". NULL when
 * neither tells of one; *why says what did.
 */
const char *pby_bench_machine__emulator(const char *signature, const char *cpu_model, const char **why);

#endif
