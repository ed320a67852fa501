// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* root.c: tests of captured trees: directories and archives look the same, and neither leads out. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/root.h"
#include "support/kernel_image.h"

static const struct kernel_image_file files[] = {
	{ "proc/version", { 0 } }, { "proc/12/stat", { 0 } }, { "proc/12.d/x", { 0 } },
	{ "proc/12/task/13/stat", { 0 } }, { "proc/2/stat", { 0 } },
};
enum { NR = sizeof(files) / sizeof(files[0]) };

static char dir[] = "/tmp/probity-test-XXXXXX";

static void write_file(const char *path, const void *bytes, size_t len)
{
	char all[512];
	FILE *f;

	snprintf(all, sizeof(all), "%s/%s", dir, path);
	for (char *p = all + strlen(dir) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(all, 0700);
		*p = '/';
	}
	f = fopen(all, "w");
	assert_non_null(f);
	fwrite(bytes, 1, len, f);
	fclose(f);
}

static int make(void **state)
{
	struct kernel_image_file filled[NR];
	PBY_AUTO_BUF tar = { 0 }, packed = { 0 };

	(void)state;
	if (!mkdtemp(dir) || chdir(dir))
		return -1;
	for (int i = 0; i < NR; i++) {
		char path[100];

		snprintf(path, sizeof(path), "tree/%s", files[i].path);
		write_file(path, files[i].path, strlen(files[i].path));
		filled[i] = (struct kernel_image_file){ files[i].path, pby_text__str(files[i].path) };
	}
	kernel_image__tar(&tar, filled, NR);
	kernel_image__pack(&packed, "zstd", kernel_image__text(&tar));
	write_file("tree.tar", tar.data, tar.len);
	write_file("tree.tar.zst", packed.data, packed.len);
	write_file("secret", "secret", 6);
	write_file("text", "no archive at all, but long enough to be looked at as one", 57);
	write_file("nothing", "", 0);
	return symlink("../../secret", "tree/proc/up") || symlink("/etc/passwd", "tree/proc/out") ||
	       symlink("version", "tree/proc/link") || mkfifo("tree/proc/fifo", 0600);
}

static int clean(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return chdir("/") || system(command);
}

static const char *const roots[] = { "tree", "tree.tar", "tree.tar.zst" };

static void every_form_holds_the_same(void **state)
{
	(void)state;
	for (size_t r = 0; r < sizeof(roots) / sizeof(roots[0]); r++) {
		struct pby_root root;

		assert_int_equal(pby_root__open(&root, roots[r], NULL), 0);
		assert_false(root.live);
		for (int i = 0; i < NR; i++) {
			PBY_AUTO_BUF text = { 0 }, again = { 0 };
			PBY_AUTO_FD fd = pby_root__openat(&root, files[i].path, O_RDONLY, NULL);

			assert_int_equal(pby_root__read(&root, files[i].path, 1 << 20, &text, NULL), 0);
			assert_string_equal(pby_buf__text(&text), files[i].path);
			assert_int_equal(pby_fd__read_all(fd, "x", 1 << 20, &again, NULL), 0);
			assert_string_equal(pby_buf__text(&again), files[i].path);
		}
		pby_root__close(&root);
	}
}

static void every_form_lists_the_same(void **state)
{
	(void)state;
	unlink("tree/proc/up");
	unlink("tree/proc/out");
	unlink("tree/proc/link");
	unlink("tree/proc/fifo");
	for (size_t r = 0; r < sizeof(roots) / sizeof(roots[0]); r++) {
		struct pby_arena arena = { 0 };
		struct pby_names list;
		struct pby_root root;

		assert_int_equal(pby_root__open(&root, roots[r], NULL), 0);
		assert_int_equal(pby_root__list(&root, "/proc", &arena, &list, NULL), 0);
		assert_int_equal(list.names.nr, 4);
		assert_string_equal(list.names.items[0], "12");
		assert_string_equal(list.names.items[1], "12.d");
		assert_string_equal(list.names.items[2], "2");
		assert_string_equal(list.names.items[3], "version");
		assert_int_equal(pby_root__list(&root, "proc/12/", &arena, &list, NULL), 0);
		assert_int_equal(list.names.nr, 2);
		assert_int_equal(pby_root__list(&root, "", &arena, &list, NULL), 0);
		assert_int_equal(list.names.nr, 1);
		assert_string_equal(list.names.items[0], "proc");
		assert_int_equal(pby_root__list(&root, "pro", &arena, &list, NULL), -ENOENT);
		pby_arena__free(&arena);
		pby_root__close(&root);
	}
}

static void nothing_leads_out(void **state)
{
	static const char *const out[] = { "proc/up", "proc/out", "../secret", "proc/../../secret", "proc/fifo" };
	struct pby_root root;

	(void)state;
	for (size_t r = 0; r < sizeof(roots) / sizeof(roots[0]); r++) {
		assert_int_equal(pby_root__open(&root, roots[r], NULL), 0);
		for (size_t i = 0; i < sizeof(out) / sizeof(out[0]); i++) {
			PBY_AUTO_BUF text = { 0 };

			assert_true(pby_root__read(&root, out[i], 1 << 20, &text, NULL) < 0);
		}
		pby_root__close(&root);
	}
}

static void links_inside_are_followed(void **state)
{
	PBY_AUTO_BUF text = { 0 };
	struct pby_root root;

	(void)state;
	assert_int_equal(pby_root__open(&root, "tree", NULL), 0);
	assert_int_equal(pby_root__read(&root, "proc/link", 1 << 20, &text, NULL), 0);
	assert_string_equal(pby_buf__text(&text), "proc/version");
	pby_root__close(&root);
}

static void other_files_are_refused(void **state)
{
	static const char *const bad[] = { "text", "nothing", "absent" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pby_err err = { "" };
		struct pby_root root;

		assert_true(pby_root__open(&root, bad[i], &err) < 0);
		assert_non_null(strstr(err.text, bad[i]));
		pby_root__close(&root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_holds_the_same),
		cmocka_unit_test(nothing_leads_out),
		cmocka_unit_test(links_inside_are_followed),
		cmocka_unit_test(other_files_are_refused),
		cmocka_unit_test(every_form_lists_the_same),
	};

	return cmocka_run_group_tests_name("root", tests, make, clean);
}
