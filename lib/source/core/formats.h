// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* formats.h: dumps of memory that are not ELF, and what to do with each. */
#ifndef PBY_CORE_FORMATS_H
#define PBY_CORE_FORMATS_H

struct pby_err;
struct pby_kmem;

/* 0 for what may be an ELF core; else -ENOTSUP with what the file is and how to get one that is read. */
int pby_core_format__refuse(const struct pby_kmem *mem, const char *name, struct pby_err *err);

#endif
