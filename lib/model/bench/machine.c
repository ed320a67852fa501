// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* machine.c: which CPUs are not real. */
#include "model/bench/machine.h"

#include <stddef.h>
#include <string.h>

const char *pby_bench_machine__emulator(const char *signature, const char *cpu_model, const char **why)
{
	static const struct {
		const char *in_signature, *in_model, *name, *why;
	} rows[] = {
		{ "TCGTCGTCGTCG", NULL, "QEMU TCG", "the CPU's hypervisor signature is TCGTCGTCGTCG" },
		{ NULL, "QEMU TCG", "QEMU TCG", "the CPU calls itself QEMU TCG CPU" },
		{ NULL, "QEMU Virtual CPU", "QEMU", "the CPU calls itself QEMU Virtual CPU" },
		{ NULL, "Bochs", "Bochs", "the CPU calls itself Bochs" },
		{ "VirtualApple", NULL, "Rosetta", "the CPU's hypervisor signature is VirtualApple" },
		{ NULL, "VirtualApple", "Rosetta", "the CPU calls itself VirtualApple" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if ((rows[i].in_signature && strstr(signature, rows[i].in_signature)) ||
		    (rows[i].in_model && strstr(cpu_model, rows[i].in_model))) {
			*why = rows[i].why;
			return rows[i].name;
		}
	}
	return NULL;
}
