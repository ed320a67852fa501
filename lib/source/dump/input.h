// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* input.h: the text of one file, of standard input or of memory, decompressed as it is read. */
#ifndef PBY_DUMP_INPUT_H
#define PBY_DUMP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pby_err;
struct pby_unpack_format;

struct pby_input {
	const char *name;	/* for messages; the caller's string */
	int fd;			/* -1: memory */
	const uint8_t *mem;
	size_t mem_len;
	const struct pby_unpack_format *format;	/* NULL: plain */
	void *state;
	uint8_t *raw;		/* bytes as read, not yet decompressed or handed out */
	size_t raw_pos;
	size_t raw_len;
	uint64_t raw_read;	/* bytes taken from the file */
	uint64_t given;		/* bytes of text handed out */
	bool raw_ends;
	bool done;
	bool in_stream;		/* a compressed stream has begun and not yet ended */
	bool cut;		/* the compressed data ended early or are damaged further on */
};

/* path "-" is standard input. Refuses directories and images of memory, saying what to do. */
int pby_input__open(struct pby_input *in, const char *path, struct pby_err *err);
/* Reads from bytes that the caller keeps. */
int pby_input__open_mem(struct pby_input *in, const char *name, const void *bytes, size_t len,
			struct pby_err *err);
/*
 * Fills buf as far as one step goes; 0 at the end. Damage after text was given is no error:
 * in->cut is set and the text ends there.
 */
ssize_t pby_input__read(struct pby_input *in, void *buf, size_t size, struct pby_err *err);
void pby_input__close(struct pby_input *in);

#define PBY_AUTO_INPUT __attribute__((cleanup(pby_input__close))) struct pby_input

#endif
