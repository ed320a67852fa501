// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* primitive.c: reads the innermost frames of a stack. */
#include "model/hang/primitive.h"

#include "model/hang/pattern.h"

static const struct {
	enum pby_primitive kind;
	const char *names;
} rows[] = {
#define PRIMITIVE(kind, names) { PBY_PRIM_##kind, names },
#include "model/hang/primitives.def"
#undef PRIMITIVE
};

enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]) };

/* The most exact row wins: "__mutex_lock*" must not hide "__ww_mutex_lock". */
enum pby_primitive pby_primitive__kind(const char *name)
{
	enum pby_primitive kind = PBY_PRIM_HIDDEN;
	int best = -1;

	for (int i = 0; i < NR_ROWS; i++) {
		int fit = pby_pattern__fit_any(pby_text__str(rows[i].names), name);

		if (fit > best) {
			best = fit;
			kind = rows[i].kind;
		}
	}
	return kind;
}

/* What an outer frame adds to what the inner ones said. */
static enum pby_primitive outer(enum pby_primitive inner, enum pby_primitive next)
{
	/* A spinlock taken on the way to sleep is no spinning; a preempted task stays preempted. */
	if (inner == PBY_PRIM_PREEMPT)
		return inner;
	if (next == PBY_PRIM_PREEMPT)
		return inner == PBY_PRIM_SCHED || inner == PBY_PRIM_HIDDEN ? next : inner;
	if (next == PBY_PRIM_SPIN && inner != PBY_PRIM_HIDDEN)
		return inner;
	if (next == PBY_PRIM_SCHED || next == PBY_PRIM_TIMEOUT || next == PBY_PRIM_IO)
		return inner == PBY_PRIM_HIDDEN || inner == PBY_PRIM_SCHED || inner == PBY_PRIM_TIMEOUT ?
			next : inner;
	return next;
}

/* How many leftovers may lie between two functions that sleep, in a stack that was only scanned. */
enum { LEFTOVERS = 3 };

/*
 * Whether a function that sleeps follows behind leftovers. A task sleeps once, so what lies between
 * is not on its way; spinning and preemption are no sleep.
 */
static bool sleeps_further_out(const enum pby_primitive *kinds, uint32_t nr, uint32_t from)
{
	uint32_t end = nr - from > LEFTOVERS ? from + LEFTOVERS + 1 : nr;

	for (uint32_t i = from + 1; i < end; i++) {
		enum pby_primitive k = kinds[i];

		if (k != PBY_PRIM_HIDDEN && k != PBY_PRIM_NOISE && k != PBY_PRIM_SPIN &&
		    k != PBY_PRIM_PREEMPT && k != PBY_PRIM_TIMER)
			return true;
	}
	return false;
}

/* Two functions of one kind of lock: the slow path and who called it. */
static bool same_lock(enum pby_primitive a, enum pby_primitive b)
{
	bool rwsem_a = a >= PBY_PRIM_RWSEM && a <= PBY_PRIM_RWSEM_WRITE;
	bool rwsem_b = b >= PBY_PRIM_RWSEM && b <= PBY_PRIM_RWSEM_WRITE;
	bool percpu_a = a >= PBY_PRIM_PERCPU && a <= PBY_PRIM_PERCPU_WRITE;
	bool percpu_b = b >= PBY_PRIM_PERCPU && b <= PBY_PRIM_PERCPU_WRITE;

	return a == b || (rwsem_a && rwsem_b) || (percpu_a && percpu_b);
}

struct pby_primitive_at pby_primitive__of_kinds(const enum pby_primitive *kinds, uint32_t nr, bool doubtful)
{
	struct pby_primitive_at at = { .kind = PBY_PRIM_HIDDEN };
	uint32_t i, end = 0;

	for (i = 0; i < nr; i++) {
		enum pby_primitive k = kinds[i];

		if (doubtful && pby_primitive__is_lock(at.kind) && !same_lock(at.kind, k))
			k = pby_primitive__is_lock(k) ? PBY_PRIM_NOISE : k;
		else if (k == PBY_PRIM_HIDDEN && doubtful && end && sleeps_further_out(kinds, nr, i))
			continue;
		if (k == PBY_PRIM_HIDDEN)
			break;
		if (k == PBY_PRIM_NOISE)
			continue;
		/* A running task spins or works: frames of sleep further out are other functions. */
		if (k == PBY_PRIM_IO)
			at.io = true;
		at.kind = outer(at.kind, k);
		end = i + 1;
	}
	/* Noise before an unknown frame belongs to nobody; after the primitive it is skipped. */
	at.caller = i;
	if (!end)
		at.kind = PBY_PRIM_HIDDEN;
	if (at.kind == PBY_PRIM_SCHED || at.kind == PBY_PRIM_TIMEOUT)
		at.kind = PBY_PRIM_EVENT;
	return at;
}

struct pby_primitive_at pby_primitive__of(const char *const *names, uint32_t nr, bool doubtful)
{
	enum pby_primitive kinds[PBY_PRIM_FRAMES];
	uint32_t n = 0;

	/* Where no leftovers are among them, nothing is looked at behind the first hidden one. */
	while (n < nr && n < PBY_PRIM_FRAMES && (doubtful || !n || kinds[n - 1] != PBY_PRIM_HIDDEN)) {
		kinds[n] = pby_primitive__kind(names[n]);
		n++;
	}
	return pby_primitive__of_kinds(kinds, n, doubtful);
}

bool pby_primitive__is_lock(enum pby_primitive kind)
{
	return kind >= PBY_PRIM_MUTEX && kind <= PBY_PRIM_RTMUTEX;
}

bool pby_primitive__fits(enum pby_primitive kind, enum pby_wait_class cls)
{
	switch (kind) {
	case PBY_PRIM_HIDDEN:
		return true;
	case PBY_PRIM_MUTEX:
		return cls == PBY_WAIT_MUTEX;
	case PBY_PRIM_WW_MUTEX:
		return cls == PBY_WAIT_WW_MUTEX;
	case PBY_PRIM_RWSEM:
		return cls == PBY_WAIT_RWSEM_READ || cls == PBY_WAIT_RWSEM_WRITE;
	case PBY_PRIM_RWSEM_READ:
		return cls == PBY_WAIT_RWSEM_READ;
	case PBY_PRIM_RWSEM_WRITE:
		return cls == PBY_WAIT_RWSEM_WRITE;
	case PBY_PRIM_PERCPU:
		return cls == PBY_WAIT_PERCPU_RWSEM_READ || cls == PBY_WAIT_PERCPU_RWSEM_WRITE;
	case PBY_PRIM_PERCPU_READ:
		return cls == PBY_WAIT_PERCPU_RWSEM_READ;
	case PBY_PRIM_PERCPU_WRITE:
		return cls == PBY_WAIT_PERCPU_RWSEM_WRITE;
	case PBY_PRIM_SEMAPHORE:
		return cls == PBY_WAIT_SEMAPHORE;
	case PBY_PRIM_RTMUTEX:
		return cls == PBY_WAIT_RTMUTEX || cls == PBY_WAIT_MUTEX;
	case PBY_PRIM_SPIN:
		return cls == PBY_WAIT_SPINLOCK || cls == PBY_WAIT_IPI;
	case PBY_PRIM_PREEMPT:
		return cls == PBY_WAIT_PREEMPTED;
	default:
		return !pby_wait_class__is_sleeping_lock(cls) && cls != PBY_WAIT_SPINLOCK;
	}
}

enum pby_wait_class pby_primitive__class(const struct pby_primitive_at *prim)
{
	static const enum pby_wait_class classes[] = {
		[PBY_PRIM_EVENT] = PBY_WAIT_WAIT_EVENT,
		[PBY_PRIM_TIMER] = PBY_WAIT_SLEEP,
		[PBY_PRIM_IO] = PBY_WAIT_IO,
		[PBY_PRIM_MUTEX] = PBY_WAIT_MUTEX,
		[PBY_PRIM_WW_MUTEX] = PBY_WAIT_WW_MUTEX,
		[PBY_PRIM_RWSEM] = PBY_WAIT_RWSEM_READ,
		[PBY_PRIM_RWSEM_READ] = PBY_WAIT_RWSEM_READ,
		[PBY_PRIM_RWSEM_WRITE] = PBY_WAIT_RWSEM_WRITE,
		[PBY_PRIM_PERCPU] = PBY_WAIT_PERCPU_RWSEM_READ,
		[PBY_PRIM_PERCPU_READ] = PBY_WAIT_PERCPU_RWSEM_READ,
		[PBY_PRIM_PERCPU_WRITE] = PBY_WAIT_PERCPU_RWSEM_WRITE,
		[PBY_PRIM_SEMAPHORE] = PBY_WAIT_SEMAPHORE,
		[PBY_PRIM_RTMUTEX] = PBY_WAIT_RTMUTEX,
		[PBY_PRIM_COMPLETION] = PBY_WAIT_COMPLETION,
		[PBY_PRIM_BIT] = PBY_WAIT_WAIT_EVENT,
		[PBY_PRIM_WOKEN] = PBY_WAIT_WAIT_EVENT,
		[PBY_PRIM_PREEMPT] = PBY_WAIT_PREEMPTED,
		[PBY_PRIM_SPIN] = PBY_WAIT_SPINLOCK,
	};
	enum pby_wait_class cls = classes[prim->kind];

	if (prim->io && (cls == PBY_WAIT_WAIT_EVENT || cls == PBY_WAIT_COMPLETION))
		return PBY_WAIT_IO;
	return cls;
}
