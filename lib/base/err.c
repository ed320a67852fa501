// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* err.c: fills struct pby_err. */
#define _GNU_SOURCE
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int pby_err__set(struct pby_err *err, int code, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return -code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return -code;
}

int pby_err__prefix(struct pby_err *err, int rc, const char *fmt, ...)
{
	struct pby_err old;
	va_list ap;
	size_t n;

	if (!err)
		return rc;
	old = *err;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %s", old.text);
	return rc;
}

enum { KERNEL_ENOTSUPP = 524 };	/* leaks out of the kernel, unknown to libc */

const char *pby_err__name(int error)
{
	const char *name = error == KERNEL_ENOTSUPP ? "ENOTSUPP" : strerrorname_np(error);

	return name ? name : strerror(error);
}
