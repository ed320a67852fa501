// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* screen.h: the whole screen for a result that is renewed; there is one of it. */
#ifndef PBY_CMD_SCREEN_H
#define PBY_CMD_SCREEN_H

#include "base/text.h"
#include "report/check.h"

struct pby_err;

enum pby_key { PBY_KEY_NONE, PBY_KEY_QUIT, PBY_KEY_SORT, PBY_KEY_UP, PBY_KEY_DOWN, PBY_KEY_OPEN, PBY_KEY_BACK,
	       PBY_KEY_REDRAW };

/* Takes the terminal over until pby_screen__close(). -ENOTTY where there is none. */
int pby_screen__open(struct pby_err *err);
/* How a view must be drawn to fit: one line is left for the note. */
struct pby_style pby_screen__style(void);
/* Text cut to the screen, its first line bold, line number marked reversed (-1: none); note: the last line. */
void pby_screen__draw(struct pby_text text, int marked, const char *note);
/* A key that was pressed since the last call. Does not wait. */
enum pby_key pby_screen__key(void);
void pby_screen__close(void);

#endif
