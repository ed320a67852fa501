// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* utf8.h: tells text from bytes: a comm, a path or a symbol may hold anything. */
#ifndef PBY_UTF8_H
#define PBY_UTF8_H

#include <stddef.h>

/* Length of the valid UTF-8 sequence at p of left bytes, or 0 (overlong forms and surrogates too). */
size_t pby_utf8__len(const char *p, size_t left);

#endif
