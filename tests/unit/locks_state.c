// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_state.c: tests of what is made of the kernel's maps: owners by their words, queues, stacks, what stays between shots. */
#include "support/cmocka.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "source/locks/state.h"
#include "source/locks/state_stack.h"

enum { READ = PBY_LCB_READ, WRITE = PBY_LCB_WRITE, MUTEX = PBY_LCB_MUTEX, SPUN = PBY_LCB_MUTEX | PBY_LCB_SPIN };

static const uint64_t sem = 0xffff888000001000, mutex = 0xffff888000002000;

static uint64_t address_of(int32_t tid)
{
	return 0xffff888100000000 + (uint64_t)tid * 0x1000;
}

static struct pby_locks_task *add_task(struct pby_locks_shot *s, struct pby_arena *arena, int32_t tid, const char *comm)
{
	struct pby_locks_task *t = PBY_PUSH(arena, &s->tasks);

	assert_non_null(t);
	t->task = address_of(tid);
	t->tid = t->tgid = tid;
	t->state = 2;
	t->at_ns = s->at_ns;
	snprintf(t->comm, sizeof(t->comm), "%s", comm);
	return t;
}

static void add_wait(struct pby_locks_task *t, uint64_t lock, uint32_t flags, uint64_t since_ns, uint64_t owner_now,
		     uint64_t count_now)
{
	uint32_t i = t->nr_waits++;

	t->waits[i] = (struct pby_locks_wait){ .lock = lock, .flags = flags, .since_ns = since_ns,
					       .owner_word = owner_now, .count_word = count_now };
	t->owner_now[i] = owner_now;
	t->count_now[i] = count_now;
}

/* Writer 10 has the semaphore and waits for a mutex that 20 has; 12 and 11 wait to read, 13 to write. */
static void world(struct pby_locks_shot *s, struct pby_arena *arena)
{
	uint64_t held = 0x3;	/* writer, waiters */
	struct pby_locks_row_at *r;

	*s = (struct pby_locks_shot){ .from_ns = 1000, .at_ns = 9000, .how = "tp_btf" };
	add_wait(add_task(s, arena, 10, "writer"), mutex, MUTEX, 2000, address_of(20) | 1, 0);
	add_wait(add_task(s, arena, 12, "late"), sem, READ, 4000, address_of(10), held);
	add_wait(add_task(s, arena, 11, "early"), sem, READ, 3000, address_of(10), held);
	add_wait(add_task(s, arena, 13, "w"), sem, WRITE, 5000, address_of(10), held | 4);
	add_task(s, arena, 20, "root")->asked = 1;
	r = PBY_PUSH(arena, &s->rows);
	r->lock = sem;
	r->row.flags = WRITE;
	r->row.first_ns = 3000;
	r->row.waits[0].begun = 2;
	r->row.waits[1] = (struct pby_locks_mode){ .begun = 3, .ended = 2, .total_ns = 700, .max_ns = 500 };
	r->row.waits[1].histogram[2] = 2;
	r->row.depth_max = 2;
}

static const struct pby_contended *lock_of(const struct pby_contention *c, uint64_t addr)
{
	for (uint32_t i = 0; i < c->locks.nr; i++)
		if (c->locks.items[i].addr == addr)
			return &c->locks.items[i];
	fail_msg("lock not found");
	return NULL;
}

static void test_queue_and_owner(void **state)
{
	struct pby_contention c = { 0 };
	struct pby_arena arena = { 0 };
	struct pby_locks_shot s;
	const struct pby_contended *l;
	const int32_t order[] = { 11, 12, 13 };

	(void)state;
	world(&s, &arena);
	assert_int_equal(pby_locks_state__fill(&c, &s, NULL, NULL), 0);
	assert_int_equal(c.locks.nr, 2);
	l = lock_of(&c, sem);
	assert_int_equal(l->kind, PBY_LOCK_RWSEM);
	assert_int_equal(l->queue.nr, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(c.tasks.items[c.waiters.items[l->queue.items[i]].task].pid, order[i]);
	assert_int_equal(c.waiters.items[l->queue.items[2]].mode, PBY_MODE_WRITE);
	assert_int_equal(l->owner.kind, PBY_OWNER_TASK);
	assert_int_equal(c.tasks.items[l->owner.task].pid, 10);
	/* More wait than the programs ever counted: the list is right. */
	assert_int_equal(l->depth, 3);
	assert_int_equal(l->depth_max, 3);
	assert_int_equal(l->ended, 2);
	assert_int_equal(l->waits[PBY_ALONE].histogram.counts[2], 2);
	/* The table had no room for the mutex: its waiter and its owner are there nevertheless. */
	l = lock_of(&c, mutex);
	assert_int_equal(l->kind, PBY_LOCK_MUTEX);
	assert_int_equal(c.tasks.items[l->owner.task].pid, 20);
	assert_string_equal(c.tasks.items[l->owner.task].comm, "root");
	pby_contention__free(&c);
	pby_arena__free(&arena);
}

static void test_words(void **state)
{
	static const struct {
		enum pby_lock_kind kind;
		uint64_t owner, count;
		enum pby_lock_owner is;
		uint64_t task, readers;
		bool handoff;
	} rows[] = {
		{ PBY_LOCK_MUTEX, 0xffff888100001007, 0, PBY_OWNER_TASK, 0xffff888100001000, 0, true },
		{ PBY_LOCK_MUTEX, 0x1, 0, PBY_OWNER_NOBODY, 0, 0, false },
		{ PBY_LOCK_MUTEX, 0, 0, PBY_OWNER_UNKNOWN, 0, 0, false },
		{ PBY_LOCK_RWSEM, 0xffff888100001000, 0x3, PBY_OWNER_TASK, 0xffff888100001000, 0, false },
		{ PBY_LOCK_RWSEM, 0xffff888100001003, 0x10006, PBY_OWNER_READERS, 0xffff888100001000, 256, true },
		{ PBY_LOCK_RWSEM, 0xffff888100001003, 0x2, PBY_OWNER_NOBODY, 0, 0, false },
		{ PBY_LOCK_RWSEM, 0xffff888100001003, 0, PBY_OWNER_UNKNOWN, 0, 0, false },
		{ PBY_LOCK_RTMUTEX, 0xffff888100001001, 0, PBY_OWNER_TASK, 0xffff888100001000, 0, false },
		{ PBY_LOCK_SEMAPHORE, 0, 0, PBY_OWNER_UNKNOWN, 0, 0, false },
		{ PBY_LOCK_PERCPU_RWSEM, 5, 5, PBY_OWNER_UNKNOWN, 0, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_contended_owner o = { 0 };
		uint64_t task;

		pby_locks_words__read(rows[i].kind, rows[i].owner, rows[i].count, &o, &task);
		assert_int_equal(o.kind, rows[i].is);
		assert_int_equal(task, rows[i].task);
		assert_int_equal(o.nr_readers, rows[i].readers);
		assert_int_equal(o.handoff, rows[i].handoff);
	}
}

/* A spin whose end was never told, and a wait that ended under our eyes, are no waiters. */
static void test_what_is_over_is_no_wait(void **state)
{
	struct pby_contention c = { 0 };
	struct pby_arena arena = { 0 };
	struct pby_locks_shot s = { .at_ns = 9000, .how = "tp_btf" };

	(void)state;
	add_wait(add_task(&s, &arena, 1, "asleep"), mutex, SPUN, 10, address_of(7), 0);
	add_wait(add_task(&s, &arena, 2, "has it"), mutex + 8, MUTEX, 10, address_of(2), 0);
	add_wait(add_task(&s, &arena, 3, "spins"), mutex + 16, SPUN, 10, address_of(7), 0);
	s.tasks.items[2].on_cpu = 1;
	assert_int_equal(pby_locks_state__fill(&c, &s, NULL, NULL), 0);
	assert_int_equal(c.waiters.nr, 1);
	assert_int_equal(c.tasks.items[c.waiters.items[0].task].pid, 3);
	assert_int_equal(lock_of(&c, mutex)->lost_ends, 1);
	/* Its owner is an address that no task has. */
	assert_int_equal(lock_of(&c, mutex + 16)->owner.kind, PBY_OWNER_UNKNOWN);
	pby_contention__free(&c);
	pby_arena__free(&arena);
}

/* task->blocker shows who waited before the look began, unless the filters say that he is not looked for. */
static void test_waiters_from_before(void **state)
{
	(void)state;
	for (int filtered = 0; filtered < 2; filtered++) {
		struct pby_contention c = { 0 };
		struct pby_arena arena = { 0 };
		struct pby_locks_shot s = { .from_ns = 500, .at_ns = 9000, .how = "tp_btf" };
		struct pby_locks_task *t = add_task(&s, &arena, 5, "before");

		t->blocker = sem | 2;
		t->owner_now[PBY_LOCKS_NEST] = address_of(5) + 1;
		t->count_now[PBY_LOCKS_NEST] = 0x102;
		s.settings.tid = filtered ? 6 : 0;
		assert_int_equal(pby_locks_state__fill(&c, &s, NULL, NULL), 0);
		assert_int_equal(c.waiters.nr, filtered ? 0 : 1);
		if (!filtered) {
			assert_int_equal(c.waiters.items[0].since, PBY_SINCE_AT_LEAST);
			assert_int_equal(c.waiters.items[0].since_ns, 500);
			assert_int_equal(c.waiters.items[0].mode, PBY_MODE_READ);
			assert_int_equal(lock_of(&c, sem)->owner.nr_readers, 1);
		}
		pby_contention__free(&c);
		pby_arena__free(&arena);
	}
}

static void test_memory_of_owners(void **state)
{
	struct pby_locks_memory *m = calloc(1, sizeof(*m));
	struct pby_contention c = { 0 };
	struct pby_arena arena = { 0 };
	struct pby_locks_shot s;
	uint32_t holders = 0;

	(void)state;
	world(&s, &arena);
	s.tasks.items[4].stack[0] = 0xffffffff81000010;
	s.tasks.items[4].stack_bytes = 8;
	pby_locks_memory__note(m, &s);
	s.at_ns = 10000;
	pby_locks_memory__note(m, &s);
	assert_int_equal(pby_locks_state__fill(&c, &s, NULL, m), 0);
	assert_int_equal(lock_of(&c, mutex)->owner.looks, 2);
	assert_int_equal(lock_of(&c, mutex)->owner.same_since_ns, 9000);
	for (uint32_t i = 0; i < c.sites.nr; i++) {
		if (!c.sites.items[i].holder)
			continue;
		holders++;
		assert_int_equal(c.sites.items[i].nr, 2);
		assert_string_equal(c.stacks.items[c.sites.items[i].stack].items[0].name, "0xffffffff81000010");
	}
	assert_int_equal(holders, 1);
	pby_contention__free(&c);
	pby_arena__free(&arena);
	free(m);
}

/* A frame of a program is a place in a file when the kernel told one that can belong to its address. */
static void test_stacks_of_programs(void **state)
{
	struct bpf_stack_build_id ids[4] = {
		{ .status = BPF_STACK_BUILD_ID_VALID, .build_id = { 0xab }, .offset = 0x5123 },
		{ .status = BPF_STACK_BUILD_ID_IP, .ip = 0x7f0000002000 },
		{ .status = BPF_STACK_BUILD_ID_VALID, .build_id = { 0xcd }, .offset = 0x3456 },
		{ .status = BPF_STACK_BUILD_ID_VALID, .build_id = { 0xab }, .offset = 0x6789 },
	};
	uint64_t addrs[4] = { 0x55550000b123, 0x7f0000002000, 0x7f0000003000, 0x55550000c789 }, offset;
	struct pby_contention c = { 0 };
	struct pby_arena arena = { 0 };
	struct pby_locks_shot s;
	const struct pby_frame *frames;
	struct pby_locks_site_at *site;
	struct pby_locks_stack *stack;
	struct pby_build_id id;

	(void)state;
	world(&s, &arena);
	assert_int_equal(pby_program_files__resolve(&s.files, &arena, addrs, 4, ids), 2);
	assert_int_equal(s.files.ids.nr, 1);
	assert_true(pby_program_files__place(&s.files, addrs[3], &id, &offset));
	assert_int_equal(id.bytes[0], 0xab);
	assert_int_equal(offset, 0x6789);
	/* An offset that is another place of a page belongs to another stack. */
	assert_false(pby_program_files__place(&s.files, addrs[2], &id, &offset));
	assert_false(pby_program_files__place(&s.files, 0xffffffff81000000, &id, &offset));

	stack = PBY_PUSH(&arena, &s.stacks);
	stack->id = 1;
	stack->user = true;
	stack->nr = 4;
	memcpy(stack->addrs, addrs, sizeof(addrs));
	site = PBY_PUSH(&arena, &s.sites);
	site->key = (struct pby_locks_site_key){ .lock = sem, .user_stack = 1 };
	site->site = (struct pby_locks_site){ .nr = 1, .total_ns = 1, .tid = 11 };
	assert_int_equal(pby_locks_state__fill(&c, &s, NULL, NULL), 0);
	frames = c.stacks.items[c.sites.items[0].user_stack].items;
	assert_string_equal(frames[0].name, "build-id ab00000000000000+0x5123");
	assert_string_equal(frames[1].name, "0x7f0000002000");
	assert_string_equal(c.unseen.items[c.unseen.nr - 1].what, "the functions of 4 of 4 frames of programs");
	pby_contention__free(&c);
	pby_arena__free(&arena);
}

static uint64_t off_cpu_of_root(struct pby_locks_memory *m, struct pby_locks_shot *s, uint64_t at_ns, uint64_t ran_ns)
{
	struct pby_contention c = { 0 };
	uint64_t ns = 0;

	s->at_ns = s->tasks.items[4].at_ns = at_ns;
	s->tasks.items[4].ran_ns = ran_ns;
	pby_locks_memory__note(m, s);
	assert_int_equal(pby_locks_state__fill(&c, s, NULL, m), 0);
	for (uint32_t i = 0; i < c.tasks.nr; i++)
		if (c.tasks.items[i].pid == 20)
			ns = c.tasks.items[i].off_cpu_ns;
	pby_contention__free(&c);
	return ns;
}

/* Ready at look after look, and it has not run in between. */
static void test_owner_without_a_cpu(void **state)
{
	struct pby_locks_memory *m = calloc(1, sizeof(*m));
	struct pby_arena arena = { 0 };
	struct pby_locks_shot s;

	(void)state;
	world(&s, &arena);
	assert_int_equal(off_cpu_of_root(m, &s, 9000, 5), 0);
	s.tasks.items[4].state = 0;
	assert_int_equal(off_cpu_of_root(m, &s, 10000, 5), 1);
	assert_int_equal(off_cpu_of_root(m, &s, 3010000, 5), 3000000);
	assert_int_equal(off_cpu_of_root(m, &s, 4000000, 6), 1);
	s.tasks.items[4].on_cpu = 1;
	assert_int_equal(off_cpu_of_root(m, &s, 5000000, 6), 0);
	pby_arena__free(&arena);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queue_and_owner),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_what_is_over_is_no_wait),
		cmocka_unit_test(test_waiters_from_before),
		cmocka_unit_test(test_memory_of_owners),
		cmocka_unit_test(test_owner_without_a_cpu),
		cmocka_unit_test(test_stacks_of_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
