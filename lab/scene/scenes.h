// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scenes.h: all scenarios of the checker. */
#ifndef LAB_SCENES_H
#define LAB_SCENES_H

#include "lab/engine/check.h"

struct lab_scene_group {
	const char *name;	/* the part of probity lab that they belong to, or "planted" */
	const struct lab_scene *scenes;	/* ends with a row without a name */
};

extern const struct lab_scene_group lab_scene_groups[];
extern const size_t lab_nr_scene_groups;

#endif
