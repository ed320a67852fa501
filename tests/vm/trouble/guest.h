/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What keeps the troublemakers inside guests, and the few lines that all of them share. */
#ifndef PBY_GUEST_H
#define PBY_GUEST_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <linux/magic.h>
#include <unistd.h>

/* Only the initramfs of a guest has this file, and only there the root is in memory. */
static inline void guest__or_die(const char *program)
{
	struct statfs fs;

	if (access("/etc/probity-guest", F_OK) == 0 && statfs("/", &fs) == 0 &&
	    (fs.f_type == RAMFS_MAGIC || fs.f_type == TMPFS_MAGIC))
		return;
	fprintf(stderr, "%s: makes trouble on purpose, and runs in the test's guests only\n", program);
	exit(3);
}

static inline _Noreturn void guest__die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

/* Scripts wait for what is said, so it must leave at once. */
static inline void guest__say(const char *line)
{
	puts(line);
	fflush(stdout);
}

/* A whole number from the command line, or the end. */
static inline unsigned long guest__number(const char *text)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 0);
	if (errno || end == text || *end) {
		fprintf(stderr, "not a number: %s\n", text);
		exit(2);
	}
	return n;
}

#endif
