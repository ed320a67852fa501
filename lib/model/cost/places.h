// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * places.h: addresses of user mode that belong to uprobes, learned from the samples themselves.
 *
 * A tick inside the dispatch of a uprobe tells where user mode goes on: at the probed instruction, behind it, in a
 * page of single steps or of trampolines, at a return address. These addresses of this process are its places.
 * cpu-clock cannot tick while interrupts are off, as they are in the entry and exit of a trap: that time is charged
 * to the first instruction with interrupts on, which is such a place. So a tick of user mode at a place is cost.
 *
 * Which probe a place is of follows without reading anybody's maps (that takes mmap_lock, which a process that is
 * stuck may hold): a file is mapped by pages, so address and file offset agree in their last 12 bits.
 */
#ifndef PBY_COST_PLACES_H
#define PBY_COST_PLACES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/map.h"

struct pby_probes;
struct pby_probe;

struct pby_place {
	struct pby_place_key {
		uint64_t ip;
		int64_t pid;
	} key;
	double dispatch;	/* ticks in the kernel with this address */
	double user;		/* ticks of user mode at this address */
	uint32_t prog;		/* the one program that was seen to run from here, or PBY_NO_PROGRAM */
	bool several;		/* more than one was */
	bool returns;		/* only return probes were dispatched from here */
	bool enters;		/* others were too */
	bool stepped;		/* a single step's trap ended here */
	int64_t page_offset;	/* of the probed instruction that it is at, once pby_places__look_behind() ran; -1 */
	bool behind;		/* taken for the instruction behind the place at of */
	uint32_t of;
};

/* Zeroed memory is empty. */
struct pby_places {
	struct pby_arena *arena;
	struct pby_map index;
	PBY_VEC(struct pby_place *) items;
};

/* The place, made when it was not there; NULL without memory. */
struct pby_place *pby_places__at(struct pby_places *places, pid_t pid, uint64_t ip);
/*
 * The place if there is one and a dispatch was seen from it, or it lies behind one, or beside one in a page of
 * trampolines: these hold no other code, and begin with the page. Else NULL.
 */
const struct pby_place *pby_places__find(const struct pby_places *places, pid_t pid, uint64_t ip);
/* Was any dispatch of a uprobe seen from this process? */
bool pby_places__any(const struct pby_places *places, pid_t pid);
/*
 * For every place that is a probed instruction: of the 15 addresses behind it, the one that was seen most in
 * user mode becomes one too. An x86 instruction is at most 15 bytes long.
 */
void pby_places__look_behind(struct pby_places *places, const struct pby_probes *probes);
void pby_places__free(struct pby_places *places);

/* Where in its page the probed instruction is that the place is at, or right behind the trap of; -1: at none. */
int64_t pby_place__page_offset(const struct pby_place *place, const struct pby_probes *probes);

/* Can a uprobe of this probe be at that address? */
bool pby_place__agrees(const struct pby_probe *probe, uint64_t ip);

#endif
