// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* option.h: a command's options as data: parsing, usage, man page and completion come from the rows. */
#ifndef PBY_CMD_OPTION_H
#define PBY_CMD_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum pby_option_kind {
	PBY_OPT_FLAG,	/* bool */
	PBY_OPT_TEXT,	/* const char * */
	PBY_OPT_NUMBER,	/* double, not negative */
	PBY_OPT_LIST,	/* struct pby_list: may be given again and again */
};

enum { PBY_LIST_MAX = 64 };

struct pby_list {
	const char *items[PBY_LIST_MAX];
	size_t nr;
};

struct pby_option {
	const char *name;	/* long name without dashes */
	char letter;		/* short form, or 0 */
	enum pby_option_kind kind;
	size_t offset;		/* into the command's struct of values */
	const char *arg;	/* "FILE"; NULL for a flag; completion knows FILE and DIR */
	const char *help;	/* one sentence without a full stop */
};

/*
 * Fills values (a zeroed struct of the command) from argv[1..argc); leaves the
 * arguments that are no options in argv, their number in *nr_args, "--" ends
 * options. -EINVAL with a sentence for what is not in the rows.
 */
int pby_options__parse(const struct pby_option *rows, size_t nr, void *values, int argc,
		       char **argv, int *nr_args, struct pby_err *err);

#endif
