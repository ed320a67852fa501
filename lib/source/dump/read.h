// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * read.h: a dump from text: kernel logs, shell transcripts, mails, in any wrapping and mixture.
 *
 *	bytes -> input (decompress) -> lines -> record (journal, JSON, mail) -> plain (ANSI, HTML)
 *	      -> prefix (stamps, quotes) -> wrap (broken lines) -> parser (sections) -> dump
 *
 * Every stage holds at most a few lines: the time is linear in the text, the memory in the frames
 * and tasks that it shows.
 */
#ifndef PBY_DUMP_READ_H
#define PBY_DUMP_READ_H

#include <stddef.h>

#include "model/dump.h"

struct pby_err;

/*
 * Reads the files in their order ("-" is standard input) into one dump, zeroed before. A file
 * named like /proc/PID/stack tells the pid. Nothing recognised is no error. On errors the dump holds
 * what was read; the caller frees it in any case.
 */
int pby_dump__read(struct pby_dump *dump, const char *const *paths, size_t nr, struct pby_err *err);

/* The same from memory, for tests; name is what messages call it. */
int pby_dump__read_mem(struct pby_dump *dump, const char *name, const void *bytes, size_t len,
		       struct pby_err *err);

#endif
