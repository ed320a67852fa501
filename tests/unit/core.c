// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* core.c: tests of cores taken from outside: notes, page tables, symbols, and what is refused. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/kernel.h"
#include "source/core/core.h"
#include "source/core/vmcoreinfo.h"
#include "source/image/kallsyms_image.h"
#include "support/core_file.h"
#include "support/kernel_image.h"

static int open_form(struct pby_core *core, const struct core_file_form *form, size_t cut, struct pby_err *err)
{
	static char path[64];
	PBY_AUTO_BUF file = { 0 };
	int fd, rc;

	core_file__make(&file, form);
	file.len -= cut;
	fd = core_file__fd(&file);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	rc = pby_core__open(core, path, err);
	close(fd);
	return rc;
}

static void every_way_leads_to_the_kernel(void **state)
{
	static const struct core_file_form forms[] = {
		{ .levels = 4, .vmcoreinfo = true, .banner = "6.1.0-test" },
		{ .levels = 5, .vmcoreinfo = true, .banner = "6.1.0-test" },
		{ .levels = 4, .registers = true, .banner = "6.1.0-test" },
		{ .levels = 5, .registers = true, .banner = "6.1.0-test" },
		{ .levels = 4, .registers = true, .user_tables = true, .banner = "6.1.0-test" },
		{ .levels = 5, .registers = true, .virtual = true, .banner = "6.1.0-test" },
		{ .levels = 4, .virtual = true, .banner = "6.1.0-test" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct pby_core_helpers none = { 0 };
		struct pby_kernel kernel = { 0 };
		struct pby_err err = { "" };
		struct pby_core core;

		if (open_form(&core, &forms[i], 0, &err))
			fail_msg("form %zu: %s", i, err.text);
		assert_true(core.image_start == core_file_text);
		assert_int_equal(pby_core__describe(&core, &none, &kernel, &err), 0);
		assert_string_equal(kernel.release, "6.1.0-test");
		assert_int_equal(kernel.symbols.read, PBY_YES);
		assert_true(pby_symbols__find(&kernel.syms, "init_task")->addr > core_file_text);
		assert_int_equal(kernel.btf.read, PBY_NO);
		pby_kernel__free(&kernel);
		pby_core__close(&core);
	}
}

static const char *saved(const char *name, struct pby_text content)
{
	static char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/tmp/probity-core-test.%d.%s", (int)getpid(), name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, pby_text__len(&content), f), pby_text__len(&content));
	fclose(f);
	return path;
}

/* Describes a core with one file beside it, and deletes that. */
static int describe(struct pby_kernel *kernel, const char *image, const char *kallsyms, struct pby_err *err)
{
	const struct core_file_form form = { .levels = 4, .vmcoreinfo = true, .banner = "6.1.0-test" };
	const struct pby_core_helpers helpers = { image, kallsyms };
	struct pby_core core;
	int rc;

	*kernel = (struct pby_kernel){ 0 };
	assert_int_equal(open_form(&core, &form, 0, err), 0);
	rc = pby_core__describe(&core, &helpers, kernel, err);
	pby_core__close(&core);
	unlink(image ? image : kallsyms);
	return rc;
}

static void an_image_gives_what_memory_lacks(void **state)
{
	PBY_AUTO_BUF btf = { 0 }, vmlinux = { 0 };
	struct pby_err err = { "" };
	struct pby_kernel kernel;

	(void)state;
	kernel_image__btf(&btf, "mutex", "owner");
	assert_int_equal(describe(&kernel, saved("btf", kernel_image__text(&btf)), NULL, &err), 0);
	assert_int_equal(kernel.btf.read, PBY_YES);
	assert_int_equal(pby_kernel__member(&kernel, "mutex", "owner").value, PBY_YES);
	pby_kernel__free(&kernel);
	kernel_image__elf(&vmlinux, pby_text__str("Linux version 6.1.0-other (x@y) (gcc) #1 SMP test\n"),
			  kernel_image__text(&btf), 0);
	assert_int_equal(describe(&kernel, saved("vmlinux", kernel_image__text(&vmlinux)), NULL, &err), -EINVAL);
	assert_non_null(strstr(err.text, "is 6.1.0-other"));
	pby_kernel__free(&kernel);
}

static void a_table_of_another_boot_is_refused(void **state)
{
	PBY_AUTO_BUF right = { 0 }, wrong = { 0 }, hidden = { 0 };
	struct pby_err err = { "" };
	struct pby_kernel kernel;

	(void)state;
	for (int i = 0; i < 200; i++) {
		pby_buf__addf(&right, "%llx T f%d\n", (unsigned long long)core_file_text + i, i);
		pby_buf__addf(&wrong, "%llx T f%d\n", (unsigned long long)core_file_text + i, i);
		pby_buf__addf(&hidden, "0 T f%d\n", i);
	}
	pby_buf__addf(&wrong, "%llx D linux_banner\n", (unsigned long long)core_file_text + 8);
	pby_buf__adds(&hidden, "0 D linux_banner\n");
	assert_int_equal(describe(&kernel, NULL, saved("kallsyms", kernel_image__text(&right)), &err), 0);
	pby_kernel__free(&kernel);
	assert_int_equal(describe(&kernel, NULL, saved("kallsyms", kernel_image__text(&wrong)), &err), -EINVAL);
	assert_non_null(strstr(err.text, "another boot"));
	pby_kernel__free(&kernel);
	assert_int_equal(describe(&kernel, NULL, saved("kallsyms", kernel_image__text(&hidden)), &err), -EINVAL);
	assert_non_null(strstr(err.text, "no addresses"));
	pby_kernel__free(&kernel);
}

static void what_cannot_be_read_is_named(void **state)
{
	static const struct { struct core_file_form form; size_t cut; const char *says; } rows[] = {
		{ { .levels = 4, .banner = "6.1.0-test" }, 0, "neither VMCOREINFO nor" },
		{ { .levels = 4, .registers = true }, 0, "lead to no Linux" },
		{ { .levels = 4, .vmcoreinfo = true, .banner = "6.1.0-test" }, 5000, "cut off: it has" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_err err = { "" };
		struct pby_core core;

		assert_true(open_form(&core, &rows[i].form, rows[i].cut, &err) < 0);
		assert_non_null(strstr(err.text, rows[i].says));
		assert_int_equal(core.mem.fd, -1);
	}
}

static void other_formats_are_refused_with_advice(void **state)
{
	static const struct { const char *magic, *says; } rows[] = {
		{ "KDUMP   and more than that", "without -z, -l, -s" },
		{ "makedumpfile\0\0\0\0and more", "makedumpfile -R" },
		{ "\x28\xb5\x2f\xfd and more than that", "unpack it first" },
		{ "plain text, longer than an ELF header, which has 64 bytes, is not a core", "not a 64-bit ELF core" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char file[100] = { 0 };
		struct pby_err err = { "" };
		struct pby_kmem mem;
		int fd = memfd_create("dump", 0);

		memcpy(file, rows[i].magic, 16);
		memcpy(file + 16, "and more", 8);
		assert_int_equal(write(fd, file, sizeof(file)), sizeof(file));
		assert_true(pby_kmem__open(&mem, fd, "dump", &err) < 0);
		assert_non_null(strstr(err.text, rows[i].says));
	}
}

/* A page of each size, and none. */
static void pages_of_every_size(void **state)
{
	enum { PAGE = 4096, PRESENT = 1, HUGE_PAGE = 0x80 };
	static uint64_t tables[5][512];
	struct pby_kmem_range all = { 0, sizeof(tables), 0 };
	struct pby_kmem mem = { .fd = memfd_create("tables", 0) };
	struct pby_page page;

	(void)state;
	tables[0][511] = PAGE | PRESENT;
	tables[1][510] = 2 * PAGE | PRESENT;
	tables[1][509] = 0x40000000 | PRESENT | HUGE_PAGE;
	tables[2][3] = 3 * PAGE | PRESENT;
	/* Bit 12 of a large page is no address; bit 63 forbids execution. */
	tables[2][4] = 0x8000000000601000ULL | PRESENT | HUGE_PAGE;
	tables[3][5] = 0x7000 | PRESENT;
	assert_int_equal(write(mem.fd, tables, sizeof(tables)), sizeof(tables));
	mem.physical.items = &all;
	mem.physical.nr = 1;
	assert_int_equal(pby_paging__start(&mem.paging, &mem.arena, 0, 4, 0), 0);
	assert_true(pby_paging__find(&mem, 0xffffffff80605008ULL, &page));
	assert_int_equal(page.phys, 0x7008);
	assert_int_equal(page.left, PAGE - 8);
	assert_true(pby_paging__find(&mem, 0xffffffff80812345ULL, &page));
	assert_int_equal(page.phys, 0x612345);
	assert_int_equal(page.left, 0x200000 - 0x12345);
	assert_true(pby_paging__find(&mem, 0xffffffff52345678ULL, &page));
	assert_int_equal(page.phys, 0x52345678);
	assert_false(pby_paging__find(&mem, 0xffffffff80606000ULL, &page));
	assert_int_equal(page.left, PAGE);
	assert_false(pby_paging__find(&mem, 0xffffffffc0000000ULL, &page));
	assert_int_equal(page.left, 0x40000000);
	assert_false(pby_paging__find(&mem, 0x8000000000000000ULL, &page));
	pby_kmem__close(&mem);
}

static void ranges_that_overlap_are_read_once(void **state)
{
	struct core_file_form form = { .levels = 4, .virtual = true, .registers = true, .banner = "6.1.0-test" };
	struct pby_core core;
	uint64_t left, value, same;

	(void)state;
	assert_int_equal(open_form(&core, &form, 0, NULL), 0);
	assert_true(pby_kmem__piece(&core.mem, core_file_text, &left));
	assert_true(pby_kmem__u64(&core.mem, core_file_text, &value));
	assert_true(pby_kmem__read_physical(&core.mem, CORE_FILE_IMAGE, &same, sizeof(same)));
	assert_true(value == same);
	assert_false(pby_kmem__piece(&core.mem, core_file_text - 0x1000, &left));
	assert_true(left >= 0x1000);
	pby_core__close(&core);
}

static void symbols_have_their_addresses(void **state)
{
	static const char *const extra[] = { "Dinit_task", NULL };
	struct kallsyms_form form = { .align = 8, .marker_bytes = 4, .base = 0xffffffff81000000ULL };

	(void)state;
	for (int a = KALLSYMS_BEFORE; a <= KALLSYMS_BEHIND_SELF; a++) {
		PBY_AUTO_BUF image = { 0 }, out = { 0 };
		struct pby_text lines, line;
		uint64_t addr;
		uint32_t nr = 0;

		form.addresses = (enum kallsyms_addresses)a;
		form.align = a == KALLSYMS_BEHIND_SELF ? 4 : 8;
		kernel_image__kallsyms(&image, &form, 1201, extra);
		assert_int_equal(pby_kallsyms_image__decode_at(kernel_image__text(&image), form.base, &out, NULL), 0);
		lines = pby_text__of(out.data, out.len);
		while (pby_text__line(&lines, &line)) {
			assert_true(pby_text__hex(&line, &addr));
			assert_true(addr == kernel_image__address(&form, nr++));
		}
		assert_int_equal(nr, 1202);
	}
}

static void names_without_addresses_are_not_guessed(void **state)
{
	static const char *const extra[] = { NULL };
	struct kallsyms_form form = { .align = 8, .marker_bytes = 4 };
	PBY_AUTO_BUF image = { 0 }, out = { 0 };
	struct pby_err err;

	(void)state;
	kernel_image__kallsyms(&image, &form, 1201, extra);
	pby_buf__fill(&image, '\0', 8192);
	assert_int_equal(pby_kallsyms_image__decode_at(kernel_image__text(&image), 0, &out, &err), -ENOENT);
	assert_non_null(strstr(err.text, "addresses"));
}

static void vmcoreinfo_is_looked_up_by_whole_keys(void **state)
{
	struct pby_text info = pby_text__str("OSRELEASE=6.1\nSYMBOL(a)=ffffffff81000000\nNUMBER(phys_base)=-79691776\n"
					     "SYMBOL(ab)=zz\nNUMBER(b)=12x\nKERNELOFFSET=1c600000\n");
	struct pby_text value;
	uint64_t addr;
	int64_t number;

	(void)state;
	assert_true(pby_vmcoreinfo__text(info, "OSRELEASE", &value));
	assert_true(pby_text__is(value, "6.1"));
	assert_true(pby_vmcoreinfo__symbol(info, "a", &addr));
	assert_true(addr == 0xffffffff81000000ULL);
	assert_true(pby_vmcoreinfo__number(info, "phys_base", &number));
	assert_int_equal(number, -79691776);
	assert_false(pby_vmcoreinfo__symbol(info, "ab", &addr));
	assert_false(pby_vmcoreinfo__number(info, "b", &number));
	assert_false(pby_vmcoreinfo__symbol(info, "phys_base", &addr));
	assert_false(pby_vmcoreinfo__text(info, "OSREL", &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_leads_to_the_kernel),
		cmocka_unit_test(an_image_gives_what_memory_lacks),
		cmocka_unit_test(a_table_of_another_boot_is_refused),
		cmocka_unit_test(what_cannot_be_read_is_named),
		cmocka_unit_test(other_formats_are_refused_with_advice),
		cmocka_unit_test(pages_of_every_size),
		cmocka_unit_test(ranges_that_overlap_are_read_once),
		cmocka_unit_test(symbols_have_their_addresses),
		cmocka_unit_test(names_without_addresses_are_not_guessed),
		cmocka_unit_test(vmcoreinfo_is_looked_up_by_whole_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
