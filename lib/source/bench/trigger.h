// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trigger.h: makes many calls of what is probed, and says how long each took. */
#ifndef PBY_BENCH_TRIGGER_H
#define PBY_BENCH_TRIGGER_H

#include <stdint.h>

struct pby_kernel;

enum pby_bench_trigger_kind {
	PBY_TRIGGER_HELPER,	/* a BPF program that is run in the kernel calls bpf_get_numa_node_id() */
	PBY_TRIGGER_KFUNC,	/* the same with bpf_modify_return_test_tp(), which holds a tracepoint (6.10) */
	PBY_TRIGGER_GETPGID,	/* the system call, with a pid: it passes security_task_getpgid() */
	PBY_TRIGGER_GETPPID,	/* another system call, that nothing is attached to */
	PBY_TRIGGER_RENAME,	/* naming this thread: the tracepoint task:task_rename */
	PBY_TRIGGER_FUNCTION,	/* a function of this program */
};

struct pby_bench_trigger {
	enum pby_bench_trigger_kind kind;
	void (*function)(void);	/* of PBY_TRIGGER_FUNCTION */
	int prog_fd;		/* of the first two; else -1 */
};

const char *pby_bench_trigger__text(enum pby_bench_trigger_kind kind);

/* Loads what the kind needs. 0, or -errno when this kernel has no such trigger. */
int pby_bench_trigger__open(struct pby_bench_trigger *t, struct pby_kernel *k);
void pby_bench_trigger__close(struct pby_bench_trigger *t);

/* Makes at least nr calls. Returns how many it made, or 0 when the trigger failed. */
uint64_t pby_bench_trigger__call(const struct pby_bench_trigger *t, uint64_t nr);

#endif
