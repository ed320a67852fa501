// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state_folder.c: the user's folder for what programs find out and keep. */
#include "cmd/state_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int pby_state_folder(char *path, size_t size, struct pby_err *err)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int n;

	if (state && *state == '/')
		n = snprintf(path, size, "%s/probity", state);
	else if (home && *home == '/')
		n = snprintf(path, size, "%s/.local/state/probity", home);
	else
		return pby_err__set(err, ENOENT, "neither XDG_STATE_HOME nor HOME is set: say where calibrations are kept");
	return n < (int)size ? 0 : pby_err__set(err, ENAMETOOLONG, "the folder of calibrations has too long a name");
}
