// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* console.c: keeps the kernel's console quiet for a while, and puts its level back whatever happens to the asker. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/klog.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/root.h"
#include "source/live/kmsg.h"

enum { SYSLOG_ACTION_CONSOLE_LEVEL = 8 };

/* "7	4	1	7": the first number of four. */
static int level_now(void)
{
	PBY_AUTO_FD fd = open("/proc/sys/kernel/printk", O_RDONLY | O_CLOEXEC);
	char text[64];
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text));
	struct pby_text t = pby_text__of(text, n > 0 ? (size_t)n : 0);
	uint64_t level;

	return pby_text__u64(&t, &level) && level > 0 && level < 100 ? (int)level : 0;
}

void pby_console__leave(void *mine)
{
	int *before = mine;

	if (*before)
		klogctl(SYSLOG_ACTION_CONSOLE_LEVEL, NULL, *before);
	*before = 0;
}

void pby_console__set(struct pby_region *region, void *question, void **mine)
{
	const struct pby_console_question *q = question;
	struct pby_console_level *out = pby_arena__alloc(&region->arena, sizeof(*out));
	int *before = *mine ? *mine : calloc(1, sizeof(*before)), level;

	if (!out || !before)
		return;
	*mine = before;
	region->result = out;
	if (!q->level) {
		pby_console__leave(before);
		return;
	}
	/* From here on it outlives the asker, so as to put the level back after it. */
	prctl(PR_SET_PDEATHSIG, 0);
	level = level_now();
	if (level && klogctl(SYSLOG_ACTION_CONSOLE_LEVEL, NULL, q->level) == 0)
		*before = out->before = level;
}
