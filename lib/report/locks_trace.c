// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_trace.c: events of contended locks as slices and arrows. */
#include "report/locks_trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/slots.h"
#include "model/contention/contention.h"

/* Tables of fixed size: a long recording must not need memory for all of it. */
enum { MAX_WAITS = 16384, MAX_LOCKS = 16384, MAX_TASKS = 65536, NAME = 96, LOCKS_PID = 1000000000 };

struct wait {
	uint64_t begin_ns;
	uint64_t lock;
	int32_t pid, owner_pid;
	bool read;
};

/* A lock and who was let in last: that task has it until the next one is. */
struct lock {
	char name[NAME];
	uint64_t addr;
	uint64_t since_ns;
	int32_t holder;		/* 0: not known */
	bool read;
	uint32_t depth;
};

struct task {
	char comm[32];
	int32_t pid, tgid;
};

struct pby_locks_trace {
	struct pby_buf *out;
	struct pby_slots wait_keys, lock_keys, task_keys;
	struct wait *waits;
	struct lock *locks;
	struct task *tasks;
	uint64_t arrows, last_ns;
	bool any;
};

struct pby_locks_trace *pby_locks_trace__new(struct pby_buf *out)
{
	struct pby_locks_trace *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->out = out;
	t->waits = calloc(MAX_WAITS, sizeof(*t->waits));
	t->locks = calloc(MAX_LOCKS, sizeof(*t->locks));
	t->tasks = calloc(MAX_TASKS, sizeof(*t->tasks));
	if (!t->waits || !t->locks || !t->tasks || pby_slots__init(&t->wait_keys, MAX_WAITS) ||
	    pby_slots__init(&t->lock_keys, MAX_LOCKS) || pby_slots__init(&t->task_keys, MAX_TASKS)) {
		pby_locks_trace__free(t);
		return NULL;
	}
	pby_buf__adds(out, "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
	return t;
}

void pby_locks_trace__free(struct pby_locks_trace *t)
{
	if (!t)
		return;
	pby_slots__free(&t->wait_keys);
	pby_slots__free(&t->lock_keys);
	pby_slots__free(&t->task_keys);
	free(t->waits);
	free(t->locks);
	free(t->tasks);
	free(t);
}

/* Any bytes may be in a name: json-c writes them as JSON wants it. */
static void put_text(struct pby_buf *out, const char *text)
{
	struct json_object *holder = json_object_new_object();

	pby_json__str(holder, "t", text);
	pby_buf__adds(out, json_object_to_json_string_ext(pby_json__get(holder, "t"), JSON_C_TO_STRING_PLAIN));
	json_object_put(holder);
}

static void item(struct pby_locks_trace *t, const char *phase)
{
	pby_buf__addf(t->out, "%s\n{\"ph\":\"%s\"", t->any ? "," : "", phase);
	t->any = true;
}

static uint32_t place_of(struct pby_slots *slots, uint64_t key, bool *is_new)
{
	uint32_t n = pby_slots__find(slots, key);

	*is_new = n == PBY_SLOT_NONE;
	return *is_new ? pby_slots__take(slots, key) : n;
}

static struct lock *lock_of(struct pby_locks_trace *t, uint64_t addr)
{
	bool is_new;
	uint32_t n = place_of(&t->lock_keys, addr, &is_new);

	if (n == PBY_SLOT_NONE)
		return NULL;
	if (is_new) {
		t->locks[n] = (struct lock){ .addr = addr };
		snprintf(t->locks[n].name, NAME, "lock %llx", (unsigned long long)addr);
	}
	return &t->locks[n];
}

static struct task *task_of(struct pby_locks_trace *t, int32_t pid)
{
	bool is_new;
	uint32_t n = place_of(&t->task_keys, (uint64_t)(uint32_t)pid, &is_new);

	if (n == PBY_SLOT_NONE)
		return NULL;
	if (is_new)
		t->tasks[n] = (struct task){ .pid = pid, .tgid = pid };
	return &t->tasks[n];
}

void pby_locks_trace__name(struct pby_locks_trace *t, const struct pby_lock_name *name)
{
	if (name->type == PBY_LOCK_NAMES_TASK && name->number <= INT32_MAX) {
		struct task *task = task_of(t, (int32_t)name->number);

		if (!task)
			return;
		snprintf(task->comm, sizeof(task->comm), "%s", name->text);
		task->tgid = name->tgid > 0 ? name->tgid : task->pid;
	} else if (name->type == PBY_LOCK_NAMES_LOCK && *name->text) {
		struct lock *lock = lock_of(t, name->number);

		if (lock)
			snprintf(lock->name, NAME, "%s", name->text);
	}
}

static double us(uint64_t ns)
{
	return (double)ns / 1e3;
}

static void where(struct pby_locks_trace *t, int32_t pid, uint64_t ns)
{
	const struct task *task = task_of(t, pid);

	pby_buf__addf(t->out, ",\"pid\":%d,\"tid\":%d,\"ts\":%.3f", task ? task->tgid : pid, pid, us(ns));
}

static void slice(struct pby_locks_trace *t, int32_t pid, uint64_t from_ns, uint64_t to_ns, const char *what,
		  const struct lock *lock, const char *how)
{
	char text[NAME + 48];

	item(t, "X");
	where(t, pid, from_ns);
	snprintf(text, sizeof(text), "%s %s%s", what, lock->name, how);
	pby_buf__addf(t->out, ",\"dur\":%.3f,\"cat\":\"lock\",\"name\":", us(to_ns > from_ns ? to_ns - from_ns : 0));
	put_text(t->out, text);
	pby_buf__addc(t->out, '}');
}

/* On the lock's own track: who has it. */
static void holder_slice(struct pby_locks_trace *t, const struct lock *lock, int32_t pid, uint64_t from_ns, uint64_t to_ns)
{
	uint32_t n = pby_slots__find(&t->lock_keys, lock->addr);
	const struct task *task = task_of(t, pid);
	char text[64];

	item(t, "X");
	snprintf(text, sizeof(text), "%s %d%s", task && *task->comm ? task->comm : "pid", pid, lock->read ? " reads" : "");
	pby_buf__addf(t->out, ",\"pid\":%d,\"tid\":%u,\"ts\":%.3f,\"dur\":%.3f,\"cat\":\"holder\",\"name\":", LOCKS_PID, n + 1,
		      us(from_ns), us(to_ns > from_ns ? to_ns - from_ns : 0));
	put_text(t->out, text);
	pby_buf__addc(t->out, '}');
}

static void arrow(struct pby_locks_trace *t, int32_t from, int32_t to, uint64_t from_ns, uint64_t to_ns)
{
	t->arrows++;
	item(t, "s");
	where(t, from, from_ns);
	pby_buf__addf(t->out, ",\"id\":%llu,\"cat\":\"lock\",\"name\":\"lets in\"}", (unsigned long long)t->arrows);
	item(t, "f");
	where(t, to, to_ns);
	pby_buf__addf(t->out, ",\"bp\":\"e\",\"id\":%llu,\"cat\":\"lock\",\"name\":\"lets in\"}", (unsigned long long)t->arrows);
}

static void depth(struct pby_locks_trace *t, const struct lock *lock, uint64_t ns)
{
	item(t, "C");
	pby_buf__addf(t->out, ",\"pid\":%d,\"ts\":%.3f,\"name\":", LOCKS_PID, us(ns));
	put_text(t->out, lock->name);
	pby_buf__addf(t->out, ",\"args\":{\"waiting\":%u}}", lock->depth);
}

static uint64_t key_of(const struct pby_lock_event *e)
{
	return pby_slots__mix((uint64_t)(uint32_t)e->pid, e->lock);
}

static void begin(struct pby_locks_trace *t, const struct pby_lock_event *e)
{
	struct lock *lock = lock_of(t, e->lock);
	enum pby_lock_mode mode;
	bool is_new;
	uint32_t n = place_of(&t->wait_keys, key_of(e), &is_new);

	if (!lock || n == PBY_SLOT_NONE || !is_new)	/* a mutex begins again and again */
		return;
	pby_lcb__kind(e->flags, &mode);
	t->waits[n] = (struct wait){ e->ns, e->lock, e->pid, e->owner == PBY_OWNER_TASK ? e->owner_pid : 0,
				     mode == PBY_MODE_READ };
	lock->depth++;
	depth(t, lock, e->ns);
}

/* What the one before had until now, on its track and on the lock's. */
static void let_in(struct pby_locks_trace *t, struct lock *lock, const struct wait *w, uint64_t ns)
{
	int32_t from = lock->holder ? lock->holder : w->owner_pid;
	uint64_t since = lock->holder ? lock->since_ns : w->begin_ns;

	if (from > 0 && from != w->pid && !(w->read && lock->read && lock->holder)) {
		slice(t, from, since, ns, "has", lock, "");
		holder_slice(t, lock, from, since, ns);
		arrow(t, from, w->pid, ns > since ? ns - 1 : ns, ns > w->begin_ns ? ns - 1 : ns);
	}
	lock->holder = w->pid;
	lock->since_ns = ns;
	lock->read = w->read;
}

static void end(struct pby_locks_trace *t, const struct pby_lock_event *e)
{
	uint32_t n = pby_slots__find(&t->wait_keys, key_of(e));
	struct lock *lock = lock_of(t, e->lock);
	const struct wait *w;

	if (n == PBY_SLOT_NONE || !lock)
		return;
	w = &t->waits[n];
	slice(t, w->pid, w->begin_ns, e->ns, "waits for", lock, e->ret ? ", gave up" : w->read ? ", to read" : "");
	if (!e->ret)
		let_in(t, lock, w, e->ns);
	lock->depth -= lock->depth > 0;
	depth(t, lock, e->ns);
	pby_slots__drop(&t->wait_keys, n);
}

static void release(struct pby_locks_trace *t, const struct pby_lock_event *e)
{
	struct lock *lock = lock_of(t, e->lock);

	if (!lock || lock->holder != e->pid)
		return;
	slice(t, e->pid, lock->since_ns, e->ns, "has", lock, "");
	holder_slice(t, lock, e->pid, lock->since_ns, e->ns);
	lock->holder = 0;
}

void pby_locks_trace__event(struct pby_locks_trace *t, const struct pby_lock_event *e)
{
	t->last_ns = e->ns > t->last_ns ? e->ns : t->last_ns;
	if (e->pid <= 0 || !e->lock)
		return;
	if (e->type == PBY_LOCK_BEGIN)
		begin(t, e);
	else if (e->type == PBY_LOCK_END)
		end(t, e);
	else if (e->type == PBY_LOCK_RELEASE)
		release(t, e);
}

static void name_track(struct pby_locks_trace *t, const char *what, int32_t pid, uint32_t tid, const char *name)
{
	item(t, "M");
	pby_buf__addf(t->out, ",\"pid\":%d,\"tid\":%u,\"name\":\"%s\",\"args\":{\"name\":", pid, tid, what);
	put_text(t->out, name);
	pby_buf__adds(t->out, "}}");
}

void pby_locks_trace__end(struct pby_locks_trace *t)
{
	for (uint32_t i = 0; i < t->wait_keys.used; i++)
		if (pby_slots__in_use(&t->wait_keys, i) && lock_of(t, t->waits[i].lock))
			slice(t, t->waits[i].pid, t->waits[i].begin_ns, t->last_ns, "waits for", lock_of(t, t->waits[i].lock),
			      ", still");
	name_track(t, "process_name", LOCKS_PID, 0, "locks");
	for (uint32_t i = 0; i < t->lock_keys.used; i++)
		name_track(t, "thread_name", LOCKS_PID, i + 1, t->locks[i].name);
	for (uint32_t i = 0; i < t->task_keys.used; i++) {
		const struct task *task = &t->tasks[i];

		if (!*task->comm)
			continue;
		name_track(t, "thread_name", task->tgid, (uint32_t)task->pid, task->comm);
		if (task->pid == task->tgid)
			name_track(t, "process_name", task->tgid, (uint32_t)task->pid, task->comm);
	}
	pby_buf__adds(t->out, "\n]}\n");
}
