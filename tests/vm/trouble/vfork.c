// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-vfork: a process whose vfork child does not execute anything, so that it waits.
 *
 * usage: pby-vfork
 *
 * The child is called pby-vforked and sleeps until it is killed; then the parent ends.
 */
#include <sys/prctl.h>

#include "guest.h"

int main(void)
{
	pid_t child;

	guest__or_die("pby-vfork");
	child = vfork();
	if (child < 0)
		guest__die("vfork");
	if (!child) {
		/* prctl() writes the child's name only, not the memory that it borrowed. */
		prctl(PR_SET_NAME, "pby-vforked");
		for (;;)
			pause();
	}
	return 0;
}
