// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_views.c: tests of the graph, the page and the folded stacks that are made from a result. */
#include "support/cmocka.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/hang_graph.h"
#include "report/hang_views.h"

/* Three tasks wait alike behind one, which is in a cycle with another; the last waits for a disk. */
static const char sample[] =
	"{\"schema\":\"probity.hang/1\",\"version\":\"0\",\"kernel\":\"6.1.0\",\"cycle\":\"complete\","
	"\"verdict\":\"Deadlock: <a> & \\\"b\\\"\",\"blocked\":6,\"blast_radius\":3,"
	"\"cycles\":[{\"members\":[{\"pid\":1,\"comm\":\"a\"},{\"pid\":2,\"comm\":\"b;c d\"}]}],"
	"\"roots\":[{\"task\":{\"pid\":1,\"comm\":\"a\"}}],"
	"\"diagnoses\":[{\"id\":\"abba\",\"title\":\"T\",\"summary\":\"S\",\"advice\":\"A\",\"fix\":\"F\",\"why\":\"W\","
	"\"evidence\":[\"E1\",\"E2\"],\"missing\":[{\"what\":\"M\",\"how\":\"sysrq-t\"}]}],"
	"\"missing\":[{\"what\":\"the holder\",\"how\":\"look\"}],"
	"\"notes\":[{\"kind\":\"soft-lockup\",\"text\":\"stuck\",\"line\":7}],"
	"\"waits\":["
	"{\"waiter\":{\"pid\":11,\"comm\":\"x\"},\"class\":\"mutex\",\"what\":\"m1\",\"object\":\"m1\",\"mode\":\"exclusive\","
	"\"blocked\":true,\"evidence\":\"derived\",\"frames\":[\"mutex_lock\",\"f\"],\"on\":[{\"kind\":\"task\",\"pid\":1,\"comm\":\"a\",\"evidence\":\"derived\"}]},"
	"{\"waiter\":{\"pid\":12,\"comm\":\"x\"},\"class\":\"mutex\",\"what\":\"m1\",\"object\":\"m1\",\"mode\":\"exclusive\","
	"\"blocked\":true,\"evidence\":\"derived\",\"frames\":[\"mutex_lock\",\"f\"],\"on\":[{\"kind\":\"task\",\"pid\":1,\"comm\":\"a\",\"evidence\":\"derived\"}]},"
	"{\"waiter\":{\"pid\":13,\"comm\":\"x\"},\"class\":\"mutex\",\"what\":\"m1\",\"object\":\"m1\",\"mode\":\"exclusive\","
	"\"blocked\":true,\"evidence\":\"derived\",\"frames\":[\"mutex_lock\",\"g\"],\"on\":[{\"kind\":\"task\",\"pid\":1,\"comm\":\"a\",\"evidence\":\"derived\"}]},"
	"{\"waiter\":{\"pid\":1,\"comm\":\"a\"},\"class\":\"mutex\",\"what\":\"m2\",\"object\":\"m2\","
	"\"blocked\":true,\"evidence\":\"stated\",\"frames\":[\"mutex_lock\",\"h\"],\"on\":[{\"kind\":\"task\",\"pid\":2,\"comm\":\"b;c d\",\"evidence\":\"stated\"}]},"
	"{\"waiter\":{\"pid\":2,\"comm\":\"b;c d\"},\"class\":\"mutex\",\"what\":\"m1\",\"object\":\"m1\","
	"\"blocked\":true,\"evidence\":\"stated\",\"frames\":[\"mutex_lock\",\"i\"],\"on\":[{\"kind\":\"task\",\"pid\":1,\"comm\":\"a\",\"evidence\":\"stated\"},"
	"{\"kind\":\"unknown\",\"pid\":null,\"comm\":null}]},"
	"{\"waiter\":{\"pid\":3,\"comm\":\"d\"},\"class\":\"io\",\"what\":\"disk\",\"blocked\":true,\"evidence\":\"guessed\","
	"\"frames\":[],\"on\":[{\"kind\":\"device\",\"pid\":null,\"comm\":\"sda\"}]}]}";

static struct json_object *result(void)
{
	struct json_object *o = json_tokener_parse(sample);

	assert_non_null(o);
	return o;
}

static void groups_and_places_boxes(void **state)
{
	struct json_object *o = result();
	struct pby_drawing d;
	uint32_t cycle = 0;

	(void)state;
	assert_true(pby_drawing__make(&d, o));
	assert_int_equal(d.boxes.nr, 5);	/* three as one, the two of the cycle, d, sda */
	assert_string_equal(d.boxes.items[0].label, "3 \303\227 x");
	assert_int_equal(d.boxes.items[0].nr_tasks, 3);
	assert_int_equal(d.boxes.items[0].column, 1);
	assert_int_equal(d.boxes.items[1].role, PBY_BOX_CYCLE);
	assert_int_equal(d.arrows.nr, 4);
	for (uint32_t i = 0; i < d.arrows.nr; i++)
		cycle += d.arrows.items[i].in_cycle;
	assert_int_equal(cycle, 2);
	assert_int_equal(d.columns, 2);
	pby_drawing__free(&d);
	json_object_put(o);
}

static void writes_dot(void **state)
{
	struct json_object *o = result();
	PBY_AUTO_BUF out = { 0 };

	(void)state;
	pby_hang__dot(o, &out);
	assert_non_null(strstr(out.data, "label=\"Deadlock: <a> & \\\"b\\\"\""));
	assert_non_null(strstr(out.data, "n0 -> n1 [label=\"m1, exclusive\", style=dashed];"));
	assert_non_null(strstr(out.data, "style=solid, color=red3"));
	assert_non_null(strstr(out.data, "label=\"device: sda\", shape=ellipse"));
	json_object_put(o);
}

static void folds_stacks(void **state)
{
	struct json_object *o = result();
	PBY_AUTO_BUF out = { 0 };

	(void)state;
	pby_hang__folded(o, &out);
	assert_string_equal(out.data, "x;f;mutex_lock 2\nx;g;mutex_lock 1\na;h;mutex_lock 1\n"
				      "b_c_d;i;mutex_lock 1\nd 1\n");
	json_object_put(o);
}

static void writes_a_page(void **state)
{
	static const char *const parts[] = {
		"Deadlock: &lt;a&gt; &amp; ", "complete cycle", "<svg class=\"hang-graph\"", "3 \303\227 x", "abba",
		"sysrq-t", "soft-lockup", "device: sda", "the holder", "</html>",
	};
	struct json_object *o = result();
	PBY_AUTO_BUF out = { 0 };

	(void)state;
	pby_hang__html(o, &out);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!strstr(out.data, parts[i]))
			print_error("%s is missing\n", parts[i]);
		assert_non_null(strstr(out.data, parts[i]));
	}
	assert_null(strstr(out.data, "<a>"));
	json_object_put(o);
}

static void draws_nothing_of_nothing(void **state)
{
	struct json_object *o = json_tokener_parse("{}");
	PBY_AUTO_BUF svg = { 0 }, dot = { 0 }, folded = { 0 }, page = { 0 };

	(void)state;
	pby_hang__svg(o, &svg);
	pby_hang__folded(o, &folded);
	pby_hang__dot(o, &dot);
	pby_hang__html(o, &page);
	assert_int_equal(svg.len, 0);
	assert_int_equal(folded.len, 0);
	assert_non_null(strstr(dot.data, "digraph"));
	assert_non_null(strstr(page.data, "</html>"));
	json_object_put(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_and_places_boxes),
		cmocka_unit_test(writes_dot),
		cmocka_unit_test(folds_stacks),
		cmocka_unit_test(writes_a_page),
		cmocka_unit_test(draws_nothing_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
