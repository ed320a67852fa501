// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* programs.h: which of the programs in locks.bpf.c a way to the waits needs. */
#ifndef PBY_LOCKS_PROGRAMS_H
#define PBY_LOCKS_PROGRAMS_H

#include <stdbool.h>

struct btf;

/* From the best one on. */
enum pby_locks_way {
	PBY_LOCKS_TP_BTF, PBY_LOCKS_RAW_TP, PBY_LOCKS_TRACEPOINT,	/* lock:contention_begin and _end (5.19) */
	PBY_LOCKS_FENTRY,	/* slow paths, with fentry and fexit */
	PBY_LOCKS_KPROBE,	/* their entries with kprobes, and sched_switch */
	PBY_LOCKS_WAYS,
};

struct pby_locks_choice {
	enum pby_locks_way way;
	bool drains;		/* hook percpu_down_write beside the events */
	bool spins;
	const struct btf *btf;	/* of the kernel */
};

/* "tp_btf", "raw_tp", "tracepoint", "fentry", "kprobe"; PBY_LOCKS_WAYS for any other. */
enum pby_locks_way pby_locks_way__find(const char *name);
/* As the result calls it: "fentry and fexit". */
const char *pby_locks_way__words(enum pby_locks_way way);
/* Does the kernel's BTF exclude it? NULL, or why. */
const char *pby_locks_way__excluded(enum pby_locks_way way, const struct btf *btf);

/* The writer of a percpu_rw_semaphore, which waits for its readers without an event since 6.12. */
extern const char pby_locks_draining[];

bool pby_locks_choice__wants(const struct pby_locks_choice *choice, const char *program);
/* "enter_down", "leave_down" and "call_down" hook the function "down"; NULL for programs of another sort. */
const char *pby_locks_program__function(const char *program);
/* A function of this way that the kernel's BTF does not have, and that program would hook; or NULL. */
const char *pby_locks_choice__missing(const struct pby_locks_choice *choice, const char *program);

#endif
