// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.c: the dump reader on the samples of tests/dump, each in every wrapping; and real logs where they are. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "source/dump/read.h"
#include "support/dump_text.h"
#include "support/rewrap.h"

static void slurp(const char *path, struct pby_buf *out)
{
	FILE *f = fopen(path, "rb");
	char chunk[4096];
	size_t n;

	if (!f)
		print_error("%s is missing\n", path);
	assert_non_null(f);
	out->len = 0;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		pby_buf__add(out, chunk, n);
	fclose(f);
}

/* Every file of a folder that the pattern fits, in order. */
static int for_each(const char *folder, const char *pattern, void (*each)(const char *path))
{
	struct dirent **entries;
	int nr = scandir(folder, &entries, NULL, alphasort), found = 0;
	char path[512];

	for (int i = 0; i < nr; i++) {
		if (!fnmatch(pattern, entries[i]->d_name, 0)) {
			snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
			each(path);
			found++;
		}
		free(entries[i]);
	}
	if (nr >= 0)
		free(entries);
	return found;
}

/* PBY_BLESS=1 writes what is there now as what is expected. */
static void as_expected(const char *path)
{
	PBY_AUTO_BUF text = { 0 }, got = { 0 }, expected = { 0 };
	char golden[512];
	FILE *f;

	slurp(path, &text);
	dump_text_of(path, text.data, text.len, &got);
	snprintf(golden, sizeof(golden), "%.*s.text", (int)(strlen(path) - 4), path);
	if (getenv("PBY_BLESS")) {
		f = fopen(golden, "w");
		assert_non_null(f);
		fputs(pby_buf__text(&got), f);
		fclose(f);
		return;
	}
	slurp(golden, &expected);
	if (strcmp(pby_buf__text(&got), pby_buf__text(&expected)))
		print_error("%s\n", path);
	assert_string_equal(pby_buf__text(&got), pby_buf__text(&expected));
}

static void reads_the_samples(void **state)
{
	(void)state;
	assert_true(for_each("tests/dump", "*.log", as_expected) > 10);
}

/* Styles that cut lines at a column lose what no reader can know ("9850 195", "18 0x4"). */
static bool loses(const struct rewrap_style *style)
{
	return style->hard;
}

static void same_in_every_wrapping(const char *path)
{
	PBY_AUTO_BUF log = { 0 }, bare = { 0 }, plain = { 0 }, wrapped = { 0 }, got = { 0 };

	slurp(path, &log);
	rewrap_bare(pby_text__of(pby_buf__text(&log), log.len), &bare);
	for (unsigned int i = 0; i < rewrap_nr_styles; i++) {
		const struct rewrap_style *style = &rewrap_styles[i];

		if (loses(style))
			continue;
		rewrap(style, pby_text__of(pby_buf__text(&bare), bare.len), &wrapped);
		dump_text_of("x", pby_buf__text(&wrapped), wrapped.len, i ? &got : &plain);
		if (i && strcmp(pby_buf__text(&got), pby_buf__text(&plain)))
			print_error("%s as %s\n", path, style->name);
		if (i)
			assert_string_equal(pby_buf__text(&got), pby_buf__text(&plain));
	}
}

static bool is_console(const char *path)
{
	return !strstr(path, "/proc-") && !strstr(path, "/crash-") && !strstr(path, "/callers") &&
	       !strstr(path, "/odd-");
}

static void rewrap_sample(const char *path)
{
	if (is_console(path))
		same_in_every_wrapping(path);
}

static void wrappings_do_not_matter(void **state)
{
	(void)state;
	for_each("tests/dump", "*.log", rewrap_sample);
}

/* Hard cuts keep at least the tasks. */
static unsigned int nr_tasks(const struct pby_buf *text)
{
	struct pby_dump dump;
	unsigned int nr;

	assert_int_equal(pby_dump__read_mem(&dump, "x", pby_buf__text(text), text->len, NULL), 0);
	nr = dump.tasks.nr;
	pby_dump__free(&dump);
	return nr;
}

static void cut_sample(const char *path)
{
	PBY_AUTO_BUF log = { 0 }, bare = { 0 }, wrapped = { 0 };

	if (!is_console(path))
		return;
	slurp(path, &log);
	rewrap_bare(pby_text__of(pby_buf__text(&log), log.len), &bare);
	for (unsigned int i = 0; i < rewrap_nr_styles; i++) {
		if (!loses(&rewrap_styles[i]))
			continue;
		rewrap(&rewrap_styles[i], pby_text__of(pby_buf__text(&bare), bare.len), &wrapped);
		if (nr_tasks(&wrapped) != nr_tasks(&bare))
			print_error("%s as %s\n", path, rewrap_styles[i].name);
		assert_int_equal(nr_tasks(&wrapped), nr_tasks(&bare));
	}
}

static void cuts_lose_no_task(void **state)
{
	(void)state;
	for_each("tests/dump", "*.log", cut_sample);
}

/* Any prefix of a log is a log: nothing is invented, nothing crashes. */
static void shorter_texts_show_less(void **state)
{
	PBY_AUTO_BUF log = { 0 };
	unsigned int nr = 0, whole;

	(void)state;
	slurp("tests/dump/hung-blocker-7.1.log", &log);
	whole = nr_tasks(&log);
	for (size_t len = log.len; len > 0; len -= len > 7 ? 7 : len) {
		log.len = len;
		nr = nr_tasks(&log);
		assert_true(nr <= whole);
	}
	assert_int_equal(nr, 0);
}

static void says_why_it_cannot_read(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *says;
	} bad[] = {
		{ "\177ELF\2\1\1", 7, "ELF" },
		{ "KDUMP   xxxxxxxxxxxx", 20, "kdump" },
		{ "\x1f\x8b\x08\x00garbage that is no deflate", 30, "gzip" },
		{ "\xfd" "7zXZ\0garbage", 13, "xz" },
		{ "\x28\xb5\x2f\xfdgarbagegarbage", 18, "zstd" },
	};
	const char *missing = "/nonexistent/file";
	struct pby_dump dump;
	struct pby_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_true(pby_dump__read_mem(&dump, "some.log", bad[i].bytes, bad[i].len, &err) < 0);
		assert_non_null(strstr(err.text, bad[i].says));
		assert_non_null(strstr(err.text, "some.log"));
		pby_dump__free(&dump);
	}
	assert_true(pby_dump__read(&dump, &missing, 1, &err) < 0);
	assert_non_null(strstr(err.text, missing));
	pby_dump__free(&dump);
}

/* What was cut out of an export may begin within an entry, and other text may follow it. */
static void export_may_begin_and_end_anywhere(void **state)
{
	static const char text[] = "_BOOT_ID=0123456789abcdef0123456789abcdef\n"
		"MESSAGE=INFO: task exported:321 blocked for more than 120 seconds.\n\n"
		"__CURSOR=s=1\n"
		"SYSLOG_IDENTIFIER=kernel\n"
		"MESSAGE=task:exported        state:D stack:0     pid:321   ppid:2      flags:0x00004000\n\n"
		"[  500.000001] INFO: task afterwards:322 blocked for more than 120 seconds.\n"
		"[  500.000002] task:afterwards      state:D stack:0     pid:322   ppid:2      flags:0x00004000\n";
	struct pby_dump dump;
	struct pby_err err;

	(void)state;
	assert_int_equal(0, pby_dump__read_mem(&dump, "some.log", text, sizeof(text) - 1, &err));
	assert_int_equal(2, dump.tasks.nr);
	assert_string_equal("exported", dump.tasks.items[0].comm);
	assert_int_equal(321, dump.tasks.items[0].pid);
	assert_string_equal("afterwards", dump.tasks.items[1].comm);
	assert_int_equal(322, dump.tasks.items[1].pid);
	pby_dump__free(&dump);
}

static void says_that_a_packed_file_is_cut(void **state)
{
	PBY_AUTO_BUF log = { 0 }, bare = { 0 }, packed = { 0 }, got = { 0 };

	(void)state;
	slurp("tests/dump/rcu-stall.log", &log);
	rewrap_bare(pby_text__of(pby_buf__text(&log), log.len), &bare);
	for (unsigned int i = 0; i < rewrap_nr_styles; i++) {
		if (!rewrap_styles[i].packer)
			continue;
		rewrap(&rewrap_styles[i], pby_text__of(pby_buf__text(&bare), bare.len), &packed);
		dump_text_of("x", packed.data, packed.len - 5, &got);
		/* A block that is not complete gives nothing at all. */
		assert_true(strstr(pby_buf__text(&got), "note truncated") ||
			    strstr(pby_buf__text(&got), "error: x: damaged"));
	}
}

static void names_files_of_proc(void **state)
{
	static const char stack[] = "[<0>] do_wait+0x60/0xa0\n[<0>] entry_SYSCALL_64_after_hwframe+0x44/0xa9\n";
	PBY_AUTO_BUF got = { 0 };

	(void)state;
	dump_text_of("/proc/12/task/13/stack", stack, strlen(stack), &got);
	assert_string_equal(pby_buf__text(&got), "13 '' - proc: do_wait entry_SYSCALL_64_after_hwframe\n");
	dump_text_of("hang/1234.stack", stack, strlen(stack), &got);
	assert_string_equal(pby_buf__text(&got), "1234 '' - proc: do_wait entry_SYSCALL_64_after_hwframe\n");
}

static void real_logs_too(void **state)
{
	(void)state;
	if (access("../shared/hangs/logs", R_OK))
		skip();
	for_each("../shared/hangs/logs", "0[0-5]*.log", rewrap_sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_samples),
		cmocka_unit_test(wrappings_do_not_matter),
		cmocka_unit_test(cuts_lose_no_task),
		cmocka_unit_test(shorter_texts_show_less),
		cmocka_unit_test(says_why_it_cannot_read),
		cmocka_unit_test(export_may_begin_and_end_anywhere),
		cmocka_unit_test(says_that_a_packed_file_is_cut),
		cmocka_unit_test(names_files_of_proc),
		cmocka_unit_test(real_logs_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
