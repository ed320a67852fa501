// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_image.h: the kernel's own text and data, as they lie in the memory of a core. */
#ifndef PBY_CORE_KERNEL_IMAGE_H
#define PBY_CORE_KERNEL_IMAGE_H

#include <stdbool.h>

struct pby_core;

/*
 * Copies the kernel out of memory: core->image and core->image_start. False when what is mapped
 * where kernels are holds no "Linux version": wrong page tables, or no kernel yet.
 */
bool pby_kernel_image__find(struct pby_core *core);

#endif
