// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* command.h: a subcommand is one row: its words, its options, its function. */
#ifndef PBY_CMD_COMMAND_H
#define PBY_CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cmd/option.h"

/* Exit codes of every command. */
enum { PBY_EXIT_CLEAN = 0, PBY_EXIT_FOUND = 1, PBY_EXIT_USAGE = 2, PBY_EXIT_BLIND = 3 };

struct pby_command {
	const char *name;
	const char *question;	/* what it answers, as the user would ask: shown by a bare probity */
	const char *args;	/* "[FILE...]", or "" */
	int max_args;		/* arguments besides options; -1 any number */
	const char *text;	/* a paragraph for --help and the man page */
	const struct pby_option *options;
	size_t nr_options;
	size_t values_size;	/* of the struct that the options fill */
	const void *values;	/* where they start from; NULL all zero */
	bool hidden;		/* not on the default help screen */
	/* args[0..nr_args) are what is no option. Prints, and returns an exit code. */
	int (*run)(const void *values, char **args, int nr_args);
};

extern const struct pby_command *const pby_commands[];
extern const size_t pby_nr_commands;
const struct pby_command *pby_command__find(const char *name);

/* The help of one command, and the list of all. */
void pby_command__help(const struct pby_command *command, FILE *to);
void pby_command__list(FILE *to, bool all);

/* Prints "probity NAME: sentence" on stderr and returns code. */
int pby_command__fail(const char *name, int code, const char *sentence);
/* The same for a word that names nothing: "probity NAME: no such KIND: WORD; WHERE the others are"; a mistake of usage. */
int pby_command__unknown(const char *name, const char *kind, const char *word, const char *where);

#endif
