// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* elf_core.h: the headers of an ELF core of a kernel: where memory lies in it, and its notes. */
#ifndef PBY_CORE_ELF_CORE_H
#define PBY_CORE_ELF_CORE_H

#include <stddef.h>

struct pby_err;
struct pby_kmem;

/*
 * Fills mem, whose fd is open, from its file. What it may be:
 *	/proc/kcore			segments by kernel address, NT_TASKSTRUCT, VMCOREINFO
 *	/proc/vmcore, a copy of it	segments by kernel address (direct mapping and text) and by
 *					physical address; NT_PRSTATUS for each CPU, VMCOREINFO
 *	QEMU's dump-guest-memory	by physical address; NT_PRSTATUS and "QEMU" with the control
 *					registers for each CPU; VMCOREINFO if the guest exported it
 *	dump-guest-memory -p		the same with kernel addresses beside the physical ones
 * -EBADMSG with a sentence when it is nothing of this, or cut off.
 */
int pby_elf_core__read(struct pby_kmem *mem, const char *name, struct pby_err *err);

/* For tests: the notes alone. Keeps pointers into the bytes. */
void pby_elf_core__notes(struct pby_kmem *mem, const char *notes, size_t size);

#endif
