// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probed_elf.h: what a probed program is, from its ELF file: built by Go? which USDT probes? */
#ifndef PBY_PROBED_ELF_H
#define PBY_PROBED_ELF_H

#include "base/arena.h"
#include "base/text.h"
#include "model/sighting.h"

/*
 * Fills go, why and usdt of binary from the bytes of a 64-bit little-endian ELF file. Go leaves
 * .gopclntab, .go.buildinfo or a note of its own, in stripped files too; without section headers and
 * without that note it is not known.
 */
void pby_probed_elf__read(struct pby_text file, struct pby_arena *arena, struct pby_binary *binary);

#endif
