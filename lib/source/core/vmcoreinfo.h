// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* vmcoreinfo.h: what a kernel wrote down about itself for readers of its memory. */
#ifndef PBY_CORE_VMCOREINFO_H
#define PBY_CORE_VMCOREINFO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 *	OSRELEASE=6.1.0-56-cloud-amd64
 *	SYMBOL(swapper_pg_dir)=ffffffff9f010000
 *	NUMBER(phys_base)=-79691776
 *	KERNELOFFSET=1c600000
 *
 * Each is false when the text has no such line or its value is none.
 */
bool pby_vmcoreinfo__text(struct pby_text info, const char *key, struct pby_text *value);
bool pby_vmcoreinfo__symbol(struct pby_text info, const char *name, uint64_t *addr);
bool pby_vmcoreinfo__number(struct pby_text info, const char *name, int64_t *value);

#endif
