// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* secret.h: takes the addresses of kernel memory out of text, for snapshots that leave the machine. */
#ifndef PBY_CAPTURE_SECRET_H
#define PBY_CAPTURE_SECRET_H

#include "base/text.h"

struct pby_buf;

/*
 * Copies text with zeros for every number of 16 hexadecimal digits whose first ones are "ff": kernel
 * addresses on 64-bit machines, with four or five levels of page tables. Nothing else is changed, and
 * the length stays.
 *
 *	ffffffffb1c000e0 T do_exit    becomes    0000000000000000 T do_exit
 */
void pby_secret__zero(struct pby_text text, struct pby_buf *out);

#endif
