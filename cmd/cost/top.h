// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* top.h: the whole screen for a result that is renewed. */
#ifndef PBY_CMD_COST_TOP_H
#define PBY_CMD_COST_TOP_H

#include "base/err.h"

struct json_object;

enum pby_top_key { PBY_TOP_NONE, PBY_TOP_QUIT, PBY_TOP_SORT, PBY_TOP_REDRAW };

/* Takes the terminal over until pby_top__close(); there is one of it. -ENOTTY where there is none. */
int pby_top__open(struct pby_err *err);
/* note: the last line, in place of the result while that is NULL. */
void pby_top__draw(const struct json_object *result, const char *note);
/* A key that was pressed since the last call. Does not wait. */
enum pby_top_key pby_top__key(void);
void pby_top__close(void);

#endif
