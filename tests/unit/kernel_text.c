// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_text.c: tests of what is read as text: symbol tables, configurations, vmallocinfo. */
#include "support/cmocka.h"

#include <errno.h>
#include <string.h>

#include "model/kernel.h"
#include "source/vmallocinfo.h"

/* The table with a hundred symbols more, as fewer are refused. */
static struct pby_kernel symbols(const char *table)
{
	struct pby_kernel k = { 0 };
	struct pby_buf text = { 0 };

	pby_buf__adds(&text, table);
	for (int i = 0; i < 100; i++)
		pby_buf__addf(&text, "%016x T filler_%d\n", i * 16, i);
	assert_int_equal(pby_kernel__take_symbols(&k, &text, "test"), 0);
	pby_buf__free(&text);
	return k;
}

static void kallsyms_in_all_its_forms(void **state)
{
	struct pby_kernel k = symbols("ffffffff81000010 T shown\n"
				      "0000000000000000 t hidden\n"
				      "(null) A null\n"
				      "ffffffff82000000 t dup_mmap_sem\n"
				      "ffffffffc0000000 t inner\t[trouble]\n"
				      "ffffffffa0000000 t bpf_prog_6deef7357e7b4530\t[bpf]\n"
				      "ffffffffa0001000 t bpf_trampoline_6442453466\t[bpf]\n"
				      "\n"
				      "no letter\n"
				      "ffffffff81000010\n");

	(void)state;
	assert_true(pby_symbols__find(&k.syms, "shown")->addr == 0xffffffff81000010ULL);
	assert_true(pby_symbols__find(&k.syms, "hidden")->addr == 0);
	assert_true(pby_symbols__find(&k.syms, "null")->addr == 0);
	assert_int_equal(pby_symbols__find(&k.syms, "dup_mmap_sem")->letter, 't');
	assert_true(pby_symbols__find(&k.syms, "inner")->module);
	assert_false(pby_symbols__find(&k.syms, "shown")->module);
	assert_int_equal(k.syms.nr_bpf, 2);
	assert_int_equal(k.syms.nr_trampolines, 1);
	assert_int_equal(k.syms.nr, 107);
	assert_null(pby_symbols__find(&k.syms, "letter"));
	pby_kernel__free(&k);
}

static void data_symbols_are_noticed(void **state)
{
	struct pby_kernel without = symbols(""), with = symbols("ffffffff82000000 D init_task\n");

	(void)state;
	assert_false(without.symbols_have_data);
	assert_true(with.symbols_have_data);
	pby_kernel__free(&without);
	pby_kernel__free(&with);
}

static void what_is_no_symbol_table_is_refused(void **state)
{
	static const char debian[] = "ffffffffffffffff B The real System.map is in the "
				     "linux-image-6.1.0-56-amd64-dbg package\n";
	struct pby_kernel k = { 0 };
	struct pby_buf text = { 0 };

	(void)state;
	pby_buf__adds(&text, debian);
	assert_int_equal(pby_kernel__take_symbols(&k, &text, "System.map"), -ENODATA);
	assert_int_equal(k.symbols.read, PBY_NO);
	assert_non_null(strstr(k.symbols.why, "hardly any symbol"));
	pby_buf__free(&text);
	pby_kernel__free(&k);
}

static int count_base(const struct pby_symbols *syms, const char *base)
{
	uint32_t pos = 0;
	int nr = 0;

	while (pby_symbols__each_base(syms, base, &pos))
		nr++;
	return nr;
}

static void suffixes_lead_to_the_base_name(void **state)
{
	struct pby_kernel k = symbols("1 t blk_account_io_done.part.0\n"
				      "2 t blk_account_io_done\n"
				      "3 t blk_account_io_done.cold\n"
				      "4 t blk_account\n"
				      "5 t .weird\n"
				      "6 t twice\n"
				      "7 t twice\n"
				      "8 t blk_account_io_done.part.0\n");

	(void)state;
	assert_int_equal(count_base(&k.syms, "blk_account_io_done"), 4);
	assert_int_equal(count_base(&k.syms, "blk_account"), 1);
	assert_int_equal(count_base(&k.syms, "blk_account_io"), 0);
	assert_int_equal(count_base(&k.syms, ".weird"), 1);
	assert_int_equal(pby_symbols__count(&k.syms, "twice"), 2);
	assert_int_equal(pby_symbols__count(&k.syms, "blk_account_io_done"), 1);
	assert_int_equal(pby_symbols__count(&k.syms, "blk_account_io_done.part.0"), 2);
	assert_int_equal(pby_symbols__count(&k.syms, "blk_account_io_done.part"), 0);
	assert_null(pby_symbols__find(&k.syms, ""));
	/* The first in the table, not the last. */
	assert_true(pby_symbols__find(&k.syms, "twice")->addr == 6);
	pby_kernel__free(&k);
}

static struct pby_kernel config(const char *text)
{
	struct pby_kernel k = { 0 };

	pby_kernel__take_config(&k, pby_text__str(text), "test");
	return k;
}

static void config_lines(void **state)
{
	struct pby_kernel k = config("#\n# CONFIG_FPROBE is not set\nCONFIG_BPF=y\nCONFIG_EXT4_FS=m\r\n"
				     "CONFIG_CC_VERSION_TEXT=\"gcc = 12\"\nCONFIG_NR_CPUS=8192");

	(void)state;
	assert_int_equal(pby_kernel__config(&k, "CONFIG_BPF").value, PBY_YES);
	assert_string_equal(pby_kernel__config(&k, "CONFIG_EXT4_FS").text, "CONFIG_EXT4_FS=m");
	assert_int_equal(pby_kernel__config(&k, "CONFIG_FPROBE").value, PBY_NO);
	assert_string_equal(pby_kernel__config(&k, "CONFIG_CC_VERSION_TEXT").text,
			    "CONFIG_CC_VERSION_TEXT=\"gcc = 12\"");
	assert_string_equal(pby_kernel__config(&k, "CONFIG_NR_CPUS").text, "CONFIG_NR_CPUS=8192");
	pby_kernel__free(&k);
}

static void a_file_without_options_is_no_config(void **state)
{
	struct pby_kernel k = { 0 };

	(void)state;
	assert_int_equal(pby_kernel__take_config(&k, pby_text__str("<html>\n"), "test"), -ENODATA);
	assert_int_equal(pby_kernel__config(&k, "CONFIG_BPF").value, PBY_MAYBE);
	pby_kernel__free(&k);
}

static void the_header_names_release_and_machine(void **state)
{
	struct pby_kernel k = config("#\n# Linux/x86 6.1.192 Kernel Configuration\n#\nCONFIG_X86_64=y\n");
	struct pby_kernel i386 = config("# Linux/x86 6.1.192 Kernel Configuration\nCONFIG_X86_32=y\n");
	struct pby_kernel arm = config("# Linux/arm64 6.12.0 Kernel Configuration\nCONFIG_ARM64=y\n");
	struct pby_kernel known = { .release = "6.1.0-56-amd64", .machine = "x86_64" };
	struct pby_version v;

	(void)state;
	assert_string_equal(k.release, "6.1.192");
	assert_string_equal(k.machine, "x86_64");
	pby_kernel__version(&k, &v);
	assert_int_equal(v.patch, 192);
	assert_true(v.exact);
	assert_string_equal(i386.machine, "x86");
	assert_string_equal(arm.machine, "arm64");
	/* What uname said stays. */
	pby_kernel__take_config(&known, pby_text__str("# Linux/x86 5.4.0 Kernel Configuration\nCONFIG_A=y\n"),
				"test");
	assert_string_equal(known.release, "6.1.0-56-amd64");
	pby_kernel__free(&k);
	pby_kernel__free(&i386);
	pby_kernel__free(&arm);
	pby_kernel__free(&known);
}

static void vmallocinfo_counts_compiled_programs_only(void **state)
{
	static const char text[] =
		"0x0000000022cddd73-0x00000000b425baf0 2101248 bpf_prog_pack_alloc+0x292/0x3b0 pages=512 vmalloc N0=512\n"
		"0x000000007a58f40f-0x00000000cf8f12b5    8192 bpf_jit_binary_alloc+0x5b/0xe0 pages=1 vmalloc N0=1\n"
		"0x0000000067020b7d-0x000000006c7fc9bf    8192 bpf_prog_alloc_no_stats+0x31/0x1f0 pages=1 vmalloc N0=1\n"
		"0x000000006c7fc9bf-0x000000006d7fc9bf    8192 bpf_jit_binary_alloc+0x5b/0xe0 phys=0x0 ioremap\n"
		"0x000000006c7fc9bf-0x000000006d7fc9bf\n";

	(void)state;
	assert_true(pby_vmallocinfo__bpf_jit(pby_text__str(text), 4096) == 513 * 4096);
	assert_true(pby_vmallocinfo__bpf_jit(pby_text__str(""), 4096) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kallsyms_in_all_its_forms),
		cmocka_unit_test(data_symbols_are_noticed),
		cmocka_unit_test(what_is_no_symbol_table_is_refused),
		cmocka_unit_test(suffixes_lead_to_the_base_name),
		cmocka_unit_test(config_lines),
		cmocka_unit_test(a_file_without_options_is_no_config),
		cmocka_unit_test(the_header_names_release_and_machine),
		cmocka_unit_test(vmallocinfo_counts_compiled_programs_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
