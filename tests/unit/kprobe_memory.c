// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_memory.c: the walk over kprobe_table, on kernel memory made here, sane and not. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"
#include "source/kmem.h"
#include "source/kprobe_memory.h"

enum { DATA = 4096, SIZE = 8192 };
enum { HLIST = 0, LIST = 16, NMISSED = 32, ADDR = 40, PRE = 48, KPROBE_SIZE = 64, RET_NMISSED = 64 };

static const uint64_t base = 0xff11000000000000ULL;	/* five-level page tables */
static const uint64_t on_return = 0xffffffff81000100, aggregate = 0xffffffff81000200;
static const struct pby_kprobe_layout layout = {
	.table = 0xff11000000000000ULL, .on_return = 0xffffffff81000100,
	.aggregate = 0xffffffff81000200, .size = KPROBE_SIZE, .hlist = HLIST, .list = LIST,
	.nmissed = NMISSED, .addr = ADDR, .pre_handler = PRE, .ret_nmissed = RET_NMISSED,
};

/* The table is at the beginning; kprobes lie behind it, 128 bytes each. */
struct memory {
	uint8_t bytes[SIZE];
};

static void set(struct memory *m, uint64_t at, uint64_t value)
{
	memcpy(m->bytes + (at - base), &value, sizeof(value));
}

static uint64_t kprobe(struct memory *m, int nr, uint64_t addr, uint64_t missed, uint64_t handler)
{
	uint64_t at = base + 512 + 128 * (uint64_t)nr;

	set(m, at + ADDR, addr);
	set(m, at + NMISSED, missed);
	set(m, at + PRE, handler);
	return at;
}

static void chain(struct memory *m, int bucket, uint64_t first, uint64_t second)
{
	set(m, base + 8 * (uint64_t)bucket, first + HLIST);
	if (second)
		set(m, first + HLIST, second + HLIST);
}

static int walk(const struct memory *m, struct pby_arena *arena, struct pby_sightings *seen,
		struct pby_err *err)
{
	struct { Elf64_Ehdr eh; Elf64_Phdr ph; } core = {
		.eh = { .e_type = ET_CORE, .e_phoff = sizeof(Elf64_Ehdr), .e_phnum = 1,
			.e_phentsize = sizeof(Elf64_Phdr) },
		.ph = { .p_type = PT_LOAD, .p_offset = DATA, .p_vaddr = base, .p_filesz = SIZE,
			.p_memsz = SIZE },
	};
	int fd = memfd_create("core", 0), rc;
	struct pby_kmem mem;

	memcpy(core.eh.e_ident, ELFMAG, SELFMAG);
	core.eh.e_ident[EI_CLASS] = ELFCLASS64;
	assert_int_equal(pwrite(fd, &core, sizeof(core), 0), sizeof(core));
	assert_int_equal(pwrite(fd, m, SIZE, DATA), SIZE);
	assert_int_equal(pby_kmem__open(&mem, fd, "core", err), 0);
	rc = pby_kprobe_memory__walk(&mem, &layout, arena, seen, err);
	pby_kmem__close(&mem);
	return rc;
}

static void counts_all_kinds(void **state)
{
	struct memory m = { 0 };
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };
	struct pby_err err;
	uint64_t plain, back, top, first, second;

	(void)state;
	plain = kprobe(&m, 0, 0x1000, 7, 0);
	back = kprobe(&m, 1, 0x2000, 1, on_return);
	memcpy(m.bytes + (back - base) + RET_NMISSED, &(uint32_t){ 310 }, 4);
	chain(&m, 5, plain, back);
	/* Two at one address hang below a third that is none itself. */
	top = kprobe(&m, 2, 0x3000, 0, aggregate);
	first = kprobe(&m, 3, 0x3000, 11, 0);
	second = kprobe(&m, 4, 0x3000, 0, on_return);
	set(&m, top + LIST, first + LIST);
	set(&m, first + LIST, second + LIST);
	set(&m, second + LIST, top + LIST);
	chain(&m, 63, top, 0);
	assert_int_equal(walk(&m, &arena, &seen, &err), 0);
	assert_int_equal(seen.memory.nr, 4);
	assert_int_equal(seen.memory.items[0].missed, 7);
	assert_false(seen.memory.items[0].returns);
	assert_int_equal(seen.memory.items[1].missed, 311);
	assert_true(seen.memory.items[1].returns);
	assert_int_equal(seen.memory.items[2].missed, 11);
	assert_true(seen.memory.items[3].returns);
	assert_int_equal(seen.memory.items[3].addr, 0x3000);
	pby_arena__free(&arena);
}

/* What changes under the walk must neither trap nor hold it. */
static void survives_nonsense(void **state)
{
	struct memory loop = { 0 }, wild = { 0 }, ring = { 0 };
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };
	struct pby_err err;
	uint64_t a, b;

	(void)state;
	a = kprobe(&loop, 0, 0x1000, 0, 0);
	b = kprobe(&loop, 1, 0x2000, 0, 0);
	chain(&loop, 0, a, b);
	set(&loop, b + HLIST, a + HLIST);
	assert_int_equal(walk(&loop, &arena, &seen, &err), -EFAULT);
	chain(&wild, 0, 0xffff888000001000, 0);
	chain(&wild, 1, 3, 0);
	assert_int_equal(walk(&wild, &arena, &seen, &err), -EFAULT);
	assert_non_null(strstr(err.text, "2 chains"));
	a = kprobe(&ring, 0, 0x1000, 0, aggregate);
	b = kprobe(&ring, 1, 0x1000, 0, 0);
	set(&ring, a + LIST, b + LIST);
	set(&ring, b + LIST, b + LIST);
	chain(&ring, 0, a, 0);
	assert_int_equal(walk(&ring, &arena, &seen, &err), -EFAULT);
	pby_arena__free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_all_kinds), cmocka_unit_test(survives_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
