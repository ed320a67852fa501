// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* record.c: tests of recordings of locks: what was written is read, and nothing else is. */
#include "support/cmocka.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/contention/replay.h"
#include "support/lock_world.h"

static const struct pby_record_head head = {
	.from_ns = 1000, .wall_ns = 1700000000000000000, .stacks_above_ns = 100000, .spins = true,
	.kernel = "6.12.107", .how = "tp_btf",
};

static const struct pby_lock_event every_member = {
	.type = PBY_LOCK_OWNER, .owner = PBY_OWNER_READERS, .owner_mode = PBY_MODE_READ, .state = 'D',
	.on_cpu = PBY_NO, .throttled = PBY_YES, .handoff = true, .cpu = 3, .flags = 34, .ns = 900, .lock = 0xffff888012345678,
	.pid = PBY_PID_UNKNOWN, .owner_pid = 812, .ret = -4, .nr_readers = 7, .stack = 17, .user_stack = 4000000000u,
	.count_word = 0x8000000000000301, .owner_word = UINT64_MAX,
};

static void what_is_written_is_read(void **state)
{
	static const uint64_t addrs[] = { 0xffffffff81000010, 0xffffffff82000020, 0x1000 };
	static const struct pby_lock_name stack = { .type = PBY_LOCK_NAMES_STACK, .number = 17, .text = "", .user = true,
						    .addrs = addrs, .nr_addrs = 3, .tgid = PBY_PID_UNKNOWN };
	static const struct pby_lock_name symbol = { .type = PBY_LOCK_NAMES_SYMBOL, .number = 0xffffffff81000010,
						     .text = "down_read", .module = "mod", .file = "a/b.c",
						     .offset = 0x10, .size = 0x40, .line = 77, .inlined = true };
	static const struct pby_contention_loss loss = { .locks = 1, .busy = 300, .events = UINT64_MAX };
	PBY_AUTO_BUF out = { 0 };
	struct pby_record_writer w;
	struct pby_record_reader r;

	(void)state;
	pby_record__head(&w, &head, &out);
	pby_record__event(&w, &every_member, &out);
	pby_record__name(&w, &stack, &out);
	pby_record__name(&w, &symbol, &out);
	pby_record__event(&w, &every_member, &out);
	pby_record__end(&w, 123456, &loss, &out);
	assert_int_equal(pby_record__open(&r, pby_text__of(out.data, out.len), NULL), 0);
	assert_string_equal(r.head.kernel, "6.12.107");
	assert_int_equal(r.head.wall_ns, head.wall_ns);
	assert_int_equal(pby_record__next(&r, NULL), PBY_RECORDED_EVENT);
	assert_memory_equal(&r.event, &every_member, sizeof(every_member));
	assert_int_equal(pby_record__next(&r, NULL), PBY_RECORDED_NAME);
	assert_true(r.name.user && r.name.number == 17 && r.name.nr_addrs == 3);
	assert_memory_equal(r.name.addrs, addrs, sizeof(addrs));
	assert_int_equal(pby_record__next(&r, NULL), PBY_RECORDED_NAME);
	assert_string_equal(r.name.text, "down_read");
	assert_string_equal(r.name.module, "mod");
	assert_string_equal(r.name.file, "a/b.c");
	assert_true(r.name.inlined && r.name.offset == 0x10 && r.name.line == 77);
	assert_int_equal(pby_record__next(&r, NULL), PBY_RECORDED_EVENT);
	assert_memory_equal(&r.event, &every_member, sizeof(every_member));
	assert_int_equal(pby_record__next(&r, NULL), PBY_RECORDED_END);
	assert_int_equal(r.end_ns, 123456);
	assert_true(r.loss.locks == 1 && r.loss.busy == 300 && r.loss.events == UINT64_MAX);
}

static void other_files_are_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		int code;
		const char *says;
	} rows[] = {
		{ "", 0, -EBADMSG, "not a recording of locks" },
		{ "probity locks", 13, -EBADMSG, "not a recording of locks" },
		{ "probity locks\n", 14, -EBADMSG, "ends within its header" },
		{ "probity locks\n\x02", 15, -ENOTSUP, "version 2" },
		{ "probity locks\n\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02", 25, -EBADMSG, "byte 25: a number is longer" },
	};
	struct pby_record_reader r;
	struct pby_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(pby_record__open(&r, pby_text__of(rows[i].bytes, rows[i].len), &err), rows[i].code);
		assert_non_null(strstr(err.text, rows[i].says));
	}
}

static void record(struct pby_buf *out, struct lock_world *w, uint32_t nr)
{
	struct pby_contention_loss loss = { 0 };
	struct pby_record_writer writer;
	struct pby_lock_event e = { 0 };
	uint64_t last = 0;

	pby_record__head(&writer, &head, out);
	for (uint32_t n = 0; n < nr || !lock_world__settled(w); n++) {
		lock_world__next(w, &e);
		pby_record__event(&writer, &e, out);
		last = e.ns > last ? e.ns : last;
	}
	pby_record__end(&writer, last, &loss, out);
}

static void a_replay_gives_the_state_that_was(void **state)
{
	static const struct lock_world_options options = { .seed = 5, .tasks = 100, .locks = 32, .lost_ends = 100,
							   .shuffle = 32 };
	struct lock_world *w = lock_world__new(&options);
	struct pby_fold *f = pby_fold__new(NULL);
	PBY_AUTO_BUF out = { 0 };
	struct pby_record_reader r;
	struct pby_contention c;
	const char *differs;
	int met;

	(void)state;
	record(&out, w, 50000);
	assert_true(out.len / 50000 < 14);	/* compact: bytes an event */
	assert_int_equal(pby_record__open(&r, pby_text__of(out.data, out.len), NULL), 0);
	assert_int_equal(pby_replay__feed(&r, f, NULL, 0, &met, NULL), 0);
	assert_int_equal(met, PBY_RECORDED_END);
	assert_int_equal(pby_replay__state(&r, f, met, &c), 0);
	differs = lock_world__differs(w, &c);
	if (differs)
		fail_msg("%s", differs);
	assert_string_equal(c.how, "a recording by tp_btf");
	assert_int_equal(c.unseen.nr, 0);
	pby_contention__free(&c);
	pby_fold__free(f);
	lock_world__free(w);
}

static void a_cut_recording_is_read_up_to_there(void **state)
{
	static const struct lock_world_options options = { .seed = 6, .tasks = 10, .locks = 8 };
	struct lock_world *w = lock_world__new(&options);
	PBY_AUTO_BUF out = { 0 };
	static struct pby_record_reader r;

	(void)state;
	record(&out, w, 60);
	for (size_t len = 60; len < out.len; len++) {
		struct pby_fold *f = pby_fold__new(&(struct pby_fold_limits){ .locks = 8, .waits = 16, .tasks = 16 });
		struct pby_contention c;
		int met;

		assert_int_equal(pby_record__open(&r, pby_text__of(out.data, len), NULL), 0);
		assert_int_equal(pby_replay__feed(&r, f, NULL, 0, &met, NULL), 0);
		assert_int_equal(met, PBY_RECORDED_CUT);
		assert_int_equal(pby_replay__state(&r, f, met, &c), 0);
		assert_int_equal(c.unseen.nr, 1);
		pby_contention__free(&c);
		pby_fold__free(f);
	}
	lock_world__free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(other_files_are_refused_with_a_sentence),
		cmocka_unit_test(a_replay_gives_the_state_that_was),
		cmocka_unit_test(a_cut_recording_is_read_up_to_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
