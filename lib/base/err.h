// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* err.h: one sentence about what went wrong, kept in a struct that the caller owns. */
#ifndef PBY_ERR_H
#define PBY_ERR_H

#include <errno.h>

/*
 * Every fallible function returns 0 or -errno and takes a struct pby_err last.
 * The sentence names the file and the place; there is nothing to free. A NULL
 * struct means that the caller does not want the sentence.
 */
struct pby_err {
	char text[512];
};

/* Writes the sentence and returns -code, so that callers can return the call. */
int pby_err__set(struct pby_err *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the sentence that is there; returns rc unchanged. */
int pby_err__prefix(struct pby_err *err, int rc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* "EPERM", so that it can be searched for; words for a number that has no name. */
const char *pby_err__name(int error);

#endif
