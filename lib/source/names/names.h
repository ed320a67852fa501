// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* names.h: names for addresses, from a child that reads the files: a disk may hang, a damaged file may kill. */
#ifndef PBY_NAMES_H
#define PBY_NAMES_H

#include "source/child.h"
#include "source/names/namer.h"

/*
 *	pby_names__start(&names, &options, &err);
 *	...
 *	pby_names__ask(&names, keys, nr);		one round trip for what is not known yet
 *	named = pby_names__get(&names, &keys[0]);
 *	...
 *	pby_names__stop(&names);
 * Zeroed memory names nothing.
 */
struct pby_names {
	struct pby_child child;
	struct pby_names_shared *shared;
	struct pby_arena arena;		/* keys */
	struct pby_map known;		/* key -> index in answers */
	PBY_VEC(struct pby_named) answers;
	bool kernel;			/* there is debug information of the kernel */
	char about_kernel[512];		/* its file; or why there is none */
	bool silent;			/* it did not answer, and is not asked any more: */
	char silence[256];		/* in words */
	bool full;			/* it knows as much as it may */
};

enum { PBY_NAMES_AT_ONCE = 128, PBY_NAMES_MOST = 200000 };

/*
 * Forks, and waits until the child has looked for the kernel's debug information; without any there is still something
 * to ask for if programs is set, else the child ends. -ESTALE: options name a file that is not of this kernel.
 */
int pby_names__start(struct pby_names *n, const struct pby_namer_options *options, bool programs, struct pby_err *err);
/* The same for another process that is forked from here: it knows no answers yet, and only one of both may ask. */
struct pby_names pby_names__lend(const struct pby_names *n);
/* At most PBY_NAMES_AT_ONCE. */
void pby_names__ask(struct pby_names *n, const struct pby_name_key *keys, uint32_t nr);
/* What was answered; nr 0 with the reason when it was not asked for, or never answered. */
struct pby_named pby_names__get(const struct pby_names *n, const struct pby_name_key *key);
void pby_names__stop(struct pby_names *n);

#endif
