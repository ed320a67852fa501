// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_counts.c: a program on each raw tracepoint that counts for one process alone. */
#include "source/bench/lock_counts.h"

#include <linux/bpf.h>
#include <string.h>
#include <unistd.h>

#include "source/bpf/make.h"

/* The map's one value: whom to count for, then the counts. */
enum { WORDS = 1 + PBY_NR_LOCK_COUNTS, SHIFT_TO_PROCESS = 32 };

#define VALUE(dst, fd)		{ BPF_LD | BPF_DW | BPF_IMM, dst, BPF_PSEUDO_MAP_VALUE, 0, fd }, { 0, 0, 0, 0, 0 }
#define THIS_PROCESS		{ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_current_pid_tgid }, \
				{ BPF_ALU64 | BPF_RSH | BPF_K, BPF_REG_0, 0, 0, SHIFT_TO_PROCESS }
#define RETURN_0		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0 }, { BPF_JMP | BPF_EXIT, 0, 0, 0, 0 }

static const struct pby_bpf_kind kind = { .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT };

/* Run once by ourselves: the number that we have in the outermost pid namespace. */
static int note_process(int map_fd)
{
	const struct bpf_insn insns[] = {
		THIS_PROCESS,
		VALUE(BPF_REG_1, map_fd),
		{ BPF_STX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_0, 0, 0 },
		RETURN_0,
	};
	int fd = pby_bpf__load(&kind, "probity_who", insns, sizeof(insns) / sizeof(insns[0])), rc;

	if (fd < 0)
		return fd;
	rc = pby_bpf__run(fd);
	close(fd);
	return rc;
}

static int load_count(int map_fd, enum pby_lock_count count)
{
	const struct bpf_insn insns[] = {
		THIS_PROCESS,
		VALUE(BPF_REG_1, map_fd),
		{ BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_2, BPF_REG_1, 0, 0 },
		{ BPF_JMP | BPF_JNE | BPF_X, BPF_REG_0, BPF_REG_2, 2, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, 1 },
		{ BPF_STX | BPF_XADD | BPF_DW, BPF_REG_1, BPF_REG_2, (int16_t)(8 * (1 + count)), 0 },
		RETURN_0,
	};

	return pby_bpf__load(&kind, "probity_locks", insns, sizeof(insns) / sizeof(insns[0]));
}

static int count(int map_fd, enum pby_lock_count which)
{
	int fd = load_count(map_fd, which), link;

	if (fd < 0)
		return fd;
	link = pby_bpf__link_raw(fd, pby_lock_count_rows[which].tracepoint);
	close(fd);
	return link;
}

void pby_lock_counts__open(struct pby_lock_counts *c)
{
	int rc;

	c->map_fd = pby_bpf__make_map(&(struct pby_bpf_map_kind){ BPF_MAP_TYPE_ARRAY, 4, 8 * WORDS, 1 });
	rc = c->map_fd < 0 ? c->map_fd : note_process(c->map_fd);
	for (int i = 0; i < PBY_NR_LOCK_COUNTS; i++)
		c->link_fd[i] = rc ? rc : count(c->map_fd, (enum pby_lock_count)i);
}

void pby_lock_counts__read(const struct pby_lock_counts *c, uint64_t counts[PBY_NR_LOCK_COUNTS])
{
	uint64_t value[WORDS] = { 0 };
	uint32_t key = 0;

	if (c->map_fd >= 0 && pby_bpf__lookup(c->map_fd, &key, value))
		memset(value, 0, sizeof(value));
	memcpy(counts, value + 1, sizeof(*counts) * PBY_NR_LOCK_COUNTS);
}

void pby_lock_counts__close(struct pby_lock_counts *c)
{
	for (int i = 0; i < PBY_NR_LOCK_COUNTS; i++)
		if (c->link_fd[i] >= 0)
			close(c->link_fd[i]);
	if (c->map_fd >= 0)
		close(c->map_fd);
}
