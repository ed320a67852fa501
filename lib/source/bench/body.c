// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* body.c: empty, counter and hash: instructions and maps. */
#include "source/bench/body.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>

#include "source/bpf/make.h"

enum { HASH_ENTRIES = 4096 };

/* Shorthand for instructions, as in the kernel's samples. */
#define MOV_REG(dst, src)	{ BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0 }
#define MOV_NUM(dst, num)	{ BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, num }
#define ADD_NUM(dst, num)	{ BPF_ALU64 | BPF_ADD | BPF_K, dst, 0, 0, num }
#define CALL(function)		{ BPF_JMP | BPF_CALL, 0, 0, 0, function }
#define MAP(dst, fd)		{ BPF_LD | BPF_DW | BPF_IMM, dst, BPF_PSEUDO_MAP_FD, 0, fd }, { 0, 0, 0, 0, 0 }
#define STORE64(at, src, off)	{ BPF_STX | BPF_MEM | BPF_DW, at, src, off, 0 }
#define LOAD64(dst, at, off)	{ BPF_LDX | BPF_MEM | BPF_DW, dst, at, off, 0 }
#define EXIT			{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 }

int pby_bench_maps__open(struct pby_bench_maps *maps)
{
	int cpus = libbpf_num_possible_cpus();

	*maps = (struct pby_bench_maps){ -1, -1, 0 };
	if (cpus < 1)
		return cpus ? cpus : -EIO;
	maps->nr_possible_cpus = (uint32_t)cpus;
	maps->counter_fd = pby_bpf__make_map(&(struct pby_bpf_map_kind){ BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 1 });
	if (maps->counter_fd < 0)
		return maps->counter_fd;
	maps->hash_fd = pby_bpf__make_map(&(struct pby_bpf_map_kind){ BPF_MAP_TYPE_HASH, 8, 8, HASH_ENTRIES });
	return maps->hash_fd < 0 ? maps->hash_fd : 0;
}

uint64_t pby_bench_maps__count(const struct pby_bench_maps *maps, int *rc)
{
	uint64_t *values = calloc(maps->nr_possible_cpus, sizeof(*values)), sum = 0;
	uint32_t key = 0;

	*rc = values ? pby_bpf__lookup(maps->counter_fd, &key, values) : -ENOMEM;
	for (uint32_t i = 0; !*rc && i < maps->nr_possible_cpus; i++)
		sum += values[i];
	free(values);
	return sum;
}

static int load_empty(const struct pby_bpf_kind *kind)
{
	const struct bpf_insn insns[] = { MOV_NUM(BPF_REG_0, 0), EXIT };

	return pby_bpf__load(kind, "probity_empty", insns, sizeof(insns) / sizeof(insns[0]));
}

static int load_counter(const struct pby_bpf_kind *kind, int map_fd)
{
	const struct bpf_insn insns[] = {
		/* key 0 on the stack; 8 bytes, so that no byte of it is unknown */
		MOV_NUM(BPF_REG_1, 0),
		STORE64(BPF_REG_10, BPF_REG_1, -8),
		MOV_REG(BPF_REG_2, BPF_REG_10),
		ADD_NUM(BPF_REG_2, -8),
		MAP(BPF_REG_1, map_fd),
		CALL(BPF_FUNC_map_lookup_elem),
		{ BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 3, 0 },
		LOAD64(BPF_REG_1, BPF_REG_0, 0),
		ADD_NUM(BPF_REG_1, 1),
		STORE64(BPF_REG_0, BPF_REG_1, 0),
		MOV_NUM(BPF_REG_0, 0),
		EXIT,
	};

	return pby_bpf__load(kind, "probity_counter", insns, sizeof(insns) / sizeof(insns[0]));
}

static int load_hash(const struct pby_bpf_kind *kind, int map_fd)
{
	const struct bpf_insn insns[] = {
		CALL(BPF_FUNC_get_current_pid_tgid),
		STORE64(BPF_REG_10, BPF_REG_0, -8),
		STORE64(BPF_REG_10, BPF_REG_0, -16),
		MOV_REG(BPF_REG_2, BPF_REG_10),
		ADD_NUM(BPF_REG_2, -8),
		MOV_REG(BPF_REG_3, BPF_REG_10),
		ADD_NUM(BPF_REG_3, -16),
		MOV_NUM(BPF_REG_4, BPF_ANY),
		MAP(BPF_REG_1, map_fd),
		CALL(BPF_FUNC_map_update_elem),
		MOV_NUM(BPF_REG_0, 0),
		EXIT,
	};

	return pby_bpf__load(kind, "probity_hash", insns, sizeof(insns) / sizeof(insns[0]));
}

int pby_bench_body__load(enum pby_bench_body body, const struct pby_bpf_kind *kind,
			 const struct pby_bench_maps *maps)
{
	switch (body) {
	case PBY_BENCH_COUNTER:
		return load_counter(kind, maps->counter_fd);
	case PBY_BENCH_HASH:
		return load_hash(kind, maps->hash_fd);
	default:
		return load_empty(kind);
	}
}
