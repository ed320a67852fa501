// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* types.c: tests of the walk through BTF: nested and anonymous members, bitfields, names of types. */
#include "support/cmocka.h"

#include <bpf/btf.h>
#include <string.h>

#include "model/types.h"

/*
 *	struct list_head { struct list_head *next; };
 *	struct inner { int a; int b : 3; };
 *	struct outer {
 *		const struct inner *ptr;
 *		union { struct inner in; struct { volatile lock_t lock; } ; };
 *	};
 *	enum { ONE = 1, MINUS = -1 };  enum big { HUGE = 1 << 40 };
 */
static void build(struct pby_types *types)
{
	struct btf *btf = btf__new_empty();
	int i32 = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	int lock, list, inner, ptr, locked, any;

	lock = btf__add_typedef(btf, "lock_t", i32);
	list = btf__add_struct(btf, "list_head", 8);
	btf__add_field(btf, "next", list + 1, 0, 0);
	btf__add_ptr(btf, list);
	inner = btf__add_struct(btf, "inner", 8);
	btf__add_field(btf, "a", i32, 0, 0);
	btf__add_field(btf, "b", i32, 32, 3);
	ptr = btf__add_ptr(btf, btf__add_const(btf, inner));
	locked = btf__add_volatile(btf, lock);
	any = btf__add_struct(btf, NULL, 4);
	btf__add_field(btf, "lock", locked, 0, 0);
	locked = any;
	any = btf__add_union(btf, NULL, 8);
	btf__add_field(btf, "in", inner, 0, 0);
	btf__add_field(btf, NULL, locked, 0, 0);
	btf__add_struct(btf, "outer", 16);
	btf__add_field(btf, "ptr", ptr, 0, 0);
	btf__add_field(btf, NULL, any, 64, 0);
	btf__add_enum(btf, NULL, 4);
	btf__add_enum_value(btf, "ONE", 1);
	btf__add_enum_value(btf, "MINUS", -1);
	btf__add_enum64(btf, "big", 8, false);
	btf__add_enum64_value(btf, "HUGE", 1ULL << 40);
	btf__add_func(btf, "outer", BTF_FUNC_STATIC, btf__add_func_proto(btf, i32));
	btf__add_fwd(btf, "only_declared", BTF_FWD_STRUCT);
	assert_int_equal(pby_types__index(types, btf), 0);
}

static void members_at_any_depth(void **state)
{
	static const struct {
		const char *path;
		uint32_t bit_offset, bit_size;
		const char *type;
		bool pointer;
	} rows[] = {
		{ "ptr", 0, 0, "inner", true },
		{ "in", 64, 0, "inner", false },
		{ "in.a", 64, 0, "int", false },
		{ "in.b", 96, 3, "int", false },
		{ "lock", 64, 0, "lock_t", false },
	};
	static const char *const none[] = { "", ".", "in.", ".in", "in.c", "ptr.a", "lock.x", "in.a.b", "x" };
	struct pby_types types;
	struct pby_member m;

	(void)state;
	build(&types);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(pby_types__member(&types, "outer", rows[i].path, &m));
		assert_int_equal(m.bit_offset, rows[i].bit_offset);
		assert_int_equal(m.bit_size, rows[i].bit_size);
		assert_string_equal(m.type_name, rows[i].type);
		assert_int_equal(m.pointer, rows[i].pointer);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(pby_types__member(&types, "outer", none[i], &m));
	assert_false(pby_types__member(&types, "no_such_struct", "a", &m));
	assert_true(pby_types__member(&types, "list_head", "next", &m));
	assert_string_equal(m.type_name, "list_head");
	pby_types__free(&types);
}

static void names_of_one_kind_are_not_those_of_another(void **state)
{
	struct pby_types types;

	(void)state;
	build(&types);
	assert_true(pby_types__has_composite(&types, "outer"));
	assert_true(pby_types__has_function(&types, "outer"));
	assert_false(pby_types__has_function(&types, "inner"));
	assert_false(pby_types__has_composite(&types, "lock_t"));
	assert_false(pby_types__has_composite(&types, "only_declared"));
	assert_false(pby_types__has_composite(&types, ""));
	assert_int_equal(pby_types__size(&types, "outer"), 16);
	assert_int_equal(pby_types__size(&types, "only_declared"), -1);
	pby_types__free(&types);
}

static void enumerators_have_values(void **state)
{
	struct pby_types types;
	int64_t value = 0;

	(void)state;
	build(&types);
	assert_true(pby_types__has_enumerator(&types, "ONE", &value));
	assert_int_equal(value, 1);
	assert_true(pby_types__has_enumerator(&types, "MINUS", &value));
	assert_int_equal(value, -1);
	assert_true(pby_types__has_enumerator(&types, "HUGE", &value));
	assert_true(value == 1LL << 40);
	assert_true(pby_types__has_enumerator(&types, "ONE", NULL));
	assert_false(pby_types__has_enumerator(&types, "big", NULL));
	pby_types__free(&types);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_at_any_depth),
		cmocka_unit_test(names_of_one_kind_are_not_those_of_another),
		cmocka_unit_test(enumerators_have_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
