// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* namer.h: functions, inlined ones too, at addresses of the kernel and places of programs' files. Reads files. */
#ifndef PBY_NAMER_H
#define PBY_NAMER_H

#include "base/err.h"
#include "model/task.h"
#include "source/names/debug_files.h"

/* What is to be named: an address of the kernel (no build id), or a place in the file of that build id (or that
 * stands for one). */
struct pby_name_key {
	struct pby_build_id id;
	uint32_t pad;
	uint64_t at;	/* a return address, as in stacks: what lies before it is meant */
};

/*
 * The functions there, innermost first; the last one is no inlined one. A place of a file without a symbol is named by
 * the file and its address in it ("libc.so.6+0x1234"). nr 0: nothing is known, and why. Of the kernel the
 * names are those of its debug information.
 *	{ "__mutex_lock_common", "kernel/locking/mutex.c", 676, inlined }
 *	{ "__mutex_lock", "kernel/locking/mutex.c", 760 }
 */
struct pby_named {
	const struct pby_frame *frames;
	uint32_t nr;
	const char *why;
};

struct pby_namer_options {
	const char *vmlinux;	/* the kernel's debug information, by name; NULL: looked for */
	struct pby_debug_dirs dirs;
	const char *notes;	/* NULL: /sys/kernel/notes */
	const char *release;	/* of the running kernel */
	uint64_t stext, etext;	/* where it lies; 0: unknown, nothing of it is named */
};

struct pby_namer_file;
struct pby_elf_names;

struct pby_namer {
	struct pby_namer_options options;
	struct pby_debug_files files;
	struct pby_arena *arena;	/* of answers: the caller's */
	struct pby_arena own;
	struct pby_map texts;		/* strings in the arena, each once */
	PBY_VEC(char *) text_of;
	struct pby_map by_id;		/* build id -> index in opened */
	PBY_VEC(struct pby_namer_file *) opened;
	struct pby_elf_names *kernel;
	uint64_t slide;			/* what randomisation added to the kernel's addresses */
};

/* Answers go into the arena. Opens nothing yet. */
void pby_namer__init(struct pby_namer *n, const struct pby_namer_options *options, struct pby_arena *arena);
/*
 * Opens the debug information of the running kernel: its build id must be the kernel's. -ENOENT: there is none, -ESTALE:
 * the file that was named is of another kernel.
 */
int pby_namer__open_kernel(struct pby_namer *n, struct pby_err *err);
/* The file that it opened; NULL: none. */
const char *pby_namer__kernel_path(const struct pby_namer *n);
struct pby_named pby_namer__find(struct pby_namer *n, const struct pby_name_key *key);
void pby_namer__free(struct pby_namer *n);

#endif
