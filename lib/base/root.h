// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * root.h: the directory under which everything is read: "/" on a live machine, else a captured tree,
 * as a directory or in a tar archive.
 */
#ifndef PBY_ROOT_H
#define PBY_ROOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

struct pby_buf;
struct pby_err;
struct pby_manifest;
struct pby_recorder;
struct pby_tree;

struct pby_root {
	int fd;			/* O_PATH of the directory; -1 for an archive */
	struct pby_tree *tree;	/* of an archive; else NULL */
	struct pby_manifest *manifest;	/* of a snapshot: why files are missing; else NULL */
	struct pby_recorder *recorder;	/* keeps all that is read; borrowed; else NULL */
	bool live;		/* this very machine: BPF and /proc may be asked too */
	char path[256];		/* for messages; "/" when live */
};

/* path NULL or "/" is the live machine; a file is an archive (.tar, packed or not) and is read now. */
int pby_root__open(struct pby_root *root, const char *path, struct pby_err *err);
void pby_root__close(struct pby_root *root);

/*
 * Opens path (with or without a leading slash) below the root. In a captured tree a symbolic
 * link cannot lead out of it. Returns an O_CLOEXEC descriptor or -errno. Of an archive only regular
 * files can be opened.
 */
int pby_root__openat(const struct pby_root *root, const char *path, int flags,
		     struct pby_err *err);

/*
 * Reads a whole file (proc and sysfs files too, whose size says nothing), at most max bytes:
 * -EFBIG beyond. The buffer is emptied first; the caller frees it.
 */
int pby_root__read(const struct pby_root *root, const char *path, size_t max,
		   struct pby_buf *out, struct pby_err *err);

/* Has a recorder keep this as the content of a file; otherwise it is nothing. */
void pby_root__keep(const struct pby_root *root, const char *path, struct pby_text content);

/*
 * Says that a file was not read for a reason that no errno tells: its lock was held for ever. A
 * recorder keeps it; otherwise it is nothing.
 */
void pby_root__missed(const struct pby_root *root, const char *path, int code, const char *why);
/* The same for a file that is not there although its file system is mounted: the kernel has none. */
void pby_root__lacks(const struct pby_root *root, const char *path, const char *why);
/* Did the machine of this snapshot lack the file in that way? */
bool pby_root__lacked(const struct pby_root *root, const char *path);

/* Names in a directory, in the order of their bytes, without "." and "..". */
struct pby_names {
	PBY_VEC(const char *) names;
};
/* Lists it into memory of the arena. 0 or -errno. */
int pby_root__list(const struct pby_root *root, const char *path, struct pby_arena *arena,
		   struct pby_names *list, struct pby_err *err);

/* The same as pby_root__read() for an open descriptor; name is for messages. */
int pby_fd__read_all(int fd, const char *name, size_t max, struct pby_buf *out,
		     struct pby_err *err);

#define PBY_AUTO_FD __attribute__((cleanup(pby_fd__close))) int
void pby_fd__close(int *fd);

#endif
