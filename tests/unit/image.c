// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* image.c: tests of kernels that are not running: every wrapping, every layout, and damaged ones. */
#include "support/cmocka.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/unpack.h"
#include "model/kernel.h"
#include "source/image/banner.h"
#include "source/image/image.h"
#include "source/image/kallsyms_image.h"
#include "support/kernel_image.h"

static const char banner[] = "6.1.0-56-test (someone@example) (gcc (Some 12.2) #x) #1 SMP Debian 6.1.192-2 (2026-11-16)";
static const char *const extra[] = { "Tsynchronize_rcu_tasks", "btasks_rcu_exit_srcu", "Dinit_task", NULL };
static const struct kallsyms_form usual = { .align = 8, .marker_bytes = 4 };

static void make_rodata(struct pby_buf *out, bool ikconfig)
{
	PBY_AUTO_BUF config = { 0 };

	pby_buf__adds(out, "Linux version ");
	pby_buf__adds(out, "6.1.0-56-test (someone@example) (gcc) # SMP without a number\n");
	pby_buf__addf(out, "Linux version %s\n", banner);
	kernel_image__kallsyms(out, &usual, 1200, extra);
	if (!ikconfig)
		return;
	pby_buf__adds(out, "IKCFG_ST");
	kernel_image__pack(&config, "gzip", pby_text__str("CONFIG_KPROBES=y\n"));
	pby_buf__add(out, config.data, config.len);
	pby_buf__adds(out, "IKCFG_ED");
}

static void make_vmlinux(struct pby_buf *out, uint32_t nr_functions)
{
	PBY_AUTO_BUF rodata = { 0 }, btf = { 0 };

	make_rodata(&rodata, true);
	kernel_image__btf(&btf, "kretprobe", "rh");
	kernel_image__elf(out, kernel_image__text(&rodata), kernel_image__text(&btf), nr_functions);
}

static void assert_is_the_kernel(const struct pby_buf *file)
{
	struct pby_kernel k = { 0 };
	struct pby_err err = { "" };

	if (pby_image__take(kernel_image__text(file), "file", &k, &err))
		fail_msg("%s", err.text);
	assert_string_equal(k.release, "6.1.0-56-test");
	assert_string_equal(k.version, "#1 SMP Debian 6.1.192-2 (2026-11-16)");
	assert_string_equal(k.machine, "x86_64");
	assert_false(k.running);
	assert_int_equal(pby_kernel__member(&k, "kretprobe", "rh").value, PBY_YES);
	assert_int_equal(pby_kernel__function(&k, "synchronize_rcu_tasks").value, PBY_YES);
	assert_int_equal(pby_kernel__function(&k, "no_such_function").value, PBY_NO);
	assert_int_equal(pby_kernel__data_symbol(&k, "tasks_rcu_exit_srcu").value, PBY_YES);
	assert_int_equal(pby_kernel__config(&k, "CONFIG_KPROBES").value, PBY_YES);
	pby_kernel__free(&k);
}

static const char *const formats[] = { "gzip", "xz", "lzma", "zstd", "lz4", "lz4 legacy" };

static void every_compression_is_read(void **state)
{
	PBY_AUTO_BUF vmlinux = { 0 };

	(void)state;
	make_vmlinux(&vmlinux, 0);
	assert_is_the_kernel(&vmlinux);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		PBY_AUTO_BUF packed = { 0 }, image = { 0 };

		kernel_image__pack(&packed, formats[i], kernel_image__text(&vmlinux));
		assert_is_the_kernel(&packed);
		kernel_image__bzimage(&image, kernel_image__text(&packed), banner);
		assert_is_the_kernel(&image);
	}
}

static void large_payloads_are_read_in_pieces(void **state)
{
	PBY_AUTO_BUF text = { 0 };

	(void)state;
	/* More than two of lz4's blocks, and not a multiple of anything. */
	for (unsigned int i = 0; text.len < (20 << 20) + 12345; i++)
		pby_buf__addf(&text, "%u ", i * 7919);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		PBY_AUTO_BUF packed = { 0 }, out = { 0 };

		kernel_image__pack(&packed, formats[i], kernel_image__text(&text));
		assert_int_equal(pby_unpack__all(kernel_image__text(&packed), 1 << 30, &out, NULL), 0);
		assert_int_equal(out.len, text.len);
		assert_memory_equal(out.data, text.data, text.len);
		assert_int_equal(pby_unpack__all(kernel_image__text(&packed), 1 << 20, &out, NULL), -EFBIG);
	}
}

static void damaged_bytes_are_errors(void **state)
{
	PBY_AUTO_BUF vmlinux = { 0 };

	(void)state;
	make_vmlinux(&vmlinux, 0);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		PBY_AUTO_BUF packed = { 0 }, out = { 0 };
		struct pby_err err = { "" };

		kernel_image__pack(&packed, formats[i], kernel_image__text(&vmlinux));
		packed.len /= 2;
		assert_int_equal(pby_unpack__all(kernel_image__text(&packed), 1 << 30, &out, &err), -EBADMSG);
		assert_non_null(strstr(err.text, "damaged"));
	}
}

static void packages_are_read(void **state)
{
	static const char *const where[] = { "boot/vmlinuz-6.1.0-56-test", "usr/lib/modules/6.1.0-56-test/vmlinuz",
					     "usr/lib/modules/6.1.0-56-test/vmlinuz.unsigned" };
	PBY_AUTO_BUF rodata = { 0 }, btf = { 0 }, vmlinux = { 0 }, packed = { 0 }, image = { 0 };

	(void)state;
	make_rodata(&rodata, false);
	kernel_image__btf(&btf, "kretprobe", "rh");
	kernel_image__elf(&vmlinux, kernel_image__text(&rodata), kernel_image__text(&btf), 0);
	kernel_image__pack(&packed, "zstd", kernel_image__text(&vmlinux));
	kernel_image__bzimage(&image, kernel_image__text(&packed), banner);
	for (size_t i = 0; i < sizeof(where) / sizeof(where[0]); i++) {
		const struct kernel_image_file files[] = {
			{ "usr/share/doc/linux/changelog", pby_text__str("odd bytes") },
			{ "boot/System.map-6.1.0-56-test", pby_text__str("ffffffffffffffff B see the debug package\n") },
			{ where[i], kernel_image__text(&image) },
			{ "boot/config-6.1.0-56-test", pby_text__str("# x\nCONFIG_KPROBES=y\n") },
		};

		for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++) {
			PBY_AUTO_BUF deb = { 0 };

			kernel_image__deb(&deb, formats[f], files, sizeof(files) / sizeof(files[0]));
			assert_is_the_kernel(&deb);
		}
	}
}

static void a_full_symtab_comes_first(void **state)
{
	PBY_AUTO_BUF vmlinux = { 0 };
	struct pby_kernel k = { 0 };

	(void)state;
	make_vmlinux(&vmlinux, 6000);
	assert_int_equal(pby_image__take(kernel_image__text(&vmlinux), "file", &k, NULL), 0);
	assert_int_equal(pby_kernel__function(&k, "function_5999").value, PBY_YES);
	assert_non_null(strstr(k.symbols.where, ".symtab"));
	pby_kernel__free(&k);
}

/* Debian's headers hold a vmlinux with types and a thousand odd symbols: no evidence that others are missing. */
static void a_poor_symtab_claims_nothing(void **state)
{
	PBY_AUTO_BUF btf = { 0 }, vmlinux = { 0 };
	struct pby_kernel k = { 0 };

	(void)state;
	kernel_image__btf(&btf, "kretprobe", "rh");
	kernel_image__elf(&vmlinux, pby_text__str("nothing"), kernel_image__text(&btf), 1000);
	assert_int_equal(pby_image__take(kernel_image__text(&vmlinux), "file", &k, NULL), 0);
	assert_int_equal(pby_kernel__function(&k, "synchronize_rcu_tasks").value, PBY_MAYBE);
	assert_int_equal(pby_kernel__composite(&k, "kretprobe").value, PBY_YES);
	pby_kernel__free(&k);
}

static void images_without_sections_are_searched(void **state)
{
	PBY_AUTO_BUF btf = { 0 }, rodata = { 0 }, image = { 0 };
	struct pby_kernel k = { 0 };

	(void)state;
	make_rodata(&rodata, true);
	kernel_image__btf(&btf, "kretprobe", "rh");
	pby_buf__fill(&image, '\0', 4096);
	memcpy(image.data + 56, "ARM\x64", 4);
	pby_buf__add(&image, btf.data, btf.len);
	pby_buf__fill(&image, '\0', 8 - image.len % 8);
	pby_buf__add(&image, rodata.data, rodata.len);
	assert_int_equal(pby_image__take(kernel_image__text(&image), "Image", &k, NULL), 0);
	assert_string_equal(k.machine, "aarch64");
	assert_string_equal(k.release, "6.1.0-56-test");
	assert_int_equal(pby_kernel__member(&k, "kretprobe", "rh").value, PBY_YES);
	assert_int_equal(pby_kernel__function(&k, "synchronize_rcu_tasks").value, PBY_YES);
	pby_kernel__free(&k);
}

static void every_layout_of_kallsyms_is_read(void **state)
{
	(void)state;
	for (size_t align = 4; align <= 8; align += 4)
		for (int bytes = 4; bytes <= 8; bytes += 4)
			for (int seqs = 0; seqs < 2; seqs++)
				for (int offset = 0; offset < 24; offset += 5) {
					struct kallsyms_form form = { .align = align, .marker_bytes = bytes,
								      .seqs = seqs, .offset = offset };
					PBY_AUTO_BUF image = { 0 }, out = { 0 };

					pby_buf__fill(&image, '\0', 64);
					kernel_image__kallsyms(&image, &form, 1000 + offset, extra);
					assert_int_equal(pby_kallsyms_image__decode(kernel_image__text(&image),
										    &out, NULL), 0);
					assert_non_null(strstr(out.data, "\n0 T name_1\n"));
					assert_non_null(strstr(out.data, "\n0 d name_999\n"));
					assert_non_null(strstr(out.data, "0 b tasks_rcu_exit_srcu\n"));
					assert_non_null(strstr(out.data, "0000000007\n"));
				}
}

static void damaged_kallsyms_are_refused(void **state)
{
	PBY_AUTO_BUF image = { 0 }, out = { 0 };
	size_t where;

	(void)state;
	kernel_image__kallsyms(&image, &usual, 2000, extra);
	/* Any one name longer than it was: the markers no longer confirm the names. */
	where = 3000;
	while (image.data[where] != 8)
		where++;
	image.data[where] = 9;
	assert_int_equal(pby_kallsyms_image__decode(kernel_image__text(&image), &out, NULL), -ENOENT);
	image.len -= 100;
	assert_int_equal(pby_kallsyms_image__decode(kernel_image__text(&image), &out, NULL), -ENOENT);
}

static void banners_are_told_apart(void **state)
{
	struct pby_banner b;

	(void)state;
	assert_true(pby_banner__parse(pby_text__str(banner), &b));
	assert_true(pby_text__is(b.release, "6.1.0-56-test"));
	assert_true(pby_text__is(b.version, "#1 SMP Debian 6.1.192-2 (2026-11-16)"));
	assert_false(pby_banner__parse(pby_text__str("%s (...)"), &b));
	assert_false(pby_banner__parse(pby_text__str(""), &b));
	assert_true(pby_banner__find(pby_text__str("Linux version 7.2.13 (a) # SMP\n"), &b));
	assert_true(pby_text__empty(&b.version));
}

static void other_files_are_named_as_such(void **state)
{
	static const char *const bad[] = { "", "x", "#!/bin/sh\n", "\177ELF", "!<arch>\n", "MZ" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pby_kernel k = { 0 };
		struct pby_err err = { "" };

		assert_true(pby_image__take(pby_text__str(bad[i]), "file", &k, &err) < 0);
		assert_true(*err.text);
		pby_kernel__free(&k);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_compression_is_read),
		cmocka_unit_test(large_payloads_are_read_in_pieces),
		cmocka_unit_test(damaged_bytes_are_errors),
		cmocka_unit_test(packages_are_read),
		cmocka_unit_test(a_full_symtab_comes_first),
		cmocka_unit_test(a_poor_symtab_claims_nothing),
		cmocka_unit_test(images_without_sections_are_searched),
		cmocka_unit_test(every_layout_of_kallsyms_is_read),
		cmocka_unit_test(damaged_kallsyms_are_refused),
		cmocka_unit_test(banners_are_told_apart),
		cmocka_unit_test(other_files_are_named_as_such),
	};

	return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
