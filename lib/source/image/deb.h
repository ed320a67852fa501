// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* deb.h: the kernel, configuration and symbol table in a Debian package. */
#ifndef PBY_IMAGE_DEB_H
#define PBY_IMAGE_DEB_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

struct pby_err;

enum pby_deb_part { PBY_DEB_IMAGE, PBY_DEB_CONFIG, PBY_DEB_SYMBOLS, PBY_DEB_NR_PARTS };

/* Zeroed memory is an empty package. */
struct pby_deb {
	struct pby_buf part[PBY_DEB_NR_PARTS];	/* empty when the package has none */
	char path[PBY_DEB_NR_PARTS][256];	/* where in the package it was, or "" */
};

bool pby_deb__is(struct pby_text file);

/*
 * Reads the parts out of the package (an ar archive with data.tar.xz or the like): the kernel from
 * boot/vmlinuz-* or, since Debian's 7.x, usr/lib/modules/RELEASE/vmlinuz; also from debug and header
 * packages, whose vmlinux has symbols or types. -ENODATA when it has no kernel.
 */
int pby_deb__read(struct pby_text file, struct pby_deb *deb, struct pby_err *err);
void pby_deb__free(struct pby_deb *deb);

#endif
