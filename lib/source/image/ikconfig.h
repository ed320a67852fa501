// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ikconfig.h: the configuration that a kernel with CONFIG_IKCONFIG carries inside. */
#ifndef PBY_IMAGE_IKCONFIG_H
#define PBY_IMAGE_IKCONFIG_H

#include <stdbool.h>

#include "base/text.h"

struct pby_buf;

/* Unpacks what stands between "IKCFG_ST" and "IKCFG_ED" (kernel/configs.c); false when nothing good does. */
bool pby_ikconfig__find(struct pby_text image, struct pby_buf *config);

#endif
