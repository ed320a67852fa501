// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probed_elf.c: what a probed file is, on small ELF files and on what is none. */
#include "support/cmocka.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/root.h"
#include "source/probed_elf.h"

static struct pby_binary read_file(const char *name, struct pby_arena *arena)
{
	struct pby_binary b = { .path = name };
	PBY_AUTO_BUF buf = { 0 };
	struct pby_root root;
	struct pby_err err;

	assert_int_equal(pby_root__open(&root, "tests/fuzz/corpus/probed_elf", &err), 0);
	assert_int_equal(pby_root__read(&root, name, 1 << 20, &buf, &err), 0);
	pby_root__close(&root);
	pby_probed_elf__read(pby_text__of(buf.data, buf.len), arena, &b);
	return b;
}

static void go(void **state)
{
	struct pby_arena arena = { 0 };

	(void)state;
	assert_int_equal(read_file("go", &arena).go, PBY_YES);
	/* The note lies in a segment too: it needs no section headers. */
	assert_int_equal(read_file("go-without-sections", &arena).go, PBY_YES);
	assert_int_equal(read_file("usdt", &arena).go, PBY_NO);
	pby_arena__free(&arena);
}

static void usdt(void **state)
{
	struct pby_arena arena = { 0 };
	struct pby_binary b = read_file("usdt", &arena);

	(void)state;
	assert_int_equal(b.usdt.nr, 1);
	assert_string_equal(b.usdt.items[0].name, "prov:name");
	/* Address 0x4000b0 of a segment that maps the file's start at 0x400000. */
	assert_int_equal(b.usdt.items[0].offset, 0xb0);
	pby_arena__free(&arena);
}

static void no_elf(void **state)
{
	static const char *const junk[] = { "", "\177ELF", "#!/bin/sh\nexit 0\n" };
	struct pby_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		struct pby_binary b = { .path = "junk" };

		pby_probed_elf__read(pby_text__str(junk[i]), &arena, &b);
		assert_int_equal(b.go, PBY_MAYBE);
		assert_non_null(b.why);
	}
	pby_arena__free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(go), cmocka_unit_test(usdt), cmocka_unit_test(no_elf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
