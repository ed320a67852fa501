// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tar.c: tests of archives: what is written is read back, and what is hostile is told apart. */
#include "support/cmocka.h"

#include <errno.h>
#include <string.h>

#include "base/err.h"
#include "base/tar.h"
#include "base/tree.h"
#include "base/unpack.h"
#include "support/kernel_image.h"

/* One header, with its sum, and the content padded to a block. */
static void add(struct pby_buf *out, const char *path, char type, struct pby_text content)
{
	char h[512] = { 0 };
	unsigned int sum = 0;

	snprintf(h, 100, "%s", path);
	snprintf(h + 100, 8, "%07o", 0644);
	snprintf(h + 124, 12, "%011zo", pby_text__len(&content));
	h[156] = type;
	memcpy(h + 257, "ustar\0" "00", 8);
	memset(h + 148, ' ', 8);
	for (size_t i = 0; i < sizeof(h); i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 7, "%06o", sum);
	pby_buf__add(out, h, sizeof(h));
	pby_buf__add(out, content.p, pby_text__len(&content));
	pby_buf__fill(out, '\0', -pby_text__len(&content) % 512);
}

static int load(const struct pby_buf *archive, struct pby_tree *tree, struct pby_err *err)
{
	*tree = (struct pby_tree){ 0 };
	return pby_tree__load(tree, kernel_image__text(archive), err);
}

static bool tree_has(const struct pby_tree *tree, const char *path, const char *content)
{
	const struct pby_tree_file *f = pby_tree__find(tree, path);

	return f && pby_text__is(f->content, content);
}

static void what_is_written_is_read(void **state)
{
	char far[200];
	struct kernel_image_file files[] = {
		{ "proc/version", pby_text__str("Linux\n") }, { "empty", pby_text__str("") },
		{ far, pby_text__str("far") },
	};
	PBY_AUTO_BUF archive = { 0 };
	struct pby_tree tree;

	(void)state;
	memset(far, 'd', sizeof(far));
	far[99] = far[120] = '/';
	far[199] = '\0';
	kernel_image__tar(&archive, files, 3);
	assert_int_equal(archive.len % 512, 0);
	assert_int_equal(load(&archive, &tree, NULL), 0);
	assert_true(tree_has(&tree, "/proc/version", "Linux\n"));
	assert_true(tree_has(&tree, "empty", ""));
	assert_true(tree_has(&tree, far, "far"));
	assert_null(pby_tree__find(&tree, "proc"));
	pby_tree__free(&tree);
}

static void other_makers_are_understood(void **state)
{
	PBY_AUTO_BUF archive = { 0 };
	struct pby_tree tree;

	(void)state;
	add(&archive, "./", '5', pby_text__str(""));
	add(&archive, "./dot//slash", '0', pby_text__str("1"));
	add(&archive, "/absolute", '\0', pby_text__str("2"));
	add(&archive, "PaxHeaders/x", 'x', pby_text__str("25 path=a/much/longer/pa\n12 size=003\n"));
	add(&archive, "short", '0', pby_text__str("333"));
	add(&archive, "././@LongLink", 'L', pby_text__of("gnu/long\0", 9));
	add(&archive, "gnu/lo", '0', pby_text__str("4"));
	add(&archive, "twice", '0', pby_text__str("old"));
	add(&archive, "twice", '0', pby_text__str("new"));
	assert_int_equal(load(&archive, &tree, NULL), 0);
	assert_true(tree_has(&tree, "dot/slash", "1"));
	assert_true(tree_has(&tree, "absolute", "2"));
	assert_true(tree_has(&tree, "a/much/longer/pa", "333"));
	assert_true(tree_has(&tree, "gnu/long", "4"));
	assert_true(tree_has(&tree, "twice", "new"));
	assert_null(pby_tree__find(&tree, "short"));
	pby_tree__free(&tree);
}

static void hostile_entries_are_left_out(void **state)
{
	PBY_AUTO_BUF archive = { 0 };
	struct pby_tree tree;

	(void)state;
	add(&archive, "../up", '0', pby_text__str("x"));
	add(&archive, "a/../../up", '0', pby_text__str("x"));
	add(&archive, "link", '2', pby_text__str(""));
	add(&archive, "hard", '1', pby_text__str(""));
	add(&archive, "device", '3', pby_text__str(""));
	add(&archive, "sparse", 'S', pby_text__str("x"));
	add(&archive, "PaxHeaders/x", 'x', pby_text__str("22 GNU.sparse.major=1\n"));
	add(&archive, "sparse2", '0', pby_text__str("x"));
	add(&archive, "good", '0', pby_text__str("good"));
	assert_int_equal(load(&archive, &tree, NULL), 0);
	assert_int_equal(tree.files.nr, 1);
	assert_true(tree_has(&tree, "good", "good"));
	pby_tree__free(&tree);
}

static void claims_are_not_believed(void **state)
{
	PBY_AUTO_BUF archive = { 0 };
	struct pby_err err = { "" };
	struct pby_tree tree;

	(void)state;
	/* A terabyte by the pax header, a few bytes in truth. */
	add(&archive, "PaxHeaders/x", 'x', pby_text__str("22 size=1099511627776\n"));
	add(&archive, "huge", '0', pby_text__str("few"));
	assert_int_equal(load(&archive, &tree, &err), -EFBIG);
	pby_tree__free(&tree);
	archive.len = 0;
	add(&archive, "PaxHeaders/x", 'x', pby_text__str("18 size=104857600\n"));
	add(&archive, "large", '0', pby_text__str("few"));
	assert_int_equal(load(&archive, &tree, &err), -EBADMSG);
	pby_tree__free(&tree);
}

static void damage_is_an_error(void **state)
{
	static const char *const pax[] = { "x", "99 path=a\n", "5 a\n", "10 size=x\n", "0 path=a\n" };
	PBY_AUTO_BUF archive = { 0 };
	struct pby_tree tree;

	(void)state;
	add(&archive, "file", '0', pby_text__str("content"));
	archive.data[3]++;
	assert_int_equal(load(&archive, &tree, NULL), -EBADMSG);
	pby_tree__free(&tree);
	archive.data[3]--;
	archive.len -= 10;
	assert_int_equal(load(&archive, &tree, NULL), -EBADMSG);
	pby_tree__free(&tree);
	for (size_t i = 0; i < sizeof(pax) / sizeof(pax[0]); i++) {
		archive.len = 0;
		add(&archive, "x", 'x', pby_text__str(pax[i]));
		add(&archive, "file", '0', pby_text__str("content"));
		assert_int_equal(load(&archive, &tree, NULL), -EBADMSG);
		pby_tree__free(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(other_makers_are_understood),
		cmocka_unit_test(hostile_entries_are_left_out),
		cmocka_unit_test(claims_are_not_believed),
		cmocka_unit_test(damage_is_an_error),
	};

	return cmocka_run_group_tests_name("tar", tests, NULL, NULL);
}
