// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trigger.c: loops in the kernel where it runs them for us, else system calls and functions. */
#define _GNU_SOURCE
#include "source/bench/trigger.h"

#include <bpf/btf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "model/kernel.h"
#include "source/bpf/make.h"

/* Calls made by one run of the program: enough to hide the system call that runs it, few enough to verify. */
enum { BATCH = 512 };

const char *pby_bench_trigger__text(enum pby_bench_trigger_kind kind)
{
	static const char *const texts[] = {
		[PBY_TRIGGER_HELPER] = "loop in the kernel (BPF test run, bpf_get_numa_node_id)",
		[PBY_TRIGGER_KFUNC] = "loop in the kernel (BPF test run, bpf_modify_return_test_tp)",
		[PBY_TRIGGER_GETPGID] = "system call getpgid",
		[PBY_TRIGGER_GETPPID] = "system call getppid",
		[PBY_TRIGGER_RENAME] = "system call prctl(PR_SET_NAME)",
		[PBY_TRIGGER_FUNCTION] = "function calls",
	};

	return texts[kind];
}

/* for (r6 = BATCH; r6; r6--) call; the verifier walks it once around for each call. */
static int load_loop(struct bpf_insn call)
{
	const struct pby_bpf_kind kind = { .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT };
	const struct bpf_insn insns[] = {
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_6, 0, 0, BATCH },
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_1, 0, 0, 0 },
		call,
		{ BPF_ALU64 | BPF_SUB | BPF_K, BPF_REG_6, 0, 0, 1 },
		{ BPF_JMP | BPF_JNE | BPF_K, BPF_REG_6, 0, -4, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};

	return pby_bpf__load(&kind, "probity_trigger", insns, sizeof(insns) / sizeof(insns[0]));
}

static int load_helper_loop(void)
{
	return load_loop((struct bpf_insn){ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_numa_node_id });
}

enum { PSEUDO_KFUNC_CALL = 2 };

static int load_kfunc_loop(struct pby_kernel *k)
{
	int id = k->types.btf ? btf__find_by_name_kind(k->types.btf, "bpf_modify_return_test_tp",
						       BTF_KIND_FUNC) : -ENOENT;

	if (id <= 0)
		return -ENOENT;
	return load_loop((struct bpf_insn){ BPF_JMP | BPF_CALL, 0, PSEUDO_KFUNC_CALL, 0, id });
}

int pby_bench_trigger__open(struct pby_bench_trigger *t, struct pby_kernel *k)
{
	t->prog_fd = -1;
	if (t->kind == PBY_TRIGGER_HELPER)
		t->prog_fd = load_helper_loop();
	else if (t->kind == PBY_TRIGGER_KFUNC)
		t->prog_fd = load_kfunc_loop(k);
	else
		return 0;
	return t->prog_fd < 0 ? t->prog_fd : 0;
}

void pby_bench_trigger__close(struct pby_bench_trigger *t)
{
	if (t->prog_fd >= 0)
		close(t->prog_fd);
	t->prog_fd = -1;
}

static uint64_t run_program(int prog_fd, uint64_t nr)
{
	uint64_t runs = (nr + BATCH - 1) / BATCH;

	for (uint64_t i = 0; i < runs; i++)
		if (pby_bpf__run(prog_fd))
			return 0;
	return runs * BATCH;
}

uint64_t pby_bench_trigger__call(const struct pby_bench_trigger *t, uint64_t nr)
{
	long pid = getpid();

	switch (t->kind) {
	case PBY_TRIGGER_HELPER:
	case PBY_TRIGGER_KFUNC:
		return run_program(t->prog_fd, nr);
	case PBY_TRIGGER_GETPGID:
		for (uint64_t i = 0; i < nr; i++)
			syscall(SYS_getpgid, pid);
		return nr;
	case PBY_TRIGGER_GETPPID:
		for (uint64_t i = 0; i < nr; i++)
			syscall(SYS_getppid);
		return nr;
	case PBY_TRIGGER_RENAME:
		for (uint64_t i = 0; i < nr; i++)
			prctl(PR_SET_NAME, "probity-bench");
		return nr;
	case PBY_TRIGGER_FUNCTION:
		for (uint64_t i = 0; i < nr; i++)
			t->function();
		return nr;
	}
	return 0;
}
