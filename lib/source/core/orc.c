// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* orc.c: loads the ORC tables and looks up instructions in them. */
#include "source/core/orc.h"

#include <stdlib.h>
#include <string.h>

#include "model/types.h"
#include "source/core/modules.h"
#include "source/kmem.h"

enum { MAX_ENTRIES = 16 << 20, MAX_ENTRY = 16 };

struct pby_orc_table {
	uint64_t at;		/* kernel address of ips */
	uint64_t first, last;	/* instructions that it begins and ends with */
	int32_t *ips;
	unsigned char *entries;
	uint32_t nr;
};

/* arch/x86/include/asm/orc_types.h of 5.10 to 6.12, and of 7.2. The number of SP is what tells. */
enum { NR_REGISTERS = 16, SP_OLD = 5, SP_NEW = 3 };
#define OTHER PBY_ORC_REG_OTHER
static const enum pby_orc_reg numbers_old[NR_REGISTERS] = {
	PBY_ORC_REG_NONE, PBY_ORC_REG_PREV_SP, OTHER, OTHER, PBY_ORC_REG_BP, PBY_ORC_REG_SP, OTHER, OTHER,
	PBY_ORC_REG_BP_INDIRECT, PBY_ORC_REG_SP_INDIRECT, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
}, numbers_new[NR_REGISTERS] = {
	PBY_ORC_REG_NONE, OTHER, OTHER, PBY_ORC_REG_SP, PBY_ORC_REG_BP, OTHER, OTHER, OTHER,
	PBY_ORC_REG_PREV_SP, PBY_ORC_REG_SP_INDIRECT, PBY_ORC_REG_BP_INDIRECT, OTHER, OTHER, OTHER, OTHER, OTHER,
};
#undef OTHER

static uint64_t ip_of(const struct pby_orc_table *t, uint32_t i)
{
	return t->at + 4 * (uint64_t)i + (uint64_t)(int64_t)t->ips[i];
}

/* A plain member or a bit field, anywhere in the entry. */
static bool field(const struct pby_types *types, const char *name, uint32_t *bit, uint32_t *size)
{
	struct pby_member m;
	int64_t bytes;

	if (!pby_types__member(types, "orc_entry", name, &m))
		return false;
	bytes = btf__resolve_size(types->btf, m.type_id);
	*bit = m.bit_offset;
	*size = m.bit_size ? m.bit_size : bytes > 0 ? (uint32_t)bytes * 8 : 0;
	return *size && *size <= 32;
}

/* 6.4 made "type" a field of three bits, with numbers for "undefined" and "end". */
static bool read_layout(struct pby_orc *o, const struct pby_types *types)
{
	int64_t size = types->btf ? pby_types__size(types, "orc_entry") : -1;

	if (size <= 0 || size > MAX_ENTRY || !field(types, "sp_offset", &o->sp_offset.bit, &o->sp_offset.size) ||
	    !field(types, "bp_offset", &o->bp_offset.bit, &o->bp_offset.size) ||
	    !field(types, "sp_reg", &o->sp_reg.bit, &o->sp_reg.size) ||
	    !field(types, "bp_reg", &o->bp_reg.bit, &o->bp_reg.size) ||
	    !field(types, "type", &o->type.bit, &o->type.size))
		return false;
	o->entry_size = (uint32_t)size;
	o->old = o->type.size < 3;
	if (!field(types, "end", &o->end.bit, &o->end.size))
		o->end.size = 0;
	return true;
}

static bool add_table(struct pby_orc *o, const struct pby_kmem *mem, uint64_t ips, uint64_t entries,
		      uint64_t nr)
{
	struct pby_orc_table *all, t = { .at = ips, .nr = (uint32_t)nr };

	if (!ips || !entries || !nr || nr > MAX_ENTRIES)
		return true;
	all = realloc(o->tables, (o->nr + 1) * sizeof(*all));
	if (!all)
		return false;
	o->tables = all;
	t.ips = malloc(nr * sizeof(*t.ips));
	t.entries = malloc(nr * o->entry_size);
	if (!t.ips || !t.entries || !pby_kmem__read(mem, ips, t.ips, nr * sizeof(*t.ips)) ||
	    !pby_kmem__read(mem, entries, t.entries, nr * o->entry_size)) {
		bool memory = t.ips && t.entries;

		free(t.ips);
		free(t.entries);
		return memory;
	}
	t.first = ip_of(&t, 0);
	t.last = ip_of(&t, t.nr - 1);
	o->tables[o->nr++] = t;
	return true;
}

static bool word(const struct pby_kmem *mem, const struct pby_types *types, uint64_t module,
		 const char *path, uint64_t *value)
{
	struct pby_member m;
	int64_t size;

	if (!pby_types__member(types, "module", path, &m) || m.bit_offset % 8)
		return false;
	size = btf__resolve_size(types->btf, m.type_id);
	return size > 0 && pby_kmem__word(mem, module + m.bit_offset / 8, (size_t)size, value);
}

static uint32_t bits(const unsigned char *entry, uint32_t bit, uint32_t size)
{
	uint64_t v = 0;

	for (uint32_t i = 0; i < size; i++)
		v |= (uint64_t)(entry[(bit + i) / 8] >> (bit + i) % 8 & 1) << i;
	return (uint32_t)v;
}

/* NULL when the kernel's table is of neither kind. */
static const enum pby_orc_reg *find_numbers(const struct pby_orc *o, const struct pby_orc_table *t)
{
	enum { AT_START = 8 };
	uint32_t counts[NR_REGISTERS] = { 0 }, most = 0;

	for (uint32_t i = 0; i < t->nr; i++) {
		const unsigned char *entry = t->entries + (size_t)i * o->entry_size;

		if ((int16_t)bits(entry, o->sp_offset.bit, o->sp_offset.size) == AT_START)
			counts[bits(entry, o->sp_reg.bit, o->sp_reg.size) % NR_REGISTERS]++;
	}
	for (uint32_t i = 1; i < NR_REGISTERS; i++)
		if (counts[i] > counts[most])
			most = i;
	return most == SP_OLD ? numbers_old : most == SP_NEW ? numbers_new : NULL;
}

bool pby_orc__read(struct pby_orc *o, const struct pby_kmem *mem, const struct pby_types *types,
		   const struct pby_orc_place *place, const struct pby_modules *modules)
{
	bool ok = true;

	*o = (struct pby_orc){ 0 };
	if (!read_layout(o, types))
		return true;
	if (place->ip_end > place->ip)
		ok = add_table(o, mem, place->ip, place->unwind, (place->ip_end - place->ip) / 4);
	o->registers = o->nr ? find_numbers(o, &o->tables[0]) : NULL;
	if (!o->registers) {
		pby_orc__free(o);
		return ok;
	}
	for (uint32_t i = 0; ok && i < modules->nr; i++) {
		uint64_t ips, entries, nr;

		if (word(mem, types, modules->items[i], "arch.orc_unwind_ip", &ips) &&
		    word(mem, types, modules->items[i], "arch.orc_unwind", &entries) &&
		    word(mem, types, modules->items[i], "arch.num_orcs", &nr))
			ok = add_table(o, mem, ips, entries, nr);
	}
	return ok;
}

static enum pby_orc_type type_of(const struct pby_orc *o, const unsigned char *entry,
				 enum pby_orc_reg sp_reg)
{
	static const enum pby_orc_type old[] = { PBY_ORC_CALL, PBY_ORC_REGS, PBY_ORC_REGS_PARTIAL };
	uint32_t type = bits(entry, o->type.bit, o->type.size);

	if (!o->old)
		return type <= PBY_ORC_REGS_PARTIAL ? (enum pby_orc_type)type : PBY_ORC_UNDEFINED;
	if (sp_reg == PBY_ORC_REG_NONE)
		return o->end.size && bits(entry, o->end.bit, o->end.size) ? PBY_ORC_END : PBY_ORC_UNDEFINED;
	return type < sizeof(old) / sizeof(old[0]) ? old[type] : PBY_ORC_UNDEFINED;
}

static void rule_at(const struct pby_orc *o, const struct pby_orc_table *t, uint32_t i,
		    struct pby_orc_rule *rule)
{
	const unsigned char *entry = t->entries + (size_t)i * o->entry_size;

	rule->sp_reg = o->registers[bits(entry, o->sp_reg.bit, o->sp_reg.size) % NR_REGISTERS];
	rule->bp_reg = o->registers[bits(entry, o->bp_reg.bit, o->bp_reg.size) % NR_REGISTERS];
	rule->sp_offset = (int16_t)bits(entry, o->sp_offset.bit, o->sp_offset.size);
	rule->bp_offset = (int16_t)bits(entry, o->bp_offset.bit, o->bp_offset.size);
	rule->type = type_of(o, entry, rule->sp_reg);
}

bool pby_orc__find(const struct pby_orc *o, uint64_t ip, struct pby_orc_rule *rule)
{
	for (uint32_t k = 0; k < o->nr; k++) {
		const struct pby_orc_table *t = &o->tables[k];
		uint32_t low = 0, high = t->nr;

		if (ip < t->first || ip > t->last)
			continue;
		while (low < high) {
			uint32_t mid = low + (high - low) / 2;

			if (ip_of(t, mid) <= ip)
				low = mid + 1;
			else
				high = mid;
		}
		if (!low)
			return false;
		rule_at(o, t, low - 1, rule);
		return true;
	}
	return false;
}

void pby_orc__free(struct pby_orc *o)
{
	for (uint32_t i = 0; i < o->nr; i++) {
		free(o->tables[i].ips);
		free(o->tables[i].entries);
	}
	free(o->tables);
	*o = (struct pby_orc){ 0 };
}
