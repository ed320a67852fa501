// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bpf_objects.c: tests that the BPF objects in the library can be opened; nothing is loaded. */
#include "support/cmocka.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <string.h>

#include "source/bpf/objects.h"

static struct bpf_object *open_it(struct pby_bpf_bytes b)
{
	LIBBPF_OPTS(bpf_object_open_opts, o, .object_name = b.name);
	struct bpf_object *object = bpf_object__open_mem(b.bytes, b.size, &o);

	assert_int_equal(libbpf_get_error(object), 0);
	return object;
}

static void test_every_object_opens(void **state)
{
	struct pby_bpf_bytes b;
	size_t nr;

	(void)state;
	for (nr = 0; (b = pby_bpf_bytes__nth(nr)).size; nr++) {
		struct bpf_object *object = open_it(b);

		assert_string_equal(bpf_object__name(object), b.name);
		/* Without BTF of its own no member can be found on the kernel that runs. */
		assert_non_null(bpf_object__btf(object));
		assert_non_null(bpf_object__next_program(object, NULL));
		bpf_object__close(object);
	}
	assert_true(nr > 0);
}

static void test_found_by_name(void **state)
{
	struct pby_bpf_bytes first = pby_bpf_bytes__nth(0);

	(void)state;
	assert_ptr_equal(pby_bpf_bytes__find(first.name).bytes, first.bytes);
	assert_int_equal((uintptr_t)first.bytes % 16, 0);
	assert_memory_equal(first.bytes, "\177ELF", 4);
	assert_int_equal(pby_bpf_bytes__find("no such object").size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_object_opens),
		cmocka_unit_test(test_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
