// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * dispatch.h: a chain of kernel addresses, read: does a probe run there, of which family, which program, where.
 *
 *	bpf_prog_6deef7357e7b4530_on_read+0x12 < trace_call_bpf < kprobe_perf_func < kprobe_ftrace_handler <
 *	ftrace_trampoline < vfs_read+0x5 < ksys_read		a program of a kprobe, in its body, on vfs_read
 */
#ifndef PBY_COST_DISPATCH_H
#define PBY_COST_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "model/addresses.h"
#include "model/cost/sample.h"
#include "model/probes.h"

enum pby_dispatch_role {
	PBY_DISPATCH_NONE, PBY_DISPATCH_HANDLER, PBY_DISPATCH_RETURN, PBY_DISPATCH_GATE, PBY_DISPATCH_TRAP, PBY_DISPATCH_STEP,
	PBY_DISPATCH_DOOR,
	PBY_DISPATCH_EDGE,
};

/* The symbol table with a role for each symbol. Keeps the symbols and programs that it was built from. */
struct pby_dispatch {
	struct pby_addresses addresses;
	uint8_t *roles;		/* by index of the symbol: index of a row of dispatch.def + 1, or 0 */
	uint32_t *programs;	/* by index of the symbol: index into programs, or PBY_NO_PROGRAM */
	const struct pby_probes *probes;
	bool has_addresses;	/* the table shows any */
};

enum { PBY_NO_PROGRAM = UINT32_MAX };

/* False without memory. */
bool pby_dispatch__build(struct pby_dispatch *d, const struct pby_symbols *syms,
			 const struct pby_probes *probes);
void pby_dispatch__free(struct pby_dispatch *d);

/* What a chain says. */
struct pby_dispatch_reading {
	bool probe;			/* a handler runs, or a gate's own instructions */
	bool trap;			/* further out an exception was taken that a probe may have caused */
	bool stepped;			/* nothing but a single step's trap */
	bool door;			/* nothing but the code around a trap or system call, with user mode behind */
	bool returns;			/* only a return probe needs what runs */
	bool body;			/* a BPF program runs, or what it calls */
	enum pby_probe_family family;	/* OTHER: not told */
	uint32_t prog;			/* index into programs, or PBY_NO_PROGRAM */
	const struct pby_symbol *at;	/* the function further out that the probe is on, or NULL */
	bool from_user;			/* what is further out is user mode: a trap or system call of it */
};

struct pby_dispatch_reading pby_dispatch__read(const struct pby_dispatch *d,
					       const struct pby_cost_sample *sample);

#endif
