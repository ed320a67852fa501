// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost_model.c: which row of the price list a probe is of, what its hits should take, and which hook would do for less. */
#include "base/err.h"
#include "model/cost/instruction.h"
#include "model/cost/modelled.h"
#include "model/kernel.h"
#include "rules/cost/alternative.h"
#include "support/cmocka.h"
#include "support/facts_types.h"

static const char prices[] =
	"{ \"schema\": \"probity.calibration/1\", \"release\": \"r\", \"rows\": ["
	"{ \"hook\": \"kretprobe\", \"variant\": \"\", \"body\": \"empty\", \"verdict\": \"usable\", \"net_ns\": 300, \"error_ns\": 3 },"
	"{ \"hook\": \"kprobe\", \"variant\": \"ftrace\", \"body\": \"empty\", \"verdict\": \"usable\", \"net_ns\": 100, \"error_ns\": 3 },"
	"{ \"hook\": \"fexit\", \"variant\": \"\", \"body\": \"empty\", \"verdict\": \"usable\", \"net_ns\": 30, \"error_ns\": 1 },"
	"{ \"hook\": \"fentry\", \"variant\": \"\", \"body\": \"empty\", \"verdict\": \"noisy\", \"net_ns\": 10, \"error_ns\": 9 },"
	"{ \"hook\": \"uprobe\", \"variant\": \"push\", \"body\": \"empty\", \"verdict\": \"noisy\", \"net_ns\": 1, \"error_ns\": 9 },"
	"{ \"hook\": \"uprobe\", \"variant\": \"push\", \"body\": \"counter\", \"verdict\": \"usable\", \"net_ns\": 470, \"error_ns\": 2 } ] }";

struct machine {
	struct pby_calibration list;
	struct pby_probes probes;
	struct pby_cost_seen seen;
	struct pby_cost cost;
	struct pby_kernel kernel;
	struct pby_attach_points points;
	struct pby_arena arena;
};

static struct pby_cost_probe *add(struct machine *m, enum pby_probe_kind kind, const char *target, double hits, double run_ns)
{
	struct pby_probe *p = PBY_PUSH(&m->probes.arena, &m->probes.probes);
	struct pby_cost_probe *c = PBY_PUSH(&m->cost.arena, &m->cost.probes);

	*p = (struct pby_probe){ .kind = kind, .target = target, .prog = UINT32_MAX, .nr_places = 1 };
	c->hits_per_s = (struct pby_amount){ PBY_YES, hits, NULL };
	c->run_ns = (struct pby_amount){ PBY_YES, run_ns, NULL };
	return c;
}

static int set_up(void **state)
{
	struct machine *m = test_calloc(1, sizeof(*m));
	struct pby_err err;

	assert_int_equal(pby_calibration__parse(&m->list, prices, sizeof(prices) - 1, "prices", &err), 0);
	m->cost.seconds = 1;
	m->points.items[PBY_HOOK_FEXIT].works = PBY_YES;
	m->points.items[PBY_HOOK_FENTRY].works = PBY_YES;
	*state = m;
	return 0;
}

static int tear_down(void **state)
{
	struct machine *m = *state;

	pby_calibration__free(&m->list);
	pby_arena__free(&m->probes.arena);
	pby_arena__free(&m->arena);
	pby_cost__free(&m->cost);
	pby_kernel__free(&m->kernel);
	pby_attach_points__free(&m->points);
	test_free(m);
	return 0;
}

static void test_instructions(void **state)
{
	static const struct { const char *bytes; size_t nr; const char *variant; } rows[] = {
		{ "\x0f\x1f\x44\x00\x00\xc3", 6, "nop5" }, { "\x66\x2e\x0f\x1f\x84\x00", 6, "nop10" },
		{ "\x90", 1, "nop" }, { "\x66\x90", 2, "nop" }, { "\x55\x48\x89\xe5", 4, "push" },
		{ "\x41\x57\x41\x56", 4, "push" }, { "\xe8\x01\x02\x03\x04", 5, "push" }, { "\xc3", 1, "ret" },
		{ "\x48\x83\xec\x08", 4, "ret" }, { "\xf3\x0f\x1e\xfa\x55", 5, NULL },
		{ "\x0f\x1f\x80\x00\x00\x00\x00", 7, NULL }, { "", 0, NULL }, { "\x0f", 1, "ret" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *text = NULL, *v = pby_instruction__variant((const uint8_t *)rows[i].bytes, rows[i].nr, &text);

		assert_non_null(text);
		if (rows[i].variant)
			assert_string_equal(v, rows[i].variant);
		else
			assert_null(v);
	}
}

static void model(struct machine *m)
{
	pby_cost__model(&m->cost, &m->seen, &m->probes, &m->list, "no list");
	pby_cost__advise(&m->cost, &m->probes, &m->list, &m->points, &m->kernel);
}

/* The price with an empty program, and the body beyond that. */
static void test_price_and_body(void **state)
{
	struct machine *m = *state;
	struct pby_cost_probe *c = add(m, PBY_KIND_KRETPROBE, "vfs_read", 1000, 50);

	model(m);
	assert_true(c->hit_ns.read == PBY_YES && c->hit_ns.value == 350);
	assert_non_null(c->model);
}

/* What decides the price must be known; a row that was too noisy is none. */
static void test_unknown_prices(void **state)
{
	struct machine *m = *state;

	add(m, PBY_KIND_KPROBE, "vfs_read", 1000, 50);
	add(m, PBY_KIND_FENTRY, "vfs_read", 1000, 50);
	add(m, PBY_KIND_UPROBE, "/app", 1000, 50);
	add(m, PBY_KIND_XDP, "eth0", 1000, 50);
	model(m);
	for (uint32_t i = 0; i < m->cost.probes.nr; i++) {
		assert_int_equal(m->cost.probes.items[i].hit_ns.read, PBY_MAYBE);
		assert_non_null(m->cost.probes.items[i].hit_ns.why);
	}
	m->probes.probes.items[0].state = PBY_STATE_FTRACE;
	model(m);
	assert_true(m->cost.probes.items[0].hit_ns.value == 150);
}

/* A list without an empty program's price has that of the one that counts. */
static void test_other_body(void **state)
{
	struct machine *m = *state;
	struct pby_cost_probe *c = add(m, PBY_KIND_UPROBE, "/app", 1000, 0);
	struct pby_cost_code *code = PBY_PUSH(&m->arena, &m->seen.codes);

	*code = (struct pby_cost_code){ .probe = 0, .bytes = { 0x55 }, .nr = 1 };
	model(m);
	assert_true(c->hit_ns.read == PBY_YES && c->hit_ns.value == 470);
}

/* No list: everything says so. */
static void test_no_list(void **state)
{
	struct machine *m = *state;
	struct pby_cost_probe *c = add(m, PBY_KIND_KRETPROBE, "vfs_read", 1e6, 50);

	m->list.rows.nr = 0;
	model(m);
	assert_int_equal(c->hit_ns.read, PBY_MAYBE);
	assert_string_equal(c->hit_ns.why, "no list");
	assert_null(c->advice);
}

static void know_function(struct machine *m)
{
	struct btf *btf = btf__new_empty();

	assert_int_equal(facts__func(btf, pby_text__str("vfs_read")), 0);
	assert_int_equal(pby_kernel__take_btf(&m->kernel, btf, "test"), 0);
}

/* fexit works here, hangs nothing, has a price, and the function has types. */
static void test_advice(void **state)
{
	struct machine *m = *state;
	struct pby_cost_probe *c = add(m, PBY_KIND_KRETPROBE, "vfs_read", 1e6, 50);

	know_function(m);
	model(m);
	assert_non_null(c->advice);
	assert_memory_equal(c->advice, "fexit on this kernel: about 8.0 % instead of 35.0 %", 51);
	assert_true(c->saving_ns.value > 2.69e8 && c->saving_ns.value < 2.71e8);
}

static void test_no_advice(void **state)
{
	struct machine *m = *state;
	struct pby_cost_probe *c = add(m, PBY_KIND_KRETPROBE, "no_types", 1e6, 50);

	know_function(m);
	model(m);
	assert_null(c->advice);
	m->probes.probes.items[0].target = "vfs_read";
	m->points.items[PBY_HOOK_FEXIT].hangs[0] = "rcu-tasks-exit-deadlock";
	model(m);
	assert_null(c->advice);
	m->points.items[PBY_HOOK_FEXIT].hangs[0] = NULL;
	m->points.items[PBY_HOOK_FEXIT].works = PBY_MAYBE;
	model(m);
	assert_null(c->advice);
	m->points.items[PBY_HOOK_FEXIT].works = PBY_YES;
	c->hits_per_s.value = 10;	/* too little to bother anybody */
	model(m);
	assert_null(c->advice);
}

/* Without prices a hook that loses nothing is still better than one that does. */
static void test_losing(void **state)
{
	struct machine *m = *state;
	struct pby_cost_probe *c = add(m, PBY_KIND_KRETPROBE, "vfs_read", 1e6, 50);

	know_function(m);
	m->list.rows.nr = 0;
	c->lost_per_s = (struct pby_amount){ PBY_YES, 7, NULL };
	model(m);
	assert_non_null(c->advice);
	assert_int_equal(c->saving_ns.read, PBY_MAYBE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_instructions), TEST(test_price_and_body), TEST(test_unknown_prices),
		TEST(test_other_body), TEST(test_no_list), TEST(test_advice),
		TEST(test_no_advice), TEST(test_losing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
