// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* load_arrivals.c: CPU 0 reads a script aloud; the others come to a semaphore, stay inside, and leave, as it says. */
#include "lab/arrivals.h"

#include "lab/alg/rwsem.h"

/* Words of a party; a line each. */
enum { PARTY_COMES, PARTY_HAS, PARTY_GOES, PARTY_LEFT };

/* Longer than any way through the slow path; four of them are the 4 ms after which handoff is asked for. */
enum { QUIET_NS = 1000000, LOOK_NS = 1000 };

struct state {
	struct lab_rwsem sem;
	struct lab_rw_log log;
	struct lab_arrivals *a;
	struct lab_word *parties;	/* a line for each CPU; the first one's is not used */
	struct lab_word *inside;	/* how many of them have the lock and know it */
};

static size_t bytes(int nr_parties)
{
	return sizeof(struct state) + (size_t)(2 * (nr_parties + 1) + 4) * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, struct lab_arrivals *a)
{
	struct state *s = lab_heap__struct(heap, sizeof(*s));
	size_t nr_cpus = a->script->nr_parties + 1;

	s->sem.sem = lab_heap__alloc(heap, LAB_LINE_WORDS, true);
	s->sem.waiters = lab_heap__alloc(heap, nr_cpus * LAB_LINE_WORDS, true);
	s->sem.rules = a->rules == LAB_ARRIVALS_5_3 ? LAB_RW_5_3 : a->rules == LAB_ARRIVALS_5_11 ? LAB_RW_5_11 : LAB_RW_5_19;
	s->log = (struct lab_rw_log){ .max = LAB_MAX_WOKEN, .cpus = a->woken };
	s->sem.log = &s->log;
	s->a = a;
	s->parties = lab_heap__alloc(heap, nr_cpus * LAB_LINE_WORDS, true);
	s->inside = lab_heap__alloc(heap, 1, true);
	return s;
}

static inline struct lab_word *party(const struct state *s, int i)
{
	return s->parties + (size_t)(i + 1) * LAB_LINE_WORDS;
}

static inline void tell(struct lab_cpu *me, struct lab_word *w)
{
	lab_store(me, w, 1, LAB_RELEASE);
	lab_wake(me, w, 1);
}

static void attend(struct lab_cpu *me, struct state *s, struct lab_word *p, bool write)
{
	static const struct lab_why turn = { "the script", 1 };

	lab_sleep(me, &p[PARTY_COMES], LAB_NE(0), LAB_ACQUIRE, &turn);
	if (write)
		lab_down_write(me, &s->sem);
	else
		lab_down_read(me, &s->sem);
	lab_store(me, &p[PARTY_HAS], 1, LAB_RELAXED);
	lab_add(me, s->inside, 1, LAB_RELEASE);
	lab_sleep(me, &p[PARTY_GOES], LAB_NE(0), LAB_ACQUIRE, &turn);
	lab_add(me, s->inside, -1ull, LAB_RELAXED);
	if (write)
		lab_up_write(me, &s->sem);
	else
		lab_up_read(me, &s->sem);
	lab_store(me, &p[PARTY_LEFT], 1, LAB_RELEASE);
}

/* How many have the lock as its count says, who may not have run yet. */
static uint64_t granted(struct lab_cpu *me, const struct state *s)
{
	uint64_t count = lab_load(me, &s->sem.sem[RW_COUNT], LAB_ACQUIRE);

	return (count & LAB_RW_WRITER) + count / LAB_RW_BIAS;
}

/* Lets what happened have its effect, and writes down who was let in. */
static void next_turn(struct lab_cpu *me, struct state *s, int nr_came, bool by_arrival)
{
	struct lab_arrivals *a = s->a;
	bool begun = false;

	lab_work(me, QUIET_NS);
	while (lab_load(me, s->inside, LAB_ACQUIRE) != granted(me, s))
		lab_work(me, LOOK_NS);
	for (int i = 0; i < nr_came; i++) {
		if (a->turn[i] || !lab_load(me, &party(s, i)[PARTY_HAS], LAB_RELAXED))
			continue;
		if (!begun)
			a->turns[++a->nr_turns].by_arrival = by_arrival;
		begun = true;
		a->turn[i] = a->nr_turns;
	}
}

static void all_leave(struct lab_cpu *me, struct state *s, int nr_came)
{
	for (int i = 0; i < nr_came; i++) {
		struct lab_word *p = party(s, i);

		if (lab_load(me, &p[PARTY_HAS], LAB_RELAXED) && !lab_load(me, &p[PARTY_GOES], LAB_RELAXED))
			tell(me, &p[PARTY_GOES]);
	}
	next_turn(me, s, nr_came, false);
}

static void read_script(struct lab_cpu *me, struct state *s)
{
	const struct lab_script *script = s->a->script;
	int came = 0;

	for (int i = 0; i < script->nr_steps; i++) {
		if (script->steps[i] == '.') {
			all_leave(me, s, came);
			continue;
		}
		tell(me, &party(s, came++)[PARTY_COMES]);
		next_turn(me, s, came, true);
	}
	while (granted(me, s))
		all_leave(me, s, came);
}

static void run(struct lab_cpu *me)
{
	struct state *s = me->arg;
	int nr = 0;

	if (me->id == 0) {
		read_script(me, s);
		s->a->nr_woken = s->log.nr;
		return;
	}
	for (int i = 0; i < s->a->script->nr_steps; i++)
		if (s->a->script->steps[i] != '.' && ++nr == me->id)
			attend(me, s, party(s, me->id - 1), s->a->script->steps[i] == 'w');
}

const struct lab_arrivals_alg LAB_EXPORT(lab_arrivals) = { .bytes = bytes, .create = create, .run = run };
