// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kconfig.c: the kernel's configuration from /proc/config.gz, /boot or a file. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/err.h"
#include "base/root.h"
#include "model/kernel.h"
#include "source/kernel_files.h"

enum { MAX_CONFIG = 8 << 20 };

/* Reads plain or gzip'ed text from fd, which is taken over. */
static int read_gz(int fd, const char *name, struct pby_buf *out, struct pby_err *err)
{
	gzFile gz = gzdopen(fd, "rb");
	int n = 0;

	if (!gz) {
		close(fd);
		return pby_err__set(err, ENOMEM, "%s: no memory to unpack", name);
	}
	while (out->len < MAX_CONFIG && pby_buf__reserve(out, 65536)) {
		n = gzread(gz, out->data + out->len, 65536);
		if (n <= 0)
			break;
		out->len += n;
	}
	gzclose(gz);
	if (n < 0)
		return pby_err__set(err, EBADMSG, "%s: damaged gzip data", name);
	return 0;
}

static int take(int fd, const char *name, struct pby_kernel *k, struct pby_err *err)
{
	PBY_AUTO_BUF text = { 0 };
	int rc = read_gz(fd, name, &text, err);

	if (rc)
		return rc;
	rc = pby_kernel__take_config(k, pby_text__of(pby_buf__text(&text), text.len), name);
	return rc ? pby_err__set(err, -rc, "%s: %s", name, k->config.why) : 0;
}

void pby_source__kconfig(const struct pby_root *root, struct pby_kernel *k)
{
	char boot[300], module[300];
	const char *const paths[] = { "/proc/config.gz", boot, module };
	struct pby_err err = { "" };

	snprintf(boot, sizeof(boot), "/boot/config-%s", k->release ? k->release : "");
	snprintf(module, sizeof(module), "/lib/modules/%s/config", k->release ? k->release : "");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		int fd = pby_root__openat(root, paths[i], O_RDONLY, NULL);

		if (fd >= 0 && !take(fd, paths[i], k, &err))
			return;
	}
	pby_kernel__domain_failed(k, &k->config, boot, *err.text ? err.text :
				  "no /proc/config.gz, /boot/config-RELEASE or modules' config");
}

int pby_source__kconfig_file(const char *path, struct pby_kernel *k, struct pby_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	return take(fd, path, k, err);
}
