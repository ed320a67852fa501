// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* orc.h: the kernel's own tables for unwinding its stacks, as they lie in memory. */
#ifndef PBY_CORE_ORC_H
#define PBY_CORE_ORC_H

#include <stdbool.h>
#include <stdint.h>

struct pby_kmem;
struct pby_modules;
struct pby_types;

/*
 * ORC (Documentation/arch/x86/orc-unwinder.rst): for each range of instructions, where the caller's
 * stack pointer and frame pointer are. Two tables, sorted by address: offsets of instructions, 4
 * bytes, each relative to its own place; and as many struct orc_entry, whose bit fields moved in
 * 6.3 and 6.4 and are found through BTF. The numbers of registers changed too (they differ in 6.12 and
 * 7.2); nothing tells that but the table itself: the rule "sp + 8", in force where a function
 * begins, is by far the most frequent one with that offset.
 */
enum pby_orc_type { PBY_ORC_UNDEFINED, PBY_ORC_END, PBY_ORC_CALL, PBY_ORC_REGS, PBY_ORC_REGS_PARTIAL };

/* What a rule may start from; OTHER is a register that a sleeping task does not keep. */
enum pby_orc_reg {
	PBY_ORC_REG_NONE, PBY_ORC_REG_PREV_SP, PBY_ORC_REG_BP, PBY_ORC_REG_SP, PBY_ORC_REG_BP_INDIRECT,
	PBY_ORC_REG_SP_INDIRECT, PBY_ORC_REG_OTHER,
};

struct pby_orc_rule {
	enum pby_orc_type type;
	enum pby_orc_reg sp_reg, bp_reg;
	int32_t sp_offset, bp_offset;
};

struct pby_orc_table;

struct pby_orc {
	struct pby_orc_table *tables;	/* of the kernel and of each module that has one */
	uint32_t nr;
	struct { uint32_t bit, size; } sp_offset, bp_offset, sp_reg, bp_reg, type, end;
	uint32_t entry_size;
	const enum pby_orc_reg *registers;	/* what the 16 numbers of registers mean here */
	bool old;		/* no type "undefined": entries without sp_reg mean it (up to 6.3) */
};

/* Addresses of symbols that bound the kernel's tables. */
struct pby_orc_place {
	uint64_t ip, ip_end;	/* __start_orc_unwind_ip, __stop_orc_unwind_ip */
	uint64_t unwind;	/* __start_orc_unwind */
};

/* False without memory. A kernel without ORC has no tables then: nr is 0. */
bool pby_orc__read(struct pby_orc *orc, const struct pby_kmem *mem, const struct pby_types *types,
		   const struct pby_orc_place *place, const struct pby_modules *modules);
/* The rule for the instruction at ip; false when no table knows it. */
bool pby_orc__find(const struct pby_orc *orc, uint64_t ip, struct pby_orc_rule *rule);
void pby_orc__free(struct pby_orc *orc);

#endif
