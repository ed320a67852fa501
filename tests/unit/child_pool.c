// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* child_pool.c: tests of workers that answer, never answer, die, and are all used up. */
#include "support/cmocka.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "source/child_pool.h"
#include "source/live/rights.h"

enum { ADD, SLEEP, DIE, KEEP, NR_JOBS };

struct numbers {
	int a, b, sum, asked_before;
	int *left;	/* shared with the test: counts those that left */
};

static void add(struct pby_region *region, void *question, void **mine)
{
	struct numbers *n = pby_arena__alloc(&region->arena, sizeof(*n));
	static int before;
	static int *left;

	/* What is not zeroed was left by the last answer. */
	n->asked_before = n->sum ? -1 : before++;
	n->a = ((struct numbers *)question)->a;
	n->b = ((struct numbers *)question)->b;
	n->sum = n->a + n->b;
	left = ((struct numbers *)question)->left;
	*mine = left;
	region->result = n;
}

static void leave(void *mine)
{
	__atomic_fetch_add((int *)mine, 1, __ATOMIC_SEQ_CST);
}

static void sleep_for_ever(struct pby_region *region, void *question, void **mine)
{
	(void)question;
	(void)mine;
	pby_region__doing(region, "nothing at all");
	for (;;)
		pause();
}

static void die(struct pby_region *region, void *question, void **mine)
{
	(void)region;
	(void)question;
	(void)mine;
	raise(SIGKILL);
}

static void keep(struct pby_region *region, void *question, void **mine)
{
	prctl(PR_SET_PDEATHSIG, 0);
	add(region, question, mine);
}

static const struct pby_job jobs[NR_JOBS] = {
	[ADD] = { "add", add, leave }, [SLEEP] = { "sleep", sleep_for_ever, NULL }, [DIE] = { "die", die, NULL },
	[KEEP] = { "keep", keep, leave },
};

static int *shared_int(void)
{
	int *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(p, MAP_FAILED);
	return p;
}

static void start(struct pby_child_pool *pool)
{
	struct pby_err err;

	assert_int_equal(pby_child_pool__start(pool, (struct pby_jobs){ jobs, NR_JOBS }, 1 << 20, NULL, &err), 0);
	assert_int_equal(pool->nr, PBY_WORKERS);
	assert_int_equal(pby_child_pool__free_workers(pool), PBY_WORKERS);
}

static void a_worker_answers_again_and_again(void **state)
{
	struct numbers q = { .left = shared_int() };
	struct pby_child_pool pool;

	(void)state;
	start(&pool);
	for (int i = 0; i < 100; i++) {
		struct pby_worker *w;
		const struct numbers *n;

		q.a = i;
		q.b = 2 * i;
		w = pby_child_pool__ask(&pool, ADD, &q, sizeof(q));
		assert_non_null(w);
		assert_int_equal(pby_child_pool__wait(&pool, w, 20000), PBY_CHILD_DONE);
		n = pby_worker__region(w)->result;
		assert_int_equal(n->sum, 3 * i);
		assert_int_equal(n->asked_before, i);
	}
	assert_int_equal(pby_child_pool__free_workers(&pool), PBY_WORKERS);
	pby_child_pool__free(&pool);
	/* The one that was asked has left before the pool was gone. */
	assert_int_equal(*q.left, 1);
	munmap(q.left, 4096);
}

static void who_never_answers_is_given_up_and_named(void **state)
{
	struct pby_child_pool pool;

	(void)state;
	start(&pool);
	pool.interrupt_fd = eventfd(1, EFD_CLOEXEC);
	for (int i = 0; i < PBY_WORKERS; i++) {
		struct pby_worker *w = pby_child_pool__ask(&pool, i & 1 ? DIE : SLEEP, "", 0);

		assert_non_null(w);
		/* Who is impatient waits for no answer, but as long as ever for the end of whom it kills. */
		pool.interrupted = i & 1;
		if (i & 1) {
			assert_int_equal(pby_child_pool__wait(&pool, w, 20000), PBY_CHILD_CRASHED);
			continue;
		}
		/* Until it says what it does. */
		while (!__atomic_load_n(&pby_worker__region(w)->steps, __ATOMIC_ACQUIRE))
			usleep(1000);
		assert_int_equal(pby_child_pool__wait(&pool, w, 20000), PBY_CHILD_LATE);
		assert_string_equal(pby_worker__region(w)->doing, "nothing at all");
	}
	close(pool.interrupt_fd);
	assert_int_equal(pby_child_pool__free_workers(&pool), 0);
	assert_null(pby_child_pool__ask(&pool, ADD, "", 0));
	assert_int_equal(pool.nr_stuck, 0);
	pby_child_pool__free(&pool);
}

/* What a worker keeps for the asker it puts back even when that one is killed. */
static void who_is_killed_is_tidied_up_after(void **state)
{
	struct numbers q = { .left = shared_int() };
	pid_t asker = fork();

	(void)state;
	if (!asker) {
		struct pby_child_pool pool;
		struct pby_err err;

		if (!pby_child_pool__start(&pool, (struct pby_jobs){ jobs, NR_JOBS }, 1 << 20, NULL, &err))
			pby_child_pool__wait(&pool, pby_child_pool__ask(&pool, KEEP, &q, sizeof(q)), 20000);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(asker, NULL, 0), asker);
	while (!__atomic_load_n(q.left, __ATOMIC_SEQ_CST))
		usleep(1000);
	munmap(q.left, 4096);
}

static void impatience_ends_a_wait(void **state)
{
	struct pby_child_pool pool;
	struct pby_worker *w;

	(void)state;
	start(&pool);
	pool.interrupt_fd = eventfd(1, EFD_CLOEXEC);
	w = pby_child_pool__ask(&pool, SLEEP, "", 0);
	assert_int_equal(pby_child_pool__wait(&pool, w, 1000000), PBY_CHILD_LATE);
	assert_true(pool.interrupted);
	close(pool.interrupt_fd);
	pby_child_pool__free(&pool);
}

static void rights_are_read_from_their_files(void **state)
{
	struct pby_rights r = { .root = true, .caps = 1ull << 21 };

	(void)state;
	assert_int_equal(pby_rights__caps_of(pby_text__str("Name:\tx\nCapPrm:\t1\nCapEff:\t000001ffffffffff\n")),
			 0x1ffffffffff);
	assert_int_equal(pby_rights__caps_of(pby_text__str("Name:\tx\n")), 0);
	assert_int_equal(pby_rights__caps_of(pby_text__str("CapEff:")), 0);
	assert_true(pby_rights__is_first_user_ns(pby_text__str("         0          0 4294967295\n")));
	assert_false(pby_rights__is_first_user_ns(pby_text__str("         0       1000          1\n")));
	assert_false(pby_rights__is_first_user_ns(pby_text__str("")));
	assert_null(pby_rights__for_stacks(&r));
	assert_non_null(strstr(pby_rights__for_memory(&r, EPERM), "CAP_SYS_RAWIO"));
	assert_null(pby_rights__for_memory(&r, ENOMEM));
	r.caps = ~0ull;
	assert_null(pby_rights__for_memory(&r, EPERM));
	r.confidential = true;
	assert_non_null(strstr(pby_rights__for_memory(&r, EPERM), "lockdown"));
	assert_non_null(strstr(pby_rights__for_memory(&r, ENOENT), "CONFIG_PROC_KCORE"));
	r = (struct pby_rights){ 0 };
	assert_non_null(strstr(pby_rights__for_stacks(&r), "root"));
	assert_non_null(strstr(pby_rights__for_memory(&r, EACCES), "root"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_answers_again_and_again),
		cmocka_unit_test(who_never_answers_is_given_up_and_named),
		cmocka_unit_test(who_is_killed_is_tidied_up_after),
		cmocka_unit_test(impatience_ends_a_wait),
		cmocka_unit_test(rights_are_read_from_their_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
