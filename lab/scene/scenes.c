// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scenes.c: the table of scenarios. */
#include "lab/scene/scenes.h"

extern const struct lab_scene lab_scenes_pool[], lab_scenes_lock[], lab_scenes_rwsem[], lab_scenes_percpu[], lab_scenes_rcu_tasks[], lab_scenes_planted[];

const struct lab_scene_group lab_scene_groups[] = {
	{ "pool", lab_scenes_pool },
	{ "lock", lab_scenes_lock },
	{ "rwsem", lab_scenes_rwsem },
	{ "percpu-rwsem", lab_scenes_percpu },
	{ "rcu-tasks", lab_scenes_rcu_tasks },
	{ "planted", lab_scenes_planted },
};
const size_t lab_nr_scene_groups = sizeof(lab_scene_groups) / sizeof(lab_scene_groups[0]);
