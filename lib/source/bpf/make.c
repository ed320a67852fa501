// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* make.c: makes maps, programs and links by bpf(2) itself: libbpf's calls try other things on their own. */
#define _GNU_SOURCE
#include "source/bpf/make.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Parts of union bpf_attr for BPF_LINK_CREATE that distributions' headers may lack. */
struct kprobe_multi_attr {
	uint32_t prog_fd, target_fd, attach_type, link_flags;
	uint32_t flags, cnt;
	uint64_t syms, addrs, cookies;
};

struct uprobe_multi_attr {
	uint32_t prog_fd, target_fd, attach_type, link_flags;
	uint64_t path, offsets, ref_ctr_offsets, cookies;
	uint32_t cnt, flags, pid, zero;
};

union attr {
	union bpf_attr known;
	struct kprobe_multi_attr kprobe_multi;
	struct uprobe_multi_attr uprobe_multi;
};

/* An older kernel takes a longer attr as long as what it does not know is zero. */
static int call(int command, union attr *attr)
{
	long rc = syscall(SYS_bpf, command, attr, sizeof(*attr));

	return rc < 0 ? -errno : (int)rc;
}

static uint64_t address(const void *p)
{
	return (uintptr_t)p;
}

int pby_bpf__make_map(const struct pby_bpf_map_kind *kind)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.known.map_type = kind->type;
	a.known.key_size = kind->key_size;
	a.known.value_size = kind->value_size;
	a.known.max_entries = kind->max_entries;
	memcpy(a.known.map_name, "probity", sizeof("probity"));
	return call(BPF_MAP_CREATE, &a);
}

int pby_bpf__make_counter(void)
{
	return pby_bpf__make_map(&(struct pby_bpf_map_kind){ BPF_MAP_TYPE_ARRAY, sizeof(uint32_t),
							     sizeof(uint64_t), 1 });
}

int pby_bpf__lookup(int map_fd, const void *key, void *value)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.known.map_fd = (uint32_t)map_fd;
	a.known.key = address(key);
	a.known.value = address(value);
	return call(BPF_MAP_LOOKUP_ELEM, &a);
}

uint64_t pby_bpf__read_counter(int map_fd, int *rc)
{
	uint32_t key = 0;
	uint64_t value = 0;

	*rc = pby_bpf__lookup(map_fd, &key, &value);
	return value;
}

int pby_bpf__load(const struct pby_bpf_kind *kind, const char *name, const struct bpf_insn *insns,
		  uint32_t nr)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.known.prog_type = kind->prog_type;
	a.known.expected_attach_type = kind->attach_type;
	a.known.attach_btf_id = kind->btf_id;
	a.known.attach_btf_obj_fd = (uint32_t)kind->btf_object_fd;
	a.known.insns = address(insns);
	a.known.insn_cnt = nr;
	a.known.license = address("Dual BSD/GPL");
	memcpy(a.known.prog_name, name, strnlen(name, sizeof(a.known.prog_name) - 1));
	return call(BPF_PROG_LOAD, &a);
}

int pby_bpf__run(int prog_fd)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.known.test.prog_fd = (uint32_t)prog_fd;
	return call(BPF_PROG_TEST_RUN, &a);
}

int pby_bpf__make_counting_program(const struct pby_bpf_kind *kind, int counter_fd)
{
	const struct bpf_insn insns[] = {
		/* r1 = address of the map's value: two slots; direct access is since 5.2 */
		{ BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, BPF_PSEUDO_MAP_VALUE, 0, counter_fd },
		{ 0, 0, 0, 0, 0 },
		/* r2 = 1 */
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, 1 },
		/* lock *(u64 *)(r1 + 0) += r2 */
		{ BPF_STX | BPF_XADD | BPF_DW, BPF_REG_1, BPF_REG_2, 0, 0 },
		/* return 0 */
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};

	return pby_bpf__load(kind, "probity_count", insns, sizeof(insns) / sizeof(insns[0]));
}

int pby_bpf__link_raw(int prog_fd, const char *name)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.known.raw_tracepoint.name = address(name);
	a.known.raw_tracepoint.prog_fd = (uint32_t)prog_fd;
	return call(BPF_RAW_TRACEPOINT_OPEN, &a);
}

int pby_bpf__link_kprobe_multi(int prog_fd, uint32_t attach_type, const char *const *functions,
			       uint32_t nr, uint32_t flags)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.kprobe_multi = (struct kprobe_multi_attr){ .prog_fd = (uint32_t)prog_fd,
						     .attach_type = attach_type, .flags = flags,
						     .cnt = nr, .syms = address(functions) };
	return call(BPF_LINK_CREATE, &a);
}

int pby_bpf__link_uprobe_multi(int prog_fd, uint32_t attach_type, const char *path,
			       uint64_t offset, uint32_t pid, uint32_t flags)
{
	union attr a;

	memset(&a, 0, sizeof(a));
	a.uprobe_multi = (struct uprobe_multi_attr){ .prog_fd = (uint32_t)prog_fd,
						     .attach_type = attach_type, .path = address(path),
						     .offsets = address(&offset), .cnt = 1,
						     .flags = flags, .pid = pid };
	return call(BPF_LINK_CREATE, &a);
}
