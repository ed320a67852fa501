// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_state.h: what the kernel makes of a kprobe: a call from ftrace, a jump, or a trap. */
#ifndef PBY_BENCH_KPROBE_STATE_H
#define PBY_BENCH_KPROBE_STATE_H

#include <stdint.h>

struct pby_text;

enum pby_kprobe_state {
	PBY_KPROBE_UNKNOWN,	/* kprobes/list could not be read, or does not list it */
	PBY_KPROBE_FTRACE,
	PBY_KPROBE_OPTIMISED,
	PBY_KPROBE_TRAP,
};

/*
 * Finds the kprobe (not the kretprobe) on function+offset in the text of /sys/kernel/debug/kprobes/list:
 *
 *	ffffffff812c5d09  k  vfs_read+0x9    [OPTIMIZED]
 *
 * Offset 0 is the entry, which kernels with IBT list as +0x4.
 */
enum pby_kprobe_state pby_kprobe_state__parse(struct pby_text list, const char *function, uint64_t offset);

/* The same on this machine now. May block: in a child. */
enum pby_kprobe_state pby_kprobe_state__of(const char *function, uint64_t offset);

#endif
