// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* saved.h: a result that a command printed with --json, read back. */
#ifndef PBY_CMD_SAVED_H
#define PBY_CMD_SAVED_H

#include "base/err.h"

struct json_object;

/* "-" is standard input. The caller puts it. NULL with a sentence when it cannot be read or is no JSON. */
struct json_object *pby_saved__load(const char *path, struct pby_err *err);

#endif
