// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-freeze: freezes the file system of a folder, so that whoever writes to it waits; -u thaws it.
 *
 * usage: pby-freeze [-u] FOLDER
 */
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include "guest.h"

int main(int argc, char **argv)
{
	int thaw = argc == 3 && !strcmp(argv[1], "-u");
	int folder;

	guest__or_die("pby-freeze");
	if (argc != 2 + thaw) {
		fprintf(stderr, "usage: pby-freeze [-u] FOLDER\n");
		return 2;
	}
	folder = open(argv[1 + thaw], O_RDONLY | O_DIRECTORY);
	if (folder < 0 || ioctl(folder, thaw ? FITHAW : FIFREEZE, 0))
		guest__die(argv[1 + thaw]);
	return 0;
}
