// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tape.c: events of the ring buffer become items of a recording, each name before its first use. */
#include "source/locks/tape.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "source/locks/state.h"
#include "source/locks/state_stack.h"

enum { WRITE_AT = 64 << 10 };

static void flush(struct pby_locks_tape *t)
{
	size_t done = 0;

	while (!t->error && done < t->out.len) {
		ssize_t n = write(t->fd, t->out.data + done, t->out.len - done);

		if (n < 0 && errno != EINTR)
			t->error = errno;
		done += n > 0 ? (size_t)n : 0;
	}
	t->out.len = 0;
}

static void name(struct pby_locks_tape *t, const struct pby_lock_name *n)
{
	pby_record__name(&t->writer, n, &t->out);
}

static void name_task(struct pby_locks_tape *t, int32_t tid, int32_t tgid, const char *comm)
{
	uint32_t place = (uint32_t)tid % PBY_TAPE_TASKS;
	char text[PBY_LOCKS_COMM + 1] = { 0 };

	if (t->tasks[place].tid == tid && !memcmp(t->tasks[place].comm, comm, PBY_LOCKS_COMM))
		return;
	t->tasks[place].tid = tid;
	memcpy(t->tasks[place].comm, comm, PBY_LOCKS_COMM);
	memcpy(text, comm, PBY_LOCKS_COMM);
	name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_TASK, .number = (uint64_t)tid, .tgid = tgid, .text = text });
}

static void name_lock(struct pby_locks_tape *t, uint64_t lock, uint32_t flags)
{
	uint32_t place = (uint32_t)(lock >> 3) % PBY_TAPE_LOCKS;
	struct pby_arena arena = { 0 };
	enum pby_lock_mode mode;
	const char *text;

	if (t->locks[place] == lock)
		return;
	t->locks[place] = lock;
	text = pby_locks__data_name(t->addresses, lock, &arena);
	if (text)
		name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_LOCK, .number = lock, .text = text,
						 .kind = pby_lcb__kind(flags, &mode), .tgid = PBY_PID_UNKNOWN });
	pby_arena__free(&arena);
}

static void name_symbol(struct pby_locks_tape *t, uint64_t addr)
{
	struct pby_arena arena = { 0 };
	struct pby_frame f = pby_locks__frame(t->addresses, addr, &arena);

	if (*f.name != '0')
		name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_SYMBOL, .number = addr, .text = f.name,
						 .offset = f.offset, .tgid = PBY_PID_UNKNOWN });
	pby_arena__free(&arena);
}

/* The number of a stack in the recording; it is defined when it is met first. */
static uint32_t stack_of(struct pby_locks_tape *t, uint32_t id, bool user)
{
	int fd = pby_locks_hooks__map(t->hooks, user ? "user_stacks" : "stacks");
	uint64_t addrs[PBY_LOCKS_FRAMES] = { 0 };
	uint32_t key = id - 1, nr = 0, own = 0, number = id * 2 + user;
	uint8_t *seen = id && key < PBY_TAPE_STACKS ? &t->stacks[user][key / 8] : NULL;
	struct pby_locks_namer n;

	if (!seen)
		return 0;
	if (*seen & 1 << key % 8)
		return number;
	*seen |= (uint8_t)(1 << key % 8);
	if (bpf_map_lookup_elem(fd, &key, addrs))
		return 0;
	while (nr < PBY_LOCKS_FRAMES && addrs[nr])
		nr++;
	pby_locks_namer__text(&n, t->addresses);
	if (!user)
		own = pby_locks_namer__own_frames(&n, addrs, nr);
	for (uint32_t i = own; i < nr && !user; i++)
		name_symbol(t, addrs[i]);
	name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_STACK, .number = number, .text = "", .user = user,
					 .addrs = addrs + own, .nr_addrs = nr - own, .tgid = PBY_PID_UNKNOWN });
	return number;
}

/* The thread at that address, if it was met at a glance. */
static int32_t owner_pid(const struct pby_locks_tape *t, uint64_t task)
{
	for (uint32_t i = 0; task && i < PBY_TAPE_OWNERS; i++)
		if (t->owners[i].task == task)
			return t->owners[i].tid;
	return PBY_PID_UNKNOWN;
}

/* Owner, its mode, and hand-off, from the lock's words. */
static void set_owner(const struct pby_locks_tape *t, struct pby_lock_event *to, uint32_t flags)
{
	struct pby_contended_owner o = { 0 };
	enum pby_lock_mode mode;
	uint64_t task;

	pby_locks_words__read(pby_lcb__kind(flags, &mode), to->owner_word, to->count_word, &o, &task);
	to->owner = (uint8_t)o.kind;
	to->owner_mode = o.kind == PBY_OWNER_READERS ? PBY_MODE_READ : o.kind == PBY_OWNER_TASK ? PBY_MODE_WRITE
											       : PBY_MODE_UNKNOWN;
	to->handoff = o.handoff;
	to->nr_readers = (uint32_t)o.nr_readers;
	to->owner_pid = owner_pid(t, task);
}

static int take(void *tape, void *data, size_t size)
{
	static const uint8_t types[] = {
		[PBY_LOCKS_BEGIN] = PBY_LOCK_BEGIN, [PBY_LOCKS_END] = PBY_LOCK_END, [PBY_LOCKS_RELEASE] = PBY_LOCK_RELEASE,
	};
	struct pby_locks_tape *t = tape;
	const struct pby_locks_event *e = data;
	struct pby_lock_event to;

	if (size < sizeof(*e) || e->type >= sizeof(types) / sizeof(types[0]))
		return 0;
	name_task(t, e->tid, e->tgid, e->comm);
	name_lock(t, e->lock, e->flags);
	to = (struct pby_lock_event){
		.type = types[e->type], .cpu = (int16_t)e->cpu, .flags = e->type == PBY_LOCKS_BEGIN ? e->flags : 0,
		.ns = e->ns, .lock = e->lock, .pid = e->tid, .owner_pid = PBY_PID_UNKNOWN, .ret = e->ret,
		.stack = stack_of(t, e->stack, false), .user_stack = stack_of(t, e->user_stack, true),
	};
	if (e->type == PBY_LOCKS_BEGIN) {
		to.owner_word = e->owner_word;
		to.count_word = e->count_word;
		set_owner(t, &to, e->flags);
	}
	pby_record__event(&t->writer, &to, &t->out);
	if (t->out.len >= WRITE_AT)
		flush(t);
	return 0;
}

int pby_locks_tape__open(struct pby_locks_tape *t, int fd, const struct pby_locks_hooks *hooks,
			 const struct pby_addresses *addresses, const struct pby_record_head *head, struct pby_err *err)
{
	int rc;

	*t = (struct pby_locks_tape){ .fd = fd, .hooks = hooks, .addresses = addresses };
	t->ring = ring_buffer__new(pby_locks_hooks__map(hooks, "events"), take, t, NULL);
	rc = (int)libbpf_get_error(t->ring);
	if (rc) {
		t->ring = NULL;
		return pby_err__set(err, -rc, "ring buffer: %s", strerror(-rc));
	}
	pby_record__head(&t->writer, head, &t->out);
	for (uint32_t i = 0; i < hooks->unseen.nr; i++)
		name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_UNSEEN, .text = hooks->unseen.items[i].what,
						 .module = hooks->unseen.items[i].why, .tgid = PBY_PID_UNKNOWN });
	/* A ring buffer has a lock of its own: nothing is written from inside a spin. */
	name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_UNSEEN, .text = "spinlocks and rwlocks",
					 .module = "they are not recorded", .tgid = PBY_PID_UNKNOWN });
	flush(t);
	return 0;
}

void pby_locks_tape__drain(struct pby_locks_tape *t)
{
	ring_buffer__consume(t->ring);
	flush(t);
}

void pby_locks_tape__note(struct pby_locks_tape *t, const struct pby_locks_shot *shot)
{
	for (uint32_t i = 0; i < shot->tasks.nr; i++) {
		const struct pby_locks_task *task = &shot->tasks.items[i];
		uint32_t place = (uint32_t)(task->task >> 6) % PBY_TAPE_OWNERS;

		t->owners[place].task = task->task;
		t->owners[place].tid = task->tid;
		name_task(t, task->tid, task->tgid, task->comm);
	}
	for (uint32_t i = 0; i < shot->tasks.nr; i++) {
		const struct pby_locks_task *task = &shot->tasks.items[i];

		for (uint32_t w = 0; w < task->nr_waits && w < PBY_LOCKS_NEST; w++) {
			struct pby_lock_event e = {
				.type = PBY_LOCK_OWNER, .cpu = -1, .ns = task->at_ns, .lock = task->waits[w].lock,
				.pid = PBY_PID_UNKNOWN, .owner_pid = PBY_PID_UNKNOWN,
				.owner_word = task->owner_now[w], .count_word = task->count_now[w],
			};

			set_owner(t, &e, task->waits[w].flags);
			pby_record__event(&t->writer, &e, &t->out);
		}
	}
	flush(t);
}

void pby_locks_tape__close(struct pby_locks_tape *t, uint64_t now_ns, const struct pby_locks_loss *l)
{
	const struct pby_contention_loss loss = {
		.locks = l->locks, .waits = l->waits, .nested = l->nested, .stacks = l->stacks, .sites = l->sites,
		.busy = l->busy, .recursion = l->recursion, .events = l->events,
	};

	pby_locks_tape__drain(t);
	pby_record__end(&t->writer, now_ns, &loss, &t->out);
	flush(t);
	ring_buffer__free(t->ring);
	pby_buf__free(&t->out);
}
