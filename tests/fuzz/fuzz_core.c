// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_core.c: any bytes as a core: headers, notes, page tables, the kernel in it and its symbols. */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/kernel.h"
#include "source/core/core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pby_core_helpers none = { 0 };
	int fd = memfd_create("core", MFD_CLOEXEC);
	struct pby_kernel kernel = { 0 };
	struct pby_core core;
	struct pby_err err;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd >= 0 && write(fd, data, size) == (ssize_t)size && !pby_core__open(&core, path, &err)) {
		pby_core__describe(&core, &none, &kernel, &err);
		pby_kernel__free(&kernel);
		pby_core__close(&core);
	}
	close(fd);
	return 0;
}
