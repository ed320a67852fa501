// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kallsyms.c: the kernel's symbols from /proc/kallsyms or a file in its format. */
#include <fcntl.h>
#include <string.h>

#include "base/err.h"
#include "base/root.h"
#include "model/kernel.h"
#include "source/kernel_files.h"

enum { MAX_KALLSYMS = 256 << 20 };

void pby_source__kallsyms(const struct pby_root *root, struct pby_kernel *k)
{
	static const char path[] = "/proc/kallsyms";
	PBY_AUTO_BUF text = { 0 };
	struct pby_err err;

	if (pby_root__read(root, path, MAX_KALLSYMS, &text, &err)) {
		pby_kernel__domain_failed(k, &k->symbols, path, err.text);
		return;
	}
	pby_kernel__take_symbols(k, &text, path);
}

int pby_source__kallsyms_file(const char *path, struct pby_kernel *k, struct pby_err *err)
{
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	PBY_AUTO_BUF text = { 0 };
	int rc;

	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	rc = pby_fd__read_all(fd, path, MAX_KALLSYMS, &text, err);
	if (rc)
		return rc;
	rc = pby_kernel__take_symbols(k, &text, path);
	return rc ? pby_err__set(err, -rc, "%s: %s", path, k->symbols.why) : 0;
}
