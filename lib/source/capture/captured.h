// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * captured.h: what a snapshot keeps beside files: what bpf(2) and /proc told of probes, and waiting tasks.
 *
 *	probity/probes.json	{ "lists": { "bpf-links": { "read": "yes" } }, "programs": [ { "id": 12, ... } ], ... }
 *	probity/tasks.json	{ "nr_tasks": 92, "waiting": [ { "pid": 412, "frames": [ ... ] } ], ... }
 *
 * The lists of tracefs and debugfs are files and not in here.
 */
#ifndef PBY_CAPTURE_CAPTURED_H
#define PBY_CAPTURE_CAPTURED_H

#include <stdbool.h>

#include "base/arena.h"

struct json_object;
struct pby_root;
struct pby_sickness;
struct pby_sightings;

#define PBY_CAPTURED_PROBES "/probity/probes.json"
#define PBY_CAPTURED_TASKS "/probity/tasks.json"

/* For the caller to put. addresses false: none of the kernel's memory. */
struct json_object *pby_captured__probes(const struct pby_sightings *seen, bool addresses);
struct json_object *pby_captured__tasks(const struct pby_sickness *sickness);

/* Fills what is not a file from the tree, into memory of the arena; false when the tree has none. */
bool pby_captured__read_probes(const struct pby_root *root, struct pby_arena *arena, struct pby_sightings *seen);
/* The same for a zeroed sickness, whose own arena takes the strings. */
bool pby_captured__read_tasks(const struct pby_root *root, struct pby_sickness *sickness);

/* A JSON file of the tree, for the caller to put, or NULL. */
struct json_object *pby_captured__load(const struct pby_root *root, const char *path);

#endif
