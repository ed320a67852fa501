// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wrapping.h: the wrappings around a kernel that a boot loader loads: x86's bzImage, EFI's zboot, arm64's Image. */
#ifndef PBY_IMAGE_WRAPPING_H
#define PBY_IMAGE_WRAPPING_H

#include <stdbool.h>

#include "base/text.h"

struct pby_wrapping {
	const char *name;	/* "bzImage" */
	const char *machine;	/* as uname -m, or "" where the wrapping does not say */
	struct pby_text banner;	/* "6.1.0-56-cloud-amd64 (debian...) #1 SMP ...", or empty */
	struct pby_text payload;	/* the kernel, mostly packed; empty when it cannot be found */
};

/*
 * Is the file a kernel in one of these? Offsets by the kernel's Documentation/arch/x86/boot.rst (payload
 * since protocol 2.08, Linux 2.6.26), drivers/firmware/efi/libstub/zboot-header.S and
 * Documentation/arch/arm64/booting.rst.
 */
bool pby_wrapping__open(struct pby_text file, struct pby_wrapping *w);

#endif
