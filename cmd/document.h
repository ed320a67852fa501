// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* document.h: documents about the command line, written from the tables of commands and options. */
#ifndef PBY_CMD_DOCUMENT_H
#define PBY_CMD_DOCUMENT_H

#include "base/buf.h"

/* probity.1 for man, all commands on one page. */
void pby_document__man(struct pby_buf *out);
/* What bash and zsh are to offer behind "probity". */
void pby_document__bash(struct pby_buf *out);
void pby_document__zsh(struct pby_buf *out);

/*
 * What may stand for the name of an argument in a table: words are added to out, separated by
 * blanks: "ID" stands for the ids of all rules. "FILE" and "DIR" have no words.
 */
void pby_document__words(const char *arg, struct pby_buf *out);
/* Is it a file or folder that the shell can complete? */
bool pby_document__is_file(const char *arg);
bool pby_document__is_folder(const char *arg);

#endif
