// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * manifest.h: what a snapshot says of itself, probity/manifest.json in it.
 *
 *	{ "schema": "probity.snapshot/1", "probity": "0.1.0", "taken": "2026-11-22T03:04:05Z", "addresses": true,
 *	  "files": [ { "path": "/proc/kallsyms", "size": 10241234 } ],
 *	  "missing": [ { "path": "/sys/kernel/security/lockdown", "errno": 2, "absent": false,
 *	                 "why": "/sys/kernel/security/lockdown: No such file or directory" } ] }
 */
#ifndef PBY_MANIFEST_H
#define PBY_MANIFEST_H

#include <stdbool.h>

struct json_object;
struct pby_err;
struct pby_manifest;
struct pby_recorder;
struct pby_root;

#define PBY_MANIFEST_PATH "probity/manifest.json"

/* Why a file of the machine is not in the snapshot. */
struct pby_missing {
	int code;		/* a positive errno */
	const char *why;	/* the sentence that was said there; lives as long as the manifest */
	bool absent;		/* the kernel has none: its file system was mounted */
};

/*
 * Reads the manifest of a captured tree. *manifest is NULL, and 0 returned, when the tree has none:
 * it was made by hand. -EBADMSG for one that is damaged or of a later form.
 */
int pby_manifest__load(const struct pby_root *root, struct pby_manifest **manifest, struct pby_err *err);
void pby_manifest__free(struct pby_manifest *manifest);

/* Is this file (its leading slash does not count) one that was missing? manifest may be NULL. */
bool pby_manifest__find(const struct pby_manifest *manifest, const char *path, struct pby_missing *missing);

/*
 * The manifest of what a recorder kept, for the caller to put; seconds since 1970. Later records of a
 * path count, and what was read once is not missing.
 */
struct json_object *pby_manifest__json(const struct pby_recorder *recorder, long long taken, bool addresses);

#endif
