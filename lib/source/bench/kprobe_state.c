// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_state.c: reads debugfs kprobes/list. */
#include "source/bench/kprobe_state.h"

#include <fcntl.h>

#include "base/buf.h"
#include "base/root.h"
#include "base/text.h"

enum { MAX_LIST = 16 << 20 };

static bool is_at(struct pby_text place, const char *function, uint64_t offset)
{
	uint64_t listed;

	if (!pby_text__eat(&place, function) || !pby_text__eat(&place, "+") || !pby_text__hex(&place, &listed))
		return false;
	/* Behind endbr64, which is 4 bytes. */
	return listed == offset || (!offset && listed == 4);
}

enum pby_kprobe_state pby_kprobe_state__parse(struct pby_text list, const char *function, uint64_t offset)
{
	struct pby_text line, address, kind, place;

	while (pby_text__line(&list, &line)) {
		if (!pby_text__word(&line, &address) || !pby_text__word(&line, &kind) ||
		    !pby_text__word(&line, &place) || !pby_text__is(kind, "k") || !is_at(place, function, offset))
			continue;
		return pby_text__find(line, "[FTRACE]") ? PBY_KPROBE_FTRACE
		     : pby_text__find(line, "[OPTIMIZED]") ? PBY_KPROBE_OPTIMISED : PBY_KPROBE_TRAP;
	}
	return PBY_KPROBE_UNKNOWN;
}

enum pby_kprobe_state pby_kprobe_state__of(const char *function, uint64_t offset)
{
	static const char path[] = "/sys/kernel/debug/kprobes/list";
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	PBY_AUTO_BUF text = { 0 };

	if (fd < 0 || pby_fd__read_all(fd, path, MAX_LIST, &text, NULL))
		return PBY_KPROBE_UNKNOWN;
	return pby_kprobe_state__parse(pby_text__of(text.data, text.len), function, offset);
}
