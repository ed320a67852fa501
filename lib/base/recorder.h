// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recorder.h: keeps what is read below a root, and what could not be read and why: a snapshot in the making. */
#ifndef PBY_RECORDER_H
#define PBY_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct pby_err;
struct pby_recorder;

/*
 * What the sources read is the snapshot: nobody keeps a second list of files. Sources read in
 * children that may be left behind, so records lie in memory shared with all of them, which grows
 * without locks: a child that hangs for ever in a read has added nothing and keeps nobody waiting.
 */
struct pby_record {
	const char *path;	/* with its slash: "/proc/version" */
	struct pby_text content;	/* of what was read */
	int code;		/* 0 read; else a positive errno */
	const char *why;	/* the sentence for code; "" when read */
	bool absent;		/* not there, though the file system that would have it is mounted */
};

/* max bytes for everything; memory is only taken as it is filled. NULL without address space. */
struct pby_recorder *pby_recorder__new(size_t max);
void pby_recorder__free(struct pby_recorder *recorder);

/* Adds a record, whose strings are copied. What has no room is recorded as too large, if that has. */
void pby_recorder__add(struct pby_recorder *recorder, const struct pby_record *record);

/* The i-th record, in the order in which they were finished; false behind the last one. */
bool pby_recorder__get(const struct pby_recorder *recorder, uint32_t i, struct pby_record *record);

/* Is it the record that counts for its path: the last that was read, or if none was, the last of all? */
bool pby_recorder__counts(const struct pby_recorder *recorder, uint32_t i);

/* Is this a path that may be kept? Nothing of any process is: not even probity's own. */
bool pby_recorder__wants(const char *path);

#endif
