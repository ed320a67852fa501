// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* core_file.h: makes small cores of a machine with page tables and a kernel that cannot run. */
#ifndef PBY_TEST_CORE_FILE_H
#define PBY_TEST_CORE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Where the parts are; physical memory begins at 0. */
enum { CORE_FILE_ROOT = 0x2000, CORE_FILE_IMAGE = 0x10000 };
static const uint64_t core_file_text = 0xffffffff8a600000ULL;

struct core_file_form {
	uint32_t levels;	/* of page tables: 4 or 5 */
	bool vmcoreinfo;	/* the note that a guest exports */
	bool registers;		/* QEMU's note of a CPU, with CR3 */
	bool user_tables;	/* CR3 holds the tables of user mode (page-table isolation) */
	bool virtual;		/* dump-guest-memory -p: the segment of the image has its kernel address */
	const char *banner;	/* of the kernel, or NULL: none was loaded */
};

/* A core with a banner and a symbol table in the image; its first byte is mapped at core_file_text. */
void core_file__make(struct pby_buf *out, const struct core_file_form *form);
/* A descriptor of a file with these bytes. */
int core_file__fd(const struct pby_buf *core);

#endif
