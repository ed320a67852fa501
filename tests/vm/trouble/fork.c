// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-fork: waits for a line and forks, without a page fault before.
 *
 * usage: pby-fork
 *
 * Prints "ready" when all its pages are there and locked, and "forked" when the child has come and gone. While somebody holds
 * its mmap_lock the fork waits for that in the kernel's dup_mmap(), with dup_mmap_sem held for reading.
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

int main(void)
{
	pid_t child;
	char byte;

	guest__or_die("pby-fork");
	if (mlockall(MCL_CURRENT))
		guest__die("mlockall");
	guest__say("ready");
	if (read(STDIN_FILENO, &byte, 1) != 1)
		return 1;
	child = fork();
	if (!child)
		_exit(0);
	if (child < 0 || waitpid(child, NULL, 0) != child)
		guest__die("fork");
	guest__say("forked");
	return 0;
}
