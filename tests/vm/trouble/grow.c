// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-grow: a process that maps memory, and unmaps it, when a line comes.
 *
 * usage: pby-grow
 *
 * Prints "ready" before it reads a line, "grown" when it has its memory.
 */
#include <sys/mman.h>

#include "guest.h"

int main(void)
{
	char line[16];
	void *more;

	guest__or_die("pby-grow");
	guest__say("ready");
	while (read(0, line, sizeof(line)) > 0) {
		more = mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (more == MAP_FAILED)
			guest__die("mmap");
		munmap(more, 1 << 20);
		guest__say("grown");
	}
	return 0;
}
