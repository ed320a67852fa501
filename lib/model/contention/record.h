// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * record.h: events of contended locks as bytes in a file, and back. doc/locks.md describes every byte.
 *
 * A recording is a header and then items: events, names, and at its end the losses. Numbers are
 * LEB128, signed ones zig-zag; times are differences to the event before; addresses of locks are
 * numbers of places in a table of the last ones. A begin takes 8 to 14 bytes, an end 7.
 * A recording that was cut short (the machine died) is readable up to there.
 */
#ifndef PBY_CONTENTION_RECORD_H
#define PBY_CONTENTION_RECORD_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "model/contention/contention.h"
#include "model/contention/event.h"

#define PBY_RECORD_MAGIC "probity locks\n"
enum { PBY_RECORD_VERSION = 1, PBY_RECORD_PLACES = 1024, PBY_RECORD_TEXT = 4096, PBY_RECORD_FRAMES = 127 };

/* What holds for all of it. Strings are never NULL when read. */
struct pby_record_head {
	uint64_t from_ns;	/* CLOCK_MONOTONIC when it began */
	uint64_t wall_ns;	/* CLOCK_REALTIME then; 0 unknown */
	uint64_t stacks_above_ns;
	bool no_stacks;
	bool spins;
	const char *kernel;	/* release; "" unknown */
	const char *how;	/* as in struct pby_contention */
};

/* Zeroed memory is a writer that wrote nothing. The caller writes what is in out, and empties it, when it likes. */
struct pby_record_writer {
	uint64_t ns;
	uint64_t places[PBY_RECORD_PLACES];
};

void pby_record__head(struct pby_record_writer *w, const struct pby_record_head *head, struct pby_buf *out);
void pby_record__event(struct pby_record_writer *w, const struct pby_lock_event *event, struct pby_buf *out);
/* Longer texts and stacks than PBY_RECORD_TEXT and _FRAMES are cut. */
void pby_record__name(struct pby_record_writer *w, const struct pby_lock_name *name, struct pby_buf *out);
/* The last item. events in loss counts here what was dropped on the way to the file. */
void pby_record__end(struct pby_record_writer *w, uint64_t now_ns, const struct pby_contention_loss *loss,
		     struct pby_buf *out);

/* What the reader met. */
enum pby_recorded { PBY_RECORDED_EVENT, PBY_RECORDED_NAME, PBY_RECORDED_END, PBY_RECORDED_CUT };

struct pby_record_reader {
	struct pby_record_head head;
	struct pby_lock_event event;	/* of RECORDED_EVENT */
	struct pby_lock_name name;	/* of RECORDED_NAME; lives until the next item */
	uint64_t end_ns;		/* of RECORDED_END; else the last event */
	struct pby_contention_loss loss;
	struct pby_text all, rest;
	uint64_t ns;
	uint64_t places[PBY_RECORD_PLACES];
	uint64_t addrs[PBY_RECORD_FRAMES];
	char texts[3][PBY_RECORD_TEXT + 1];
	char kernel[128], how[128];
};

/* Reads the header. bytes must stay. -EBADMSG for what is none, -ENOTSUP for a later version. */
int pby_record__open(struct pby_record_reader *r, struct pby_text bytes, struct pby_err *err);
/* The next item: enum pby_recorded, or -EBADMSG with the place of the first byte that cannot be. */
int pby_record__next(struct pby_record_reader *r, struct pby_err *err);

#endif
