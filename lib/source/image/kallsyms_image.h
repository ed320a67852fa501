// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kallsyms_image.h: the symbol table that a kernel carries inside for its own /proc/kallsyms. */
#ifndef PBY_KALLSYMS_IMAGE_H
#define PBY_KALLSYMS_IMAGE_H

#include <stdint.h>

#include "base/text.h"

struct pby_buf;
struct pby_err;

/*
 * The build packs the names: scripts/kallsyms.c writes, in this order, each table aligned to 8 bytes (to
 * 4 in the 7.2 that was looked at),
 *
 *	kallsyms_num_syms	how many there are, 4 bytes (8 before 4.20)
 *	kallsyms_names		for each: its packed length, then that many token numbers. One byte of
 *				length; since 6.1 two (seven low bits, then the rest) when the high bit
 *				of the first is set, which shorter names never had
 *	kallsyms_markers	the offset in kallsyms_names of every 256th, 4 bytes each (8 before 4.20)
 *	(kallsyms_seqs_of_names	in 6.2 and 6.3 here, later elsewhere)
 *	kallsyms_token_table	256 strings, each ended by a NUL
 *	kallsyms_token_index	the offset of each string in the table, 2 bytes each
 *
 * and the addresses before or behind these, in forms that changed several times (kallsyms_addresses.h).
 * A name's first character is its type letter. Nothing in the image says where the tables are, but
 * they confirm each other: the index is found by the table, and the markers by the names, so what
 * is found in wrong places does not pass.
 *
 * Writes "0 T name" lines, as /proc/kallsyms shows them to a reader without rights. -ENOENT with
 * the table that was not found.
 */
int pby_kallsyms_image__decode(struct pby_text image, struct pby_buf *out, struct pby_err *err);

/*
 * The same with addresses, for a kernel as it lies in memory, with its first byte at base. (For one
 * in a file they are not read: where it will lie is not known.) -ENOENT too when they do not fit.
 */
int pby_kallsyms_image__decode_at(struct pby_text image, uint64_t base, struct pby_buf *out,
				  struct pby_err *err);

#endif
