// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench.c: statistics of paired runs, emulators, kprobe states, names of rows, the calibration file, CSV. */
#include "support/cmocka.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "model/bench/calibration.h"
#include "model/bench/loss.h"
#include "model/bench/machine.h"
#include "model/bench/measured.h"
#include "model/bench/scaling.h"
#include "report/bench.h"
#include "source/bench/kprobe_state.h"

/* cmocka of Debian 12 cannot compare doubles. */
#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static struct pby_bench_pairs pairs_of(uint32_t nr, double base, const double *net)
{
	struct pby_bench_pairs p = { .nr = nr };

	for (uint32_t i = 0; i < nr; i++) {
		p.base_ns[i] = base;
		p.probed_ns[i] = base + net[i];
	}
	return p;
}

static void quantiles_interpolate(void **state)
{
	double v[] = { 4, 1, 3, 2 };

	(void)state;
	assert_near(pby_bench__quantile(v, 4, 0.5), 2.5);
	assert_near(pby_bench__quantile(v, 4, 0), 1);
	assert_near(pby_bench__quantile(v, 4, 1), 4);
	assert_near(pby_bench__quantile(v, 4, 0.25), 1.75);
	assert_near(pby_bench__quantile(v, 0, 0.5), 0);
}

static void steady_runs_are_usable(void **state)
{
	const double net[] = { 100, 101, 99, 100, 102, 98, 100 };
	struct pby_bench_pairs p = pairs_of(7, 50, net);
	struct pby_bench_stat s = pby_bench_stat__of(&p);

	(void)state;
	assert_int_equal(s.verdict, PBY_BENCH_USABLE);
	assert_near(s.net_ns, 100);
	assert_near(s.base_ns, 50);
	assert_near(s.q1_ns, 99.5);
	assert_near(s.q3_ns, 100.5);
}

/* One run in many that something else disturbed changes nothing. */
static void an_outlier_is_ignored(void **state)
{
	const double net[] = { 100, 101, 99, 100, 9000, 98, 100 };
	struct pby_bench_pairs p = pairs_of(7, 50, net);
	struct pby_bench_stat s = pby_bench_stat__of(&p);

	(void)state;
	assert_int_equal(s.verdict, PBY_BENCH_USABLE);
	assert_near(s.net_ns, 100);
}

static void disagreeing_runs_are_not(void **state)
{
	const double net[] = { 100, 190, 20, 150, 60, 240, 5 };
	struct pby_bench_pairs p = pairs_of(7, 50, net);

	(void)state;
	assert_int_equal(pby_bench_stat__of(&p).verdict, PBY_BENCH_NOISY);
}

static void nothing_is_below(void **state)
{
	const double zero[] = { 0.2, -0.2, 0.1, -0.1, 0 };
	const double faster[] = { -50, -50.1, -49.9, -50, -50 };
	struct pby_bench_pairs p = pairs_of(5, 20, zero), q = pairs_of(5, 80, faster), few = pairs_of(2, 20, zero);

	(void)state;
	assert_int_equal(pby_bench_stat__of(&p).verdict, PBY_BENCH_BELOW);
	/* No probe makes a call faster: something else did. */
	assert_int_equal(pby_bench_stat__of(&q).verdict, PBY_BENCH_NOISY);
	assert_int_equal(pby_bench_stat__of(&few).verdict, PBY_BENCH_NO_DATA);
}

static void emulators_are_recognised(void **state)
{
	const char *why;

	(void)state;
	assert_string_equal(pby_bench_machine__emulator("TCGTCGTCGTCG", "", &why), "QEMU TCG");
	assert_string_equal(pby_bench_machine__emulator("", "QEMU TCG CPU version 2.5+", &why), "QEMU TCG");
	assert_null(pby_bench_machine__emulator("KVMKVMKVM", "Intel(R) Xeon(R) Processor", &why));
	assert_null(pby_bench_machine__emulator("", "unknown", &why));
}

static void kprobe_states_are_read(void **state)
{
	struct pby_text list = pby_text__str("ffffffff812c5d00  r  f+0x0    [FTRACE]\n"
					     "ffffffff812c5d04  k  f+0x4    [FTRACE]\n"
					     "ffffffff812c5d09  k  f+0x9    [OPTIMIZED]\n"
					     "ffffffff812c5d11  k  f+0x11\n"
					     "garbage\n");

	(void)state;
	assert_int_equal(pby_kprobe_state__parse(list, "f", 0), PBY_KPROBE_FTRACE);
	assert_int_equal(pby_kprobe_state__parse(list, "f", 9), PBY_KPROBE_OPTIMISED);
	assert_int_equal(pby_kprobe_state__parse(list, "f", 17), PBY_KPROBE_TRAP);
	assert_int_equal(pby_kprobe_state__parse(list, "f", 5), PBY_KPROBE_UNKNOWN);
	assert_int_equal(pby_kprobe_state__parse(list, "ff", 9), PBY_KPROBE_UNKNOWN);
}

static void rows_have_names(void **state)
{
	struct pby_arena arena = { 0 };

	(void)state;
	assert_string_equal(pby_bench_hook__name(PBY_BENCH_KPROBE_INT3, &arena), "kprobe/int3");
	assert_string_equal(pby_bench_hook__name(PBY_BENCH_FEXIT, &arena), "fexit");
	assert_true(pby_bench_hook__matches(PBY_BENCH_KPROBE_INT3, "kprobe"));
	assert_true(pby_bench_hook__matches(PBY_BENCH_KPROBE_INT3, "kprobe/int3"));
	assert_false(pby_bench_hook__matches(PBY_BENCH_KPROBE_INT3, "kprobe/ftrace"));
	assert_false(pby_bench_hook__matches(PBY_BENCH_KPROBE_MULTI, "kprobe"));
	pby_arena__free(&arena);
}

static struct pby_calibration calibration_of_one(enum pby_bench_verdict verdict)
{
	struct pby_calibration c = { .release = "6.12", .machine = "x86_64", .cpu_model = "a CPU", .cpus = 4,
				     .emulator = "", .measured = "2026-11-22T05:10:00Z" };

	*PBY_PUSH(&c.arena, &c.rows) = (struct pby_price){ "kprobe", "int3", "empty", verdict, 812.4, 11, 31.2 };
	return c;
}

static void calibration_survives_its_file(void **state)
{
	struct pby_calibration out = calibration_of_one(PBY_BENCH_USABLE), in = { 0 };
	struct json_object *o = pby_calibration__json(&out);
	char *text = pby_json__text(o);
	const struct pby_price *p;
	struct pby_err err;

	(void)state;
	assert_int_equal(pby_calibration__parse(&in, text, strlen(text), "file", &err), 0);
	assert_string_equal(in.cpu_model, "a CPU");
	assert_int_equal(in.cpus, 4);
	p = pby_calibration__price(&in, PBY_HOOK_KPROBE, "int3", PBY_BENCH_EMPTY);
	assert_non_null(p);
	assert_near(p->net_ns, 812.4);
	assert_ptr_equal(pby_calibration__price(&in, PBY_HOOK_KPROBE, NULL, PBY_BENCH_EMPTY), p);
	assert_null(pby_calibration__price(&in, PBY_HOOK_KPROBE, "ftrace", PBY_BENCH_EMPTY));
	assert_null(pby_calibration__price(&in, PBY_HOOK_KPROBE, "int3", PBY_BENCH_HASH));
	free(text);
	json_object_put(o);
	pby_calibration__free(&out);
	pby_calibration__free(&in);
}

static void a_noisy_price_is_none(void **state)
{
	struct pby_calibration c = calibration_of_one(PBY_BENCH_NOISY);

	(void)state;
	assert_null(pby_calibration__price(&c, PBY_HOOK_KPROBE, "int3", PBY_BENCH_EMPTY));
	pby_calibration__free(&c);
}

static void what_is_no_calibration_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "{", "[]", "{}", "null", "{\"schema\":\"probity.check/1\"}",
		"{\"schema\":\"probity.calibration/1\",\"rows\":[{}]}",
		"{\"schema\":\"probity.calibration/1\",\"rows\":[{\"hook\":\"kprobe\",\"body\":\"empty\",\"net_ns\":\"much\"}]}",
		"{\"schema\":\"probity.calibration/1\",\"rows\":[{\"hook\":\"kprobe\",\"body\":\"empty\",\"error_ns\":-1}]}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct pby_calibration c = { 0 };
		struct pby_err err = { "" };

		assert_int_equal(pby_calibration__parse(&c, texts[i], strlen(texts[i]), "file", &err), -EBADMSG);
		assert_non_null(strstr(err.text, "file"));
		pby_calibration__free(&c);
	}
}

static void file_names_are_plain(void **state)
{
	struct pby_arena arena = { 0 };

	(void)state;
	assert_string_equal(pby_calibration__file_name(&arena, "6.12.107+deb13-cloud-amd64", "Intel(R) Xeon(R) CPU @ 2.6GHz"),
			    "calibration-6.12.107+deb13-cloud-amd64-Intel-R-Xeon-R-CPU-2.6GHz.json");
	assert_string_equal(pby_calibration__file_name(&arena, "../../x", "a/b"), "calibration-..-..-x-a-b.json");
	pby_arena__free(&arena);
}

static struct pby_scaled scaled_of(const uint32_t *threads, const double *base, const double *probed, uint32_t nr)
{
	struct pby_scaled row = { .runs_per_call = 1, .nr = nr };

	for (uint32_t i = 0; i < nr; i++)
		row.points[i] = (struct pby_scale_raw){ .threads = threads[i], .nr = 1, .base_per_s = { base[i] },
							.probed_per_s = { probed[i] }, .cpu_share = 1,
							.calls = 100, .counted = 100 };
	return row;
}

static void a_hook_that_scales_has_no_knee(void **state)
{
	const uint32_t threads[] = { 1, 2, 4 };
	const double base[] = { 100, 200, 400 }, probed[] = { 50, 98, 190 };
	struct pby_scaled row = scaled_of(threads, base, probed, 3);
	struct pby_scale_verdict v = pby_scale__judge(&row);
	struct pby_scale_point p = pby_scale__point(&row, &row.points[2]);

	(void)state;
	assert_true(v.known);
	assert_int_equal(v.stops_at, 0);
	assert_near(p.efficiency, 0.95);
	assert_near(p.base_efficiency, 1);
	assert_near(p.ns, 4e9 / 190 - 4e9 / 400);
	assert_int_equal(p.lost, 0);
}

static void a_shared_line_has_one(void **state)
{
	const uint32_t threads[] = { 1, 2, 4, 8 };
	const double base[] = { 100, 200, 400, 800 }, probed[] = { 50, 70, 71, 60 };
	struct pby_scaled row = scaled_of(threads, base, probed, 4);
	struct pby_scale_verdict v = pby_scale__judge(&row);

	(void)state;
	assert_int_equal(v.stops_at, 2);
	assert_false(v.base_stops);
	/* A point that is not usable neither shows nor hides it. */
	row.points[2].cpu_share = 0.5;
	v = pby_scale__judge(&row);
	assert_int_equal(v.stops_at, 2);
	row.points[1].cpu_share = row.points[3].cpu_share = 0.5;
	assert_false(pby_scale__judge(&row).known);
}

static void a_machine_that_stops_is_not_the_hook(void **state)
{
	const uint32_t threads[] = { 1, 2 };
	const double base[] = { 100, 101 }, probed[] = { 50, 50 };
	struct pby_scaled row = scaled_of(threads, base, probed, 2);

	(void)state;
	assert_int_equal(pby_scale__judge(&row).stops_at, 1);
	assert_true(pby_scale__judge(&row).base_stops);
}

static void losses_are_counted(void **state)
{
	const uint32_t threads[] = { 1 };
	const double per_s[] = { 100 };
	struct pby_scaled row = scaled_of(threads, per_s, per_s, 1);

	(void)state;
	row.points[0].counted = 90;
	assert_int_equal(pby_scale__point(&row, &row.points[0]).lost, 10);
	/* A session runs twice for each call. */
	row.runs_per_call = 2;
	assert_int_equal(pby_scale__point(&row, &row.points[0]).lost, 110);
	row.points[0].counted = 201;
	assert_true(pby_scale__point(&row, &row.points[0]).surplus);
	assert_int_equal(pby_scale__point(&row, &row.points[0]).lost, 0);
}

static void locks_are_those_of_the_hook(void **state)
{
	const uint32_t threads[] = { 2 };
	const double per_s[] = { 100 };
	struct pby_scaled row = scaled_of(threads, per_s, per_s, 1);
	struct pby_scale_raw *point = &row.points[0];

	(void)state;
	/* Not watched is not known. */
	assert_near(pby_scale__locks_per_hit(&row, point, PBY_LOCK_COUNT_MMAP), -1);
	point->base = (struct pby_lock_counted){ 1000, { 0, 500 } };
	point->probed = (struct pby_lock_counted){ 100, { 3, 150 } };
	assert_near(pby_scale__locks_per_hit(&row, point, PBY_LOCK_COUNT_WAITS), 0.03);
	assert_near(pby_scale__locks_per_hit(&row, point, PBY_LOCK_COUNT_MMAP), 1);
	point->probed.counts[PBY_LOCK_COUNT_MMAP] = 10;
	assert_near(pby_scale__locks_per_hit(&row, point, PBY_LOCK_COUNT_MMAP), 0);
	row.locks_error[PBY_LOCK_COUNT_WAITS] = 2;
	assert_near(pby_scale__locks_per_hit(&row, point, PBY_LOCK_COUNT_WAITS), -1);
}

static void what_nothing_counts_is_said(void **state)
{
	(void)state;
	assert_non_null(strstr(pby_scale__unseen(PBY_MECHANISM_KRETPROBE_FREELIST), "compare-and-swap"));
	assert_non_null(strstr(pby_scale__unseen(PBY_MECHANISM_KRETPROBE_SPINLOCK), "spins"));
	assert_null(pby_scale__unseen(PBY_MECHANISM_TRAMPOLINE));
}

static void each_figure_has_its_column(void **state)
{
	static const struct { const char *json, *csv; } rows[] = {
		{ "{ 'what': 'attach', 'rows': [ { 'name': 'a,b', 'functions': 8, 'state': 'done', 'idle': { 'rounds': 2,"
		  " 'attach': { 'median_ns': 5 }, 'detach': { 'max_ns': 7 } } }, { 'name': 'lsm', 'state': 'missing' } ] }",
		  "name,functions,state,cpus,rounds,attach.median_ns,attach.min_ns,attach.max_ns,detach.median_ns,detach.min_ns,"
		  "detach.max_ns\n\"a,b\",8,done,idle,2,5,,,,,7\nlsm,,missing,,,,,,,,\n" },
		{ "{ 'what': 'net', 'rows': [ { 'load': 'iptables', 'name': 'fexit', 'state': 'done', 'ping': { 'pairs': 3 } } ] }",
		  "load,name,state,metric,verdict,base_ns,net_ns,error_ns,q1_ns,q3_ns,pairs,base_per_s,per_s\n"
		  "iptables,fexit,done,ping,,,,,,,3,,\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct json_object *result = json_tokener_parse(rows[i].json);
		PBY_AUTO_BUF csv = { 0 };

		assert_non_null(result);
		pby_bench__csv(result, &csv);
		assert_string_equal(pby_buf__text(&csv), rows[i].csv);
		json_object_put(result);
	}
}

static void rooms_are_found(void **state)
{
	static const struct {
		struct pby_loss_raw raw;
		uint32_t runs_per_loss;
		uint64_t lost;
		uint32_t limit, enough;
		bool surplus;
	} rows[] = {
		{ { true, 64, 64, 10 }, 1, 54, 10, 64, false },		/* kretprobe */
		{ { true, 64, 64, 64 }, 1, 0, 0, 0, false },		/* fexit */
		{ { true, 64, 128, 8 }, 2, 120, 4, 64, false },		/* kprobe.session: neither entry nor return */
		{ { true, 100, 200, 164 }, 1, 36, 64, 100, false },	/* uprobe.session: the entry always */
		{ { true, 64, 64, 65 }, 1, 0, 0, 0, true },
		{ { false, 64, 64, 0 }, 1, 0, 0, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_loss_verdict v = pby_loss__judge(&rows[i].raw, rows[i].runs_per_loss);

		assert_int_equal(v.lost, rows[i].lost);
		assert_int_equal(v.limit, rows[i].limit);
		assert_int_equal(v.enough, rows[i].enough);
		assert_int_equal(v.surplus, rows[i].surplus);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantiles_interpolate),
		cmocka_unit_test(steady_runs_are_usable),
		cmocka_unit_test(an_outlier_is_ignored),
		cmocka_unit_test(disagreeing_runs_are_not),
		cmocka_unit_test(nothing_is_below),
		cmocka_unit_test(emulators_are_recognised),
		cmocka_unit_test(kprobe_states_are_read),
		cmocka_unit_test(rows_have_names),
		cmocka_unit_test(calibration_survives_its_file),
		cmocka_unit_test(a_noisy_price_is_none),
		cmocka_unit_test(what_is_no_calibration_is_refused),
		cmocka_unit_test(file_names_are_plain),
		cmocka_unit_test(a_hook_that_scales_has_no_knee),
		cmocka_unit_test(a_shared_line_has_one),
		cmocka_unit_test(a_machine_that_stops_is_not_the_hook),
		cmocka_unit_test(losses_are_counted),
		cmocka_unit_test(locks_are_those_of_the_hook),
		cmocka_unit_test(what_nothing_counts_is_said),
		cmocka_unit_test(each_figure_has_its_column),
		cmocka_unit_test(rooms_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
