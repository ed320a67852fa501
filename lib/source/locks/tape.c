// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tape.c: events of the ring buffer become items of a recording, each name before its first use. */
#include "source/locks/tape.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "source/child.h"
#include "source/locks/program_maps.h"
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
	text = pby_locks__data_name(t->names.addresses, lock, &arena);
	if (text)
		name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_LOCK, .number = lock, .text = text,
						 .kind = pby_lcb__kind(flags, &mode), .tgid = PBY_PID_UNKNOWN });
	pby_arena__free(&arena);
}

static void name_frames(struct pby_locks_tape *t, uint64_t addr, const struct pby_frame *frames, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		const struct pby_frame *f = &frames[i];

		name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_SYMBOL, .number = addr, .text = f->name,
						 .module = f->module, .file = f->file, .offset = f->offset, .size = f->size,
						 .line = f->file_line, .inlined = f->inlined, .tgid = PBY_PID_UNKNOWN });
	}
}

/* The name that needs no file, at once; what files know is added when the recording ends. */
static void name_symbol(struct pby_locks_tape *t, uint64_t addr, bool user)
{
	const struct pby_frame_names symbols = { .addresses = t->names.addresses };
	struct pby_frame frames[PBY_FRAMES_AT_ONE];
	struct pby_arena arena = { 0 };
	uint32_t nr;

	if (pby_slots__find(&t->frames, addr) != PBY_SLOT_NONE)
		return;
	pby_slots__take(&t->frames, addr);
	nr = pby_frame_names__at(&symbols, user ? &t->files : NULL, addr, &arena, frames, NULL);
	if (*frames[0].name != '0')
		name_frames(t, addr, frames, nr);
	pby_arena__free(&arena);
}

static void name_stack(struct pby_locks_tape *t, uint32_t number, const uint64_t *addrs, uint32_t nr, bool user)
{
	for (uint32_t i = 0; i < nr; i++)
		name_symbol(t, addrs[i], user);
	name(t, &(struct pby_lock_name){ .type = PBY_LOCK_NAMES_STACK, .number = number, .text = "", .user = user,
					 .addrs = addrs, .nr_addrs = nr, .tgid = PBY_PID_UNKNOWN });
}

static void set_bit(uint8_t *bits, uint32_t i, bool on)
{
	bits[i / 8] = (uint8_t)(on ? bits[i / 8] | 1 << i % 8 : bits[i / 8] & ~(1 << i % 8));
}

/* The number of a stack in the recording; it is defined when it is met first. */
static uint32_t kernel_stack(struct pby_locks_tape *t, uint32_t id)
{
	int fd = pby_locks_hooks__map(t->hooks, "stacks");
	uint64_t addrs[PBY_LOCKS_FRAMES] = { 0 };
	uint32_t key = id - 1, nr = 0, own;
	struct pby_locks_namer n;

	if (!id || key >= PBY_TAPE_STACKS)
		return 0;
	if (t->stacks[0][key / 8] & 1 << key % 8)
		return id * 2;
	set_bit(t->stacks[0], key, true);
	if (bpf_map_lookup_elem(fd, &key, addrs))
		return 0;
	while (nr < PBY_LOCKS_FRAMES && addrs[nr])
		nr++;
	pby_locks_namer__text(&n, &t->names);
	own = pby_locks_namer__own_frames(&n, addrs, nr);
	name_stack(t, id * 2, addrs + own, nr - own, false);
	return id * 2;
}

/* e: the event that brought it; NULL: once more. */
static uint32_t user_stack(struct pby_locks_tape *t, uint32_t id, const struct pby_locks_event *e)
{
	uint64_t addrs[PBY_LOCKS_FRAMES] = { 0 };
	uint32_t key = id - 1, nr, files;

	if (!id || key >= PBY_TAPE_STACKS)
		return 0;
	if (t->stacks[1][key / 8] & 1 << key % 8 && e)
		return id * 2 + 1;
	if (e) {
		t->met[key].lock = e->lock;
		t->met[key].tgid = e->tgid;
	}
	set_bit(t->stacks[1], key, true);
	nr = pby_user_stack__read(t->hooks, id, t->met[key].lock, t->met[key].tgid, &t->files, &t->arena, addrs, &files);
	set_bit(t->without_files, key, !files);
	if (files || e)
		name_stack(t, id * 2 + 1, addrs, nr, true);
	return id * 2 + 1;
}

/* Those that were met while the kernel could not look at the memory map of their process. */
static void ask_again(struct pby_locks_tape *t)
{
	if (t->hooks->programs)
		t->hooks->programs->left = PBY_PROGRAM_MAPS_MOST;
	for (uint32_t key = 0; key < PBY_TAPE_STACKS; key++)
		if (t->without_files[key / 8] & 1 << key % 8)
			user_stack(t, key + 1, NULL);
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
		.stack = kernel_stack(t, e->stack), .user_stack = user_stack(t, e->user_stack, e),
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
			 const struct pby_frame_names *names, const struct pby_record_head *head, struct pby_err *err)
{
	int rc;

	*t = (struct pby_locks_tape){ .fd = fd, .hooks = hooks, .names = *names };
	if (pby_slots__init(&t->frames, PBY_TAPE_FRAMES))
		return pby_err__set(err, ENOMEM, "no memory");
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
	ask_again(t);
	flush(t);
}

static void name_from_files(struct pby_locks_tape *t, const struct pby_program_files *files, const uint64_t *addrs,
			    uint32_t nr)
{
	struct pby_frame frames[PBY_FRAMES_AT_ONE];
	struct pby_arena arena = { 0 };

	pby_frame_names__ask(&t->names, files, addrs, nr);
	for (uint32_t i = 0; i < nr; i++) {
		uint32_t functions = pby_frame_names__at(&t->names, files, addrs[i], &arena, frames, NULL);

		if (functions > 1 || frames[0].module || frames[0].file)
			name_frames(t, addrs[i], frames, functions);
	}
	pby_arena__free(&arena);
}

/* In their order, some at a time; those of programs and those of the kernel. */
static void name_all_from_files(struct pby_locks_tape *t, struct pby_region *region)
{
	uint64_t some[2][PBY_LOCKS_FRAMES];
	uint32_t nr[2] = { 0 };

	for (uint32_t i = 0; t->names.names && i <= t->frames.used; i++) {
		bool last = i == t->frames.used;
		uint64_t frame = last ? 0 : t->frames.keys[i];
		bool user = !(frame >> 63);

		if (!last)
			some[user][nr[user]++] = frame;
		for (int u = 0; u < 2; u++) {
			if (nr[u] < (last ? 1 : PBY_LOCKS_FRAMES))
				continue;
			name_from_files(t, u ? &t->files : NULL, some[u], nr[u]);
			nr[u] = 0;
			flush(t);
			pby_region__step(region);
		}
	}
}

void pby_locks_tape__close(struct pby_locks_tape *t, uint64_t now_ns, const struct pby_locks_loss *l,
			   struct pby_region *region)
{
	const struct pby_contention_loss loss = {
		.locks = l->locks, .waits = l->waits, .nested = l->nested, .stacks = l->stacks, .sites = l->sites,
		.busy = l->busy, .recursion = l->recursion, .events = l->events,
	};

	pby_locks_tape__drain(t);
	ask_again(t);
	name_all_from_files(t, region);
	pby_record__end(&t->writer, now_ns, &loss, &t->out);
	flush(t);
	ring_buffer__free(t->ring);
	pby_slots__free(&t->frames);
	pby_arena__free(&t->arena);
	pby_buf__free(&t->out);
}
