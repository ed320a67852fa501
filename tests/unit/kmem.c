// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem.c: tests of the kernel memory reader on cores made here. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/kmem.h"

enum { NOTES = 512, DATA = 1024 };

struct core {
	Elf64_Ehdr eh;
	Elf64_Phdr ph[3];
};

static const uint64_t base = 0xff11000000000000ULL;	/* five-level page tables */

/* Two segments, out of order, and a note segment with a task_struct and VMCOREINFO. */
static int make_core(void)
{
	struct core c = { .eh = { .e_type = ET_CORE, .e_phoff = sizeof(Elf64_Ehdr), .e_phnum = 3,
				  .e_phentsize = sizeof(Elf64_Phdr) } };
	static const struct { Elf64_Nhdr h; char name[8]; char desc[8]; } task = { { 5, 8, 4 }, "CORE", "mytask!" };
	static const struct { Elf64_Nhdr h; char name[12]; char desc[12]; } info = { { 11, 12, 0 }, "VMCOREINFO", "OSRELEASE=7" };
	char data[64];
	int fd = memfd_create("core", 0);

	memcpy(c.eh.e_ident, ELFMAG, SELFMAG);
	c.eh.e_ident[EI_CLASS] = ELFCLASS64;
	c.ph[0] = (Elf64_Phdr){ .p_type = PT_NOTE, .p_offset = NOTES, .p_filesz = sizeof(task) + sizeof(info) };
	c.ph[1] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_offset = DATA + 32, .p_vaddr = base + 0x1000, .p_filesz = 32 };
	c.ph[2] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_offset = DATA, .p_vaddr = base, .p_filesz = 32 };
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (char)i;
	assert_int_equal(pwrite(fd, &c, sizeof(c), 0), sizeof(c));
	assert_int_equal(pwrite(fd, &task, sizeof(task), NOTES), sizeof(task));
	assert_int_equal(pwrite(fd, &info, sizeof(info), NOTES + sizeof(task)), sizeof(info));
	assert_int_equal(pwrite(fd, data, sizeof(data), DATA), sizeof(data));
	return fd;
}

static void reads_only_what_is_mapped(void **state)
{
	struct pby_kmem m;
	uint64_t v;
	uint32_t w;
	char s[5];

	(void)state;
	assert_int_equal(pby_kmem__open(&m, make_core(), "core", NULL), 0);
	assert_true(pby_kmem__u64(&m, base, &v));
	assert_true(v == 0x0706050403020100ULL);
	assert_true(pby_kmem__u32(&m, base + 0x1000, &w));
	assert_true(w == 0x23222120);
	assert_true(pby_kmem__word(&m, base + 2, 2, &v));
	assert_true(v == 0x0302);
	assert_false(pby_kmem__u64(&m, base + 25, &v));	/* ends behind the segment */
	assert_false(pby_kmem__u64(&m, base - 8, &v));
	assert_false(pby_kmem__u64(&m, UINT64_MAX - 3, &v));
	assert_false(pby_kmem__covers(&m, 0, 1));
	assert_true(pby_kmem__covers(&m, base, 32));
	assert_false(pby_kmem__covers(&m, base, 33));
	assert_true(pby_kmem__string(&m, base + 4, s, 4));
	assert_int_equal(s[4], 0);
	pby_kmem__close(&m);
}

static void finds_the_notes(void **state)
{
	struct pby_kmem m;

	(void)state;
	assert_int_equal(pby_kmem__open(&m, make_core(), "core", NULL), 0);
	assert_non_null(m.self_task);
	assert_int_equal(m.self_task_size, 8);
	assert_string_equal((const char *)m.self_task, "mytask!");
	assert_true(pby_text__starts(m.vmcoreinfo, "OSRELEASE=7"));
	pby_kmem__close(&m);
}

static void refuses_what_is_no_core(void **state)
{
	static const char *const junk[] = { "", "\177ELF", "just some text that is longer than an ELF header has to be, so it is read" };
	struct pby_kmem m;
	struct pby_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		int fd = memfd_create("junk", 0);

		assert_int_equal(pwrite(fd, junk[i], strlen(junk[i]), 0), strlen(junk[i]));
		assert_int_equal(pby_kmem__open(&m, fd, "junk", &err), -EBADMSG);
		assert_non_null(strstr(err.text, "junk"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_only_what_is_mapped),
		cmocka_unit_test(finds_the_notes),
		cmocka_unit_test(refuses_what_is_no_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
