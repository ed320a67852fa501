// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tar.h: reads tar archives of any origin, and writes plain ones. */
#ifndef PBY_TAR_H
#define PBY_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pby_err;
struct pby_unpack;

/*
 * Nothing is ever created from an archive: entries are looked at and read into memory. So a hostile
 * one can at most waste what its reader allows. Known are ustar, pax (path, size) and GNU's long
 * names and large sizes; sparse files are told apart and not read.
 */
enum pby_tar_kind { PBY_TAR_FILE, PBY_TAR_DIRECTORY, PBY_TAR_OTHER };

struct pby_tar_entry {
	const char *path;	/* "boot/config-6.1": no "/" or "./" before it, no "..": those are OTHER, "" */
	enum pby_tar_kind kind;
	uint64_t size;
};

struct pby_tar;

/* Reads from what unpack gives, which stays the caller's. NULL without memory. */
struct pby_tar *pby_tar__open(struct pby_unpack *from);
void pby_tar__close(struct pby_tar *tar);

/* 1 with the next entry (valid until the next call), 0 at the end, -EBADMSG with a sentence. */
int pby_tar__next(struct pby_tar *tar, struct pby_tar_entry *entry, struct pby_err *err);
/* The bytes of the entry, piece by piece; 0 at its end. What is not read is skipped. */
ssize_t pby_tar__read(struct pby_tar *tar, void *to, size_t size, struct pby_err *err);

#define PBY_AUTO_TAR __attribute__((cleanup(pby_tar__closep))) struct pby_tar *
static inline void pby_tar__closep(struct pby_tar **tar)
{
	pby_tar__close(*tar);
}

#endif
