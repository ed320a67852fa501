// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* screen.h: what the user sees and presses while a look goes on and when it has ended. */
#ifndef PBY_CMD_COST_SCREEN_H
#define PBY_CMD_COST_SCREEN_H

#include <stdbool.h>

#include "cmd/cost/session.h"

struct pby_meter;

struct pby_cost_screen {
	struct pby_cost_session *session;
	int signal_fd;
	struct json_object *last;	/* what is shown, or NULL */
};

/* Takes the signals that end a program, and with --top the terminal. */
int pby_cost_screen__open(struct pby_cost_screen *screen, struct pby_cost_session *session, struct pby_err *err);
/* Waits for the end of a look, and ends it when a signal or q comes; false then. */
bool pby_cost_screen__wait(struct pby_cost_screen *screen, struct pby_meter *meter, double seconds);
/* Shows the result, and takes it over. */
int pby_cost_screen__show(struct pby_cost_screen *screen, struct json_object *result, struct pby_err *err);
void pby_cost_screen__close(struct pby_cost_screen *screen);

#endif
