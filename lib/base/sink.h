// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sink.h: where a snapshot goes: a new folder, or a tar archive by the suffix of its name. */
#ifndef PBY_SINK_H
#define PBY_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct pby_err;
struct pby_tar_out;

struct pby_sink {
	const char *path;
	int fd;			/* of the folder or the archive */
	bool folder;
	struct pby_tar_out *tar;
};

/*
 * "x.tar" and "x.tar.zst" are archives, anything else a folder. -EEXIST when it is there (an empty
 * folder may be): nothing is ever overwritten. Only its owner may read it. path is borrowed.
 */
int pby_sink__open(struct pby_sink *sink, const char *path, struct pby_err *err);
/* path begins with a slash that does not count; time in seconds since 1970. */
int pby_sink__add(struct pby_sink *sink, const char *path, struct pby_text content, uint64_t time,
		  struct pby_err *err);
/* Writes what is still to be written. */
int pby_sink__finish(struct pby_sink *sink, struct pby_err *err);
void pby_sink__close(struct pby_sink *sink);

#endif
