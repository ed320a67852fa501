// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * join.h: the steps that make one list of probes out of what many lists saw.
 *
 * Order matters: a link knows most, so links come first; perf descriptors, tracefs events and
 * the kernel's own list of kprobes then find the probe that they mean, or become one.
 */
#ifndef PBY_JOIN_H
#define PBY_JOIN_H

#include "base/map.h"
#include "model/addresses.h"
#include "model/probes.h"

struct pby_kernel;

struct pby_join {
	struct pby_probes *to;
	const struct pby_sightings *seen;
	struct pby_kernel *kernel;
	struct pby_arena *arena;	/* of to */
	struct pby_map programs;	/* id -> index into to->programs */
	struct pby_map links;		/* id -> index into to->probes */
	struct pby_addresses addresses;	/* of the kernel's symbols, made when first asked */
};

/* The steps, in their order. Each may add probes; none removes one but drop. */
void pby_join__programs(struct pby_join *join);
void pby_join__links(struct pby_join *join);
void pby_join__owners(struct pby_join *join);
void pby_join__perf(struct pby_join *join);
void pby_join__events(struct pby_join *join);
void pby_join__kprobes(struct pby_join *join);
void pby_join__memory(struct pby_join *join);
void pby_join__hooks(struct pby_join *join);
void pby_join__binaries(struct pby_join *join);
/* Sorts by kind, target and the rest, so that the order depends on nothing else. */
void pby_join__order(struct pby_join *join);

/* What the steps share. */

/* A new probe of this kind, seen by this list, or NULL. */
struct pby_probe *pby_join__add(struct pby_join *join, enum pby_probe_kind kind,
				enum pby_probe_list list);
/* Index of the program with this id, or UINT32_MAX. */
uint32_t pby_join__program(const struct pby_join *join, uint32_t id);
/* Names an owner once. */
void pby_join__own(struct pby_join *join, struct pby_probe *probe, uint32_t owner);
const char *pby_join__keep(struct pby_join *join, const char *text);
/* "vfs_read" for an address inside it, with the offset; NULL when it is not in the symbols. */
const char *pby_join__symbol(struct pby_join *join, uint64_t addr, uint64_t *offset);
struct pby_count pby_count__of(uint64_t value);
struct pby_count pby_count__unknown(const char *why);

#endif
