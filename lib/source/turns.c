// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* turns.c: futexes between processes. */
#define _GNU_SOURCE
#include "source/turns.h"

#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

/* A child that died wakes nobody: its parent looks for that so often. */
enum { LOOK_MS = 100 };

/* Until *word is not old any more, or the time is over. */
static void wait_on(_Atomic uint32_t *word, uint32_t old, int timeout_ms)
{
	struct timespec t = { timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000000 };

	if (atomic_load(word) == old)
		syscall(SYS_futex, word, FUTEX_WAIT, old, &t, NULL, 0);
}

static uint32_t bump(_Atomic uint32_t *word)
{
	uint32_t before = atomic_fetch_add(word, 1);

	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
	return before + 1;
}

uint32_t pby_turns__ask(struct pby_turns *t)
{
	return bump(&t->asked);
}

bool pby_turns__idle(struct pby_turns *t)
{
	return atomic_load(&t->asked) == atomic_load(&t->answered);
}

bool pby_turns__wait(struct pby_turns *t, uint32_t nr, const uint32_t *steps, int end_fd, int timeout_ms)
{
	int64_t end = pby_clock__ns() + (int64_t)timeout_ms * 1000000;
	uint32_t before = steps ? __atomic_load_n(steps, __ATOMIC_RELAXED) : 0;
	struct pollfd gone = { .fd = end_fd, .events = POLLIN };

	while (atomic_load(&t->answered) != nr) {
		uint32_t now = steps ? __atomic_load_n(steps, __ATOMIC_RELAXED) : before;

		if (now != before)
			end = pby_clock__ns() + (int64_t)timeout_ms * 1000000;
		before = now;
		if (pby_clock__ns() >= end || poll(&gone, 1, 0) > 0)
			return atomic_load(&t->answered) == nr;
		wait_on(&t->answered, nr - 1, LOOK_MS);
	}
	return true;
}

void pby_turns__end(struct pby_turns *t)
{
	atomic_store(&t->stop, 1);
	bump(&t->asked);
}

bool pby_turns__asked(struct pby_turns *t, int timeout_ms)
{
	uint32_t answered = atomic_load(&t->answered);

	if (atomic_load(&t->asked) == answered)
		wait_on(&t->asked, answered, timeout_ms);
	return atomic_load(&t->asked) != answered;
}

void pby_turns__answer(struct pby_turns *t)
{
	bump(&t->answered);
}
