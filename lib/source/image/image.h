// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* image.h: a kernel that is not running, from the bytes of whatever file it comes in. */
#ifndef PBY_IMAGE_IMAGE_H
#define PBY_IMAGE_IMAGE_H

#include "base/text.h"

struct pby_err;
struct pby_kernel;

/*
 * Unwraps the bytes and fills the model: release, types, symbols, configuration. where names the
 * file in the model's evidence. -ENOEXEC for what is no kernel, -ENODATA for one that says nothing.
 */
int pby_image__take(struct pby_text file, const char *where, struct pby_kernel *k, struct pby_err *err);

#endif
