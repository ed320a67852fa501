// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem_bpf.c: tests of reading kernel memory through BPF, where this machine lets us: only our own task is looked at. */
#include "support/cmocka.h"

#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "model/types.h"
#include "source/kmem_bpf.h"
#include "source/live/layout.h"

static void own_task_is_read_and_nothing_else(void **state)
{
	struct btf *btf = btf__load_vmlinux_btf();
	struct pby_types types = { 0 };
	struct pby_layout layout;
	struct pby_kmem mem;
	char own[17] = "", comm[17] = "";
	int32_t pid = 0;
	uint64_t word;

	(void)state;
	if (!btf || pby_types__index(&types, btf))
		skip();
	pby_layout__read(&layout, &types);
	if (pby_kmem_bpf__open(&mem, (size_t)pby_types__size(&types, "task_struct"), NULL)) {
		pby_types__free(&types);
		skip();
	}
	prctl(PR_GET_NAME, own);
	memcpy(comm, (const char *)mem.self_task + layout.task_comm.offset, 16);
	memcpy(&pid, (const char *)mem.self_task + layout.task_pid.offset, sizeof(pid));
	assert_string_equal(comm, own);
	assert_true(pid > 0);
	/* Its list of tasks leads on, and comes back. */
	memcpy(&word, (const char *)mem.self_task + layout.task_tasks.offset, sizeof(word));
	assert_true(pby_kmem__u64(&mem, word + 8, &word));
	/* What lies elsewhere is not asked for: our own memory, null, the end of everything. */
	assert_false(pby_kmem__covers(&mem, (uint64_t)(uintptr_t)&word, 8));
	assert_false(pby_kmem__u64(&mem, (uint64_t)(uintptr_t)&word, &word));
	assert_false(pby_kmem__u64(&mem, 0, &word));
	assert_false(pby_kmem__u64(&mem, UINT64_MAX - 7, &word));
	pby_kmem__close(&mem);
	pby_types__free(&types);
}

static void ranges_that_overlap_become_one(void **state)
{
	struct pby_kmem mem = { .fd = -1 };

	(void)state;
	assert_true(pby_kmem_bpf__allow(&mem, 0x5000, 0x1000));
	assert_true(pby_kmem_bpf__allow(&mem, 0x1000, 0x2000));
	assert_true(pby_kmem_bpf__allow(&mem, 0x2000, 0x1800));
	assert_true(pby_kmem_bpf__allow(&mem, 0x2100, 0x100));
	assert_false(pby_kmem_bpf__allow(&mem, UINT64_MAX, 0x100));
	pby_kmem_bpf__allowed(&mem);
	assert_int_equal(mem.ranges.nr, 2);
	assert_true(mem.ranges.items[0].start == 0x1000 && mem.ranges.items[0].end == 0x3800);
	assert_true(mem.ranges.items[1].start == 0x5000 && mem.ranges.items[1].end == 0x6000);
	pby_kmem__close(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_task_is_read_and_nothing_else),
		cmocka_unit_test(ranges_that_overlap_become_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
