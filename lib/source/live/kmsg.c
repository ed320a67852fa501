// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmsg.c: presses a sysrq key and reads the log while it fills. */
#define _GNU_SOURCE
#include "source/live/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/root.h"

enum { MAX_TEXT = 48 << 20, MAX_RECORD = 16 << 10 };

bool pby_kmsg__parse(struct pby_text record, struct pby_kmsg *out)
{
	struct pby_text line;
	uint64_t prio;
	const char *semicolon;

	if (!pby_text__line(&record, &line) || !pby_text__u64(&line, &prio) || !pby_text__eat(&line, ",") ||
	    !pby_text__u64(&line, &out->seq) || !pby_text__eat(&line, ",") || !pby_text__u64(&line, &out->usec))
		return false;
	semicolon = pby_text__find(line, ";");
	if (!semicolon)
		return false;
	line.p = semicolon + 1;
	out->text = line;
	return true;
}

struct press {
	struct pby_kmsg_log *log;
	int kmsg, trigger;
	char key;
	bool returned;	/* the handler has: all that it wrote is in the log */
};

/*
 * Beside the reader, because a long list of tasks overwrites its own beginning before the handler returns: a thread,
 * for no address space is copied for it.
 */
static void *press_key(void *arg)
{
	struct press *p = arg;

	if (write(p->trigger, &p->key, 1) != 1)
		p->log->error = errno;
	__atomic_store_n(&p->returned, true, __ATOMIC_RELEASE);
	return NULL;
}

static void keep(struct pby_kmsg_log *log, const struct pby_kmsg *m)
{
	size_t len = pby_text__len(&m->text), left = MAX_TEXT - log->len;
	int n = left > 64 ? snprintf(log->text + log->len, left, "[%5llu.%06llu] ", (unsigned long long)(m->usec / 1000000),
				     (unsigned long long)(m->usec % 1000000)) : 0;

	if (n <= 0 || (size_t)n + len + 1 >= left) {
		log->full = true;
		return;
	}
	memcpy(log->text + log->len + n, m->text.p, len);
	log->text[log->len + n + len] = '\n';
	__atomic_store_n(&log->len, log->len + n + len + 1, __ATOMIC_RELEASE);
	log->nr_records++;
}

/* Everything that is there now. False when reading failed for good. */
static bool drain(struct press *p, struct pby_region *region, uint64_t *next)
{
	char record[MAX_RECORD];

	for (;;) {
		ssize_t n = read(p->kmsg, record, sizeof(record));
		struct pby_kmsg m;

		if (n < 0 && errno == EAGAIN)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		/* Overwritten: the next read goes on at the oldest one that is left. */
		if (n < 0 && errno == EPIPE) {
			p->log->nr_lost += *next == 0;
			continue;
		}
		if (n <= 0)
			return false;
		if (!pby_kmsg__parse(pby_text__of(record, (size_t)n), &m))
			continue;
		if (*next && m.seq > *next)
			p->log->nr_lost += m.seq - *next;
		*next = m.seq + 1;
		keep(p->log, &m);
		pby_region__step(region);
	}
}

static void read_until_returned(struct press *p, struct pby_region *region)
{
	struct pollfd ready = { .fd = p->kmsg, .events = POLLIN };
	uint64_t next = 0;
	bool more = true;

	while (more) {
		/* In this order: what was written before it returned is there afterwards. */
		bool returned = __atomic_load_n(&p->returned, __ATOMIC_ACQUIRE);

		more = drain(p, region, &next) && !returned;
		if (more)
			poll(&ready, 1, 20);
	}
}

static int fail(struct pby_kmsg_log *log, const char *what)
{
	log->error = errno;
	snprintf(log->why, sizeof(log->why), "%s: %s", what, strerror(errno));
	return -1;
}

/* Both are opened before anything is written, the log at its end. */
static int open_both(struct press *p)
{
	static const char trigger[] = "/proc/sysrq-trigger", kmsg[] = "/dev/kmsg";

	p->trigger = open(trigger, O_WRONLY | O_CLOEXEC);
	if (p->trigger < 0)
		return fail(p->log, trigger);
	p->kmsg = open(kmsg, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (p->kmsg < 0 || lseek(p->kmsg, 0, SEEK_END) < 0)
		return fail(p->log, kmsg);
	return 0;
}

void pby_kmsg__press(struct pby_region *region, void *question, void **mine)
{
	struct press p = { .kmsg = -1, .trigger = -1, .key = ((struct pby_kmsg_question *)question)->key };
	pthread_t thread;

	(void)mine;
	p.log = pby_arena__alloc(&region->arena, sizeof(*p.log));
	if (!p.log)
		return;
	p.log->text = pby_arena__alloc(&region->arena, MAX_TEXT);
	region->result = p.log;
	snprintf(region->doing, sizeof(region->doing), "sysrq-%c", p.key);
	if (p.log->text && !open_both(&p)) {
		if (pthread_create(&thread, NULL, press_key, &p)) {
			fail(p.log, "a thread for sysrq");
		} else {
			read_until_returned(&p, region);
			pthread_join(thread, NULL);
			if (p.log->error)
				snprintf(p.log->why, sizeof(p.log->why), "/proc/sysrq-trigger: %s", strerror(p.log->error));
			p.log->done = !p.log->error;
		}
		/* The next answer need not clear what this one did not use. */
		region->arena.next = p.log->text + ((p.log->len + 64) & ~(size_t)15);
	}
	pby_fd__close(&p.kmsg);
	pby_fd__close(&p.trigger);
}
