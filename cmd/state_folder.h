// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state_folder.h: where calibrations are kept unless told: $XDG_STATE_HOME/probity, or ~/.local/state/probity. */
#ifndef PBY_CMD_STATE_FOLDER_H
#define PBY_CMD_STATE_FOLDER_H

#include <stddef.h>

#include "base/err.h"

int pby_state_folder(char *path, size_t size, struct pby_err *err);

#endif
