// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* build_id.h: the number that a linker gives to what it made: the proof that two files belong together. */
#ifndef PBY_BUILD_ID_H
#define PBY_BUILD_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 * 20 bytes, as the kernel tells them (BPF_BUILD_ID_SIZE): shorter ones end in zeros. All zero: none. Where no build id
 * can be had, the place of the file stands for it: a mark, its device and its inode.
 */
struct pby_build_id {
	uint8_t bytes[20];
};

enum { PBY_BUILD_ID_HEX = 41, PBY_BUILD_ID_WORDS = 64 };	/* with their NUL */

/* From ELF notes: /sys/kernel/notes, a section or a segment. False: no build id among them. */
bool pby_build_id__of_notes(struct pby_text notes, struct pby_build_id *id);
bool pby_build_id__is_none(const struct pby_build_id *id);
bool pby_build_id__same(const struct pby_build_id *a, const struct pby_build_id *b);
/* "4a5a9b0affb6...", as tools and paths below /usr/lib/debug/.build-id write it. */
void pby_build_id__hex(const struct pby_build_id *id, char hex[PBY_BUILD_ID_HEX]);


/* dev as st_dev of stat(2). */
struct pby_build_id pby_build_id__of_inode(uint64_t dev, uint64_t inode);
/* Is it the place of a file? Then which. */
bool pby_build_id__inode(const struct pby_build_id *id, uint64_t *dev, uint64_t *inode);
/* "build-id 4a5a9b0a...", or "inode 1234 of 254:1". */
void pby_build_id__words(const struct pby_build_id *id, char words[PBY_BUILD_ID_WORDS]);

#endif
