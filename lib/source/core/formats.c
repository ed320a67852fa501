// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* formats.c: knows other forms of memory dumps by their first bytes. */
#include "source/core/formats.h"

#include <string.h>

#include "source/kmem.h"

enum { MAGIC = 16 };

static const struct {
	const char *magic;
	const char *what;
	const char *advice;
} formats[] = {
	{ "KDUMP   ", "compressed in kdump's format",
	  "take it as ELF: dump-guest-memory without -z, -l, -s and -w, or makedumpfile -E" },
	{ "DISKDUMP", "compressed in diskdump's format", "take it as ELF: makedumpfile -E" },
	{ "makedumpfile", "flattened by makedumpfile -F", "take it with -E, and put it together: makedumpfile -R OUT <FILE" },
	{ "PAGEDU64", "a Windows crash dump", "only Linux kernels are read" },
	{ "QEVM", "a QEMU snapshot (savevm or migrate)", "take it by: dump-guest-memory FILE" },
	{ "LIME", "a LiME image", "take it by QEMU's dump-guest-memory or by kdump" },
	{ "EMiL", "a LiME image", "take it by QEMU's dump-guest-memory or by kdump" },
	{ "\x1f\x8b", "packed by gzip", "unpack it first" },
	{ "\x28\xb5\x2f\xfd", "packed by zstd", "unpack it first" },
	{ "\xfd" "7zXZ", "packed by xz", "unpack it first" },
};

int pby_core_format__refuse(const struct pby_kmem *mem, const char *name, struct pby_err *err)
{
	char magic[MAGIC];

	if (!pby_kmem__read_file(mem, 0, magic, sizeof(magic)))
		return 0;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!memcmp(magic, formats[i].magic, strlen(formats[i].magic)))
			return pby_err__set(err, ENOTSUP, "%s: %s, which is not read; %s", name,
					    formats[i].what, formats[i].advice);
	return 0;
}
