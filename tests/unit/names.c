// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* names.c: tests of names by build id: inlined functions, separate debug information, files that belong to another. */
#include "support/cmocka.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/names/elf_names.h"
#include "source/names/names.h"

static const char program[] = NAMED "/program", vmlinux[] = NAMED "/vmlinux";

/* A directory of our own, and what is put there. */
static char dir[] = "/tmp/probity-names-XXXXXX";
static char notes[64];

static int make_dir(void **state)
{
	(void)state;
	snprintf(notes, sizeof(notes), "%s/notes", mkdtemp(dir));
	return 0;
}

static int remove_dir(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static struct pby_build_id id_of(const char *path)
{
	struct pby_build_id id;

	assert_true(pby_elf_names__build_id(path, &id));
	return id;
}

static uint64_t symbol_of(const char *path, const char *name)
{
	struct pby_build_id id = id_of(path);
	struct pby_elf_names *n = pby_elf_names__open(path, &id, NULL);
	uint64_t addr = 0;

	assert_non_null(n);
	assert_true(pby_elf_names__symbol(n, name, &addr));
	pby_elf_names__free(n);
	return addr;
}

/* As the kernel shows them: not the first of them, and behind one whose name needs padding. */
static void write_notes(const struct pby_build_id *id)
{
	const uint32_t other[] = { 6, 4, 1 }, own[] = { 4, sizeof(id->bytes), 3 };
	FILE *f = fopen(notes, "w");

	assert_non_null(f);
	fwrite(other, sizeof(other), 1, f);
	fwrite("Linux\0\0\0data", 12, 1, f);
	fwrite(own, sizeof(own), 1, f);
	fwrite("GNU", 4, 1, f);
	fwrite(id->bytes, sizeof(id->bytes), 1, f);
	fclose(f);
}

/* The program's labels, as the three functions around at_innermost. */
static void check_inlines(const struct pby_named *n, const char *module)
{
	static const struct {
		const char *name;
		uint32_t line;
	} wanted[] = { { "innermost", 102 }, { "middle", 107 }, { "outer", 113 } };

	assert_int_equal(n->nr, 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_string_equal(n->frames[i].name, wanted[i].name);
		assert_string_equal(n->frames[i].file, "names/inlined.c");
		assert_int_equal(n->frames[i].file_line, wanted[i].line);
		assert_int_equal(n->frames[i].inlined, i < 2);
		if (module)
			assert_string_equal(n->frames[i].module, module);
		else
			assert_null(n->frames[i].module);
	}
}

static void test_notes(void **state)
{
	static const char damaged[] = "\4\0\0\0\xff\xff\xff\xff\3\0\0\0GNU\0abc";
	struct pby_build_id id = id_of(program), found;
	char hex[PBY_BUILD_ID_HEX], bytes[256];
	size_t nr;
	FILE *f;

	(void)state;
	write_notes(&id);
	f = fopen(notes, "r");
	nr = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_true(pby_build_id__of_notes(pby_text__of(bytes, nr), &found));
	assert_true(pby_build_id__same(&found, &id));
	for (size_t cut = 0; cut < nr; cut++)
		assert_false(pby_build_id__of_notes(pby_text__of(bytes, cut), &found));
	assert_false(pby_build_id__of_notes(pby_text__of(damaged, sizeof(damaged) - 1), &found));
	memset(id.bytes + 8, 0, 12);
	pby_build_id__hex(&id, hex);
	assert_int_equal(strlen(hex), 16);
}

static void test_functions(void **state)
{
	struct pby_build_id id = id_of(program);
	struct pby_elf_names *n = pby_elf_names__open(program, &id, NULL);
	uint64_t plain = symbol_of(program, "plain");
	uint32_t offset, size;

	(void)state;
	assert_true(pby_elf_names__has_debug(n));
	assert_string_equal(pby_elf_names__function(n, plain, &offset, &size), "plain");
	assert_int_equal(offset, 0);
	assert_true(size > 0);
	assert_null(pby_elf_names__function(n, plain + size, &offset, &size));
	assert_null(pby_elf_names__function(n, 1, &offset, &size));
	pby_elf_names__free(n);
}

/* A file that lies in the right place and is another one gives no names. */
static void test_other_build_is_refused(void **state)
{
	struct pby_build_id other = id_of(vmlinux);
	struct pby_err err = { "" };

	(void)state;
	assert_null(pby_elf_names__open(program, &other, &err));
	assert_non_null(strstr(err.text, "build id"));
	assert_null(pby_elf_names__open(notes, &other, &err));
	assert_null(pby_elf_names__open("/nonexistent", &other, &err));
}

static struct pby_namer_options kernel_options(uint64_t slide)
{
	uint64_t stext = symbol_of(vmlinux, "_stext");

	return (struct pby_namer_options){ .notes = notes, .release = "6.1.0-test", .stext = stext + slide,
					   .etext = stext + slide + 4096 };
}

static void test_kernel(void **state)
{
	const uint64_t slide = 0xffffffff12345000;
	struct pby_namer_options o = kernel_options(slide);
	struct pby_build_id right = id_of(vmlinux), wrong = id_of(program);
	struct pby_name_key key = { .at = symbol_of(vmlinux, "at_innermost") + slide };
	const char *const dirs[] = { dir, NULL };
	struct pby_arena arena = { 0 };
	struct pby_err err = { "" };
	struct pby_namer n;
	struct pby_named named;
	char command[256];

	(void)state;
	/* Found below a directory, and moved by so much. */
	snprintf(command, sizeof(command), "mkdir -p %s/boot && cp %s %s/boot/vmlinux-6.1.0-test", dir, vmlinux, dir);
	assert_int_equal(system(command), 0);
	write_notes(&right);
	o.dirs.debug = dirs;
	pby_namer__init(&n, &o, &arena);
	assert_int_equal(pby_namer__open_kernel(&n, &err), 0);
	named = pby_namer__find(&n, &key);
	check_inlines(&named, NULL);
	/* What lies outside of the kernel proper has no names in it. */
	key.at = o.etext + 64;
	assert_int_equal(pby_namer__find(&n, &key).nr, 0);
	pby_namer__free(&n);

	/* The same file, and another kernel runs. */
	write_notes(&wrong);
	pby_namer__init(&n, &o, &arena);
	assert_int_not_equal(pby_namer__open_kernel(&n, &err), 0);
	assert_non_null(strstr(err.text, "build id"));
	key.at = symbol_of(vmlinux, "at_innermost") + slide;
	assert_int_equal(pby_namer__find(&n, &key).nr, 0);
	pby_namer__free(&n);
	pby_arena__free(&arena);
}

static uint64_t place_of(const char *path, const char *symbol)
{
	struct pby_build_id id = id_of(path);
	struct pby_elf_names *n = pby_elf_names__open(path, &id, NULL);
	uint64_t addr = symbol_of(path, symbol), found = 0;

	/* The file is small: its code is found by trying. */
	for (uint64_t at = 0; at < 1 << 20; at++)
		if (pby_elf_names__address(n, at, &found) && found == addr) {
			pby_elf_names__free(n);
			return at;
		}
	fail_msg("%s: %s lies nowhere in the file", path, symbol);
	return 0;
}

/* Stripped, with its debug information beside it, found by a walk. */
static void test_program(void **state)
{
	struct pby_name_key key = { .id = id_of(program), .at = place_of(program, "at_innermost") };
	const char *const dirs[] = { dir, NULL };
	struct pby_namer_options o = { .dirs = { .debug = dirs, .programs = dirs } };
	struct pby_arena arena = { 0 };
	char hex[PBY_BUILD_ID_HEX], command[512];
	struct pby_named named;
	struct pby_namer n;
	struct stat st;

	(void)state;
	pby_build_id__hex(&key.id, hex);
	pby_namer__init(&n, &o, &arena);
	named = pby_namer__find(&n, &key);
	assert_int_equal(named.nr, 0);
	assert_non_null(strstr(named.why, hex));
	pby_namer__free(&n);

	snprintf(command, sizeof(command),
		 "mkdir -p %s/bin %s/.build-id/%.2s && objcopy --only-keep-debug %s %s/.build-id/%.2s/%s.debug && "
		 "objcopy --strip-all %s %s/bin/tool", dir, dir, hex, program, dir, hex, hex + 2, program, dir);
	assert_int_equal(system(command), 0);
	pby_namer__init(&n, &o, &arena);
	named = pby_namer__find(&n, &key);
	check_inlines(&named, "tool");
	assert_true(named.frames[2].size > named.frames[2].offset);
	pby_namer__free(&n);

	/* Known by its place alone. */
	snprintf(command, sizeof(command), "%s/bin/tool", dir);
	assert_int_equal(stat(command, &st), 0);
	key.id = pby_build_id__of_inode(st.st_dev, st.st_ino);
	pby_namer__init(&n, &o, &arena);
	named = pby_namer__find(&n, &key);
	check_inlines(&named, "tool");
	key.id = pby_build_id__of_inode(st.st_dev, st.st_ino + 1);
	named = pby_namer__find(&n, &key);
	assert_int_equal(named.nr, 0);
	assert_non_null(strstr(named.why, "inode"));
	pby_namer__free(&n);
	key.id = id_of(program);

	/* Without it the file is told, and the address in it. */
	snprintf(command, sizeof(command), "rm -r %s/.build-id", dir);
	assert_int_equal(system(command), 0);
	pby_namer__init(&n, &o, &arena);
	named = pby_namer__find(&n, &key);
	assert_int_equal(named.nr, 1);
	assert_memory_equal(named.frames[0].name, "tool+0x", 7);
	pby_namer__free(&n);
	pby_arena__free(&arena);
}

static void test_child(void **state)
{
	struct pby_namer_options o = kernel_options(4096);
	struct pby_build_id right = id_of(vmlinux);
	struct pby_name_key keys[2] = { { .at = symbol_of(vmlinux, "at_innermost") + 4096 },
					{ .at = symbol_of(vmlinux, "at_plain") + 4096 } };
	struct pby_err err = { "" };
	struct pby_names n;
	struct pby_named named;

	(void)state;
	write_notes(&right);
	o.vmlinux = vmlinux;
	assert_int_equal(pby_names__start(&n, &o, false, &err), 0);
	assert_true(n.kernel);
	assert_int_equal(pby_names__get(&n, &keys[0]).nr, 0);
	for (int again = 0; again < 2; again++) {
		pby_names__ask(&n, keys, 2);
		named = pby_names__get(&n, &keys[0]);
		check_inlines(&named, NULL);
		named = pby_names__get(&n, &keys[1]);
		assert_int_equal(named.nr, 1);
		assert_string_equal(named.frames[0].name, "plain");
	}
	pby_names__stop(&n);

	/* What was asked for by name must be right. */
	o.vmlinux = program;
	assert_int_equal(pby_names__start(&n, &o, false, &err), -ESTALE);
	assert_non_null(strstr(err.text, "build id"));

	/* A child that is gone answers nothing, and nobody waits for it. */
	o.vmlinux = NULL;
	o.notes = "/nonexistent";
	assert_int_equal(pby_names__start(&n, &o, false, &err), 0);
	assert_false(n.kernel);
	pby_names__ask(&n, keys, 2);
	assert_int_equal(pby_names__get(&n, &keys[0]).nr, 0);
	assert_non_null(pby_names__get(&n, &keys[0]).why);
	pby_names__stop(&n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_other_build_is_refused),
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_program),
		cmocka_unit_test(test_child),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
