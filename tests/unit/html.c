// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* html.c: tests of the pages: what comes from a result never becomes markup, and the tags are balanced. */
#include "support/cmocka.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/check.h"
#include "report/html.h"

static void text_is_escaped(void **state)
{
	PBY_AUTO_BUF out = { 0 };

	(void)state;
	pby_html__text(&out, "<a href=\"x\" b='y'>&amp;\n\x01\xff\xc3\xa4");
	assert_string_equal(pby_buf__text(&out),
			    "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;\n"
			    "\xef\xbf\xbd\xef\xbf\xbd\xc3\xa4");
}

static void empty_texts_leave_nothing(void **state)
{
	PBY_AUTO_BUF out = { 0 };

	(void)state;
	pby_html__add(&out, "p", NULL, "");
	pby_html__labelled(&out, "do", "");
	assert_string_equal(pby_buf__text(&out), "");
}

static const char *const voids[] = { "!DOCTYPE", "meta", "br" };

static bool is_void(const char *name)
{
	for (size_t i = 0; i < sizeof(voids) / sizeof(voids[0]); i++)
		if (!strcmp(name, voids[i]))
			return true;
	return false;
}

/* Every tag is closed, in the right order, by a stack of names. */
static void assert_balanced(const char *page)
{
	char stack[32][16];
	int depth = 0;

	for (const char *p = page; (p = strchr(p, '<')); p++) {
		bool closing = p[1] == '/';
		char name[16] = "";

		assert_int_equal(sscanf(p + 1 + closing, "%15[!a-zA-Z0-9]", name), 1);
		if (is_void(name))
			continue;
		if (!closing) {
			assert_in_range(depth, 0, 31);
			memcpy(stack[depth++], name, sizeof(name));
			continue;
		}
		assert_in_range(depth, 1, 32);
		assert_string_equal(stack[--depth], name);
	}
	assert_int_equal(depth, 0);
}

static const char hostile[] =
	"{\"schema\":\"probity.check/1\",\"kernel\":{\"release\":\"<script>alert(1)</script>\"},"
	"\"summary\":{\"critical\":1,\"unknown\":1},"
	"\"findings\":[{\"id\":\"<b>\",\"severity\":\"\\\" onload=\\\"x\",\"title\":\"<i>\",\"why\":\"</article>\","
	"\"advice\":\"&\",\"evidence\":[{\"text\":\"<td>\",\"where\":\"w\",\"strength\":\"observed\"}],"
	"\"fixed_by\":[{\"id\":\"<\",\"subject\":\">\",\"release\":\"'\"}]}],"
	"\"rules\":[{\"id\":\"r\",\"answer\":\"unknown\",\"missing\":\"<u>\",\"title\":\"t\"}],"
	"\"sources\":[{\"name\":\"<s>\",\"read\":\"no\",\"why\":\"<q>\"}]}";

static void results_never_become_markup(void **state)
{
	struct json_object *result = json_tokener_parse(hostile);
	PBY_AUTO_BUF out = { 0 };

	(void)state;
	assert_non_null(result);
	pby_check__html(result, &out);
	assert_balanced(pby_buf__text(&out));
	assert_null(strstr(out.data, "<script"));
	assert_null(strstr(out.data, "onload=\"x"));
	assert_non_null(strstr(out.data, "&lt;script&gt;"));
	/* Nothing is fetched from anywhere. */
	assert_null(strstr(out.data, "http"));
	assert_null(strstr(out.data, "url("));
	json_object_put(result);
}

static void nonsense_makes_a_page_too(void **state)
{
	static const char *const bad[] = { "{}", "[]", "1", "{\"findings\":3,\"rules\":{},\"sources\":\"x\"}" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct json_object *result = json_tokener_parse(bad[i]);
		PBY_AUTO_BUF out = { 0 };

		pby_check__html(result, &out);
		assert_balanced(pby_buf__text(&out));
		json_object_put(result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(empty_texts_leave_nothing),
		cmocka_unit_test(results_never_become_markup),
		cmocka_unit_test(nonsense_makes_a_page_too),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
