// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-exec: waits for a line and becomes another program, without a page fault before.
 *
 * usage: pby-exec PROGRAM [ARGUMENT...]
 *
 * Prints "ready" when all its pages are there and locked. While somebody holds its mmap_lock for writing it gets as far as
 * the kernel's exec_mmap() and waits there with exec_update_lock held: then reading its /proc files waits, too.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "guest.h"

int main(int argc, char **argv)
{
	char byte;

	guest__or_die("pby-exec");
	if (argc < 2) {
		fprintf(stderr, "usage: pby-exec PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		guest__die("mlockall");
	guest__say("ready");
	if (read(STDIN_FILENO, &byte, 1) == 1)
		execv(argv[1], argv + 1);
	guest__die(argv[1]);
}
