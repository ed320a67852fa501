// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* banner.h: a kernel's release and build, from the string that it prints first. */
#ifndef PBY_IMAGE_BANNER_H
#define PBY_IMAGE_BANNER_H

#include <stdbool.h>

#include "base/text.h"

/*
 *	Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) ...) #1 SMP
 *	PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)
 *
 * and without the first words and the compiler in the header of a bzImage. What uname calls release
 * is its first word, what it calls version begins at "#".
 */
struct pby_banner {
	struct pby_text release;
	struct pby_text version;	/* may be empty */
};

/* From the text of a banner; false when it begins with no "6.1". */
bool pby_banner__parse(struct pby_text text, struct pby_banner *banner);
/* From an unpacked kernel. */
bool pby_banner__find(struct pby_text image, struct pby_banner *banner);

#endif
