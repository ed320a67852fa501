// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* record.h: messages out of structured carriers: journal exports, JSON, quoted-printable mail. */
#ifndef PBY_DUMP_RECORD_H
#define PBY_DUMP_RECORD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

struct json_tokener;
struct pby_err;
struct pby_lines;

struct pby_record {
	void (*take)(void *to, struct pby_text text, bool whole, double time_s);
	void *to;
	struct pby_lines *lines;
	/* journal export: fields of the entry that is being read */
	bool export;
	struct pby_buf message;
	bool has_message;
	bool foreign;
	double time_s;
	/* JSON: an object may run over several lines */
	struct json_tokener *tok;
	size_t fed;
	/* quoted-printable */
	enum { PBY_QP_NO, PBY_QP_GUESSED, PBY_QP_STATED } qp;
	struct pby_buf soft;	/* pieces of a line with soft breaks */
	struct pby_buf plain;	/* what was unescaped */
};

/*
 * One physical line. What it carries goes to take(): the line itself (whole false), or a message
 * that a carrier held (whole true: a new message begins; it may hold newlines; its time or -1).
 */
int pby_record__line(struct pby_record *r, struct pby_text line, struct pby_err *err);
/* Whether lines are part of a carrier's record, so that their text is not what stands there. */
bool pby_record__is_inside(const struct pby_record *r);
void pby_record__flush(struct pby_record *r);
void pby_record__free(struct pby_record *r);

#endif
