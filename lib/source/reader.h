// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* reader.h: reads files that may never answer, in children that are left behind when they do not. */
#ifndef PBY_READER_H
#define PBY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/fact.h"
#include "source/child.h"

struct pby_root;

/* A file wanted, and then what came of it. text points into the reader's memory. */
struct pby_reading {
	const char *path;
	const char *other;	/* where else it may be, or NULL */
	uint32_t file_system;	/* magic of the file system that it should be in; 0 any */
	bool absent;		/* not read: that file system is mounted and has no such file */
	enum pby_tri read;	/* MAYBE: not asked */
	struct pby_text text;
	const char *why;	/* NULL once read */
};

/*
 * One child and the files that wait for the same lock, in the order in which they are asked:
 * when one does not answer, those behind it would not either and are not asked.
 */
struct pby_reader {
	struct pby_child child;
	const struct pby_root *root;
	struct pby_reading *rows;
	uint32_t nr;
	const char *lock;	/* "event_mutex": for the sentence */
};

/* Starts asking and returns at once. root must stay open until the end. */
void pby_reader__start(struct pby_reader *reader, const struct pby_root *root);
/* Waits for the answers. Afterwards every row has text or why. true: something never answered. */
bool pby_reader__finish(struct pby_reader *reader, int timeout_ms);
/* Ends the life of the texts. */
void pby_reader__free(struct pby_reader *reader);

#endif
