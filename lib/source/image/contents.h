// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* contents.h: what an unpacked kernel says of itself: types, symbols, configuration. */
#ifndef PBY_IMAGE_CONTENTS_H
#define PBY_IMAGE_CONTENTS_H

#include "base/text.h"

struct pby_deb;
struct pby_elf;
struct pby_kernel;

/*
 * Each fills one domain of the model or notes why it could not. file is the unpacked kernel, where
 * its name for people; elf is NULL for a kernel without sections, which is searched.
 */
void pby_contents__btf(const struct pby_elf *elf, struct pby_text file, const char *where,
		       struct pby_kernel *k);
/* From .symtab where there is a full one, else from the table that the kernel carries for itself. */
void pby_contents__symbols(const struct pby_elf *elf, struct pby_text file, const char *where,
			   struct pby_kernel *k);
void pby_contents__config(struct pby_text file, const char *where, struct pby_kernel *k);

/* What the kernel itself did not have, from the files beside it in its package. */
void pby_contents__package(struct pby_deb *deb, const char *where, struct pby_kernel *k);

#endif
