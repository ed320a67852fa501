// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* record_read.c: bytes of a recording become events; any bytes may come. */
#include <string.h>

#include "model/contention/record_format.h"

/* Running out of bytes is no damage: a recording may be cut anywhere. */
enum take { TAKEN, CUT, WRONG };

struct cursor {
	struct pby_text t;
	enum take state;
	const char *wrong;	/* what cannot be */
};

static uint8_t take_byte(struct cursor *c)
{
	if (c->state == TAKEN && pby_text__empty(&c->t))
		c->state = CUT;
	return c->state == TAKEN ? (uint8_t)*c->t.p++ : 0;
}

static uint64_t take_u64(struct cursor *c)
{
	uint64_t v = 0;

	for (unsigned int shift = 0; shift < 70; shift += 7) {
		uint8_t b = take_byte(c);

		if (shift == 63 && b > 1)
			break;
		v |= (uint64_t)(b & 0x7f) << shift;
		if (!(b & 0x80))
			return v;
	}
	c->state = WRONG;
	c->wrong = "a number is longer than 64 bits";
	return 0;
}

static int64_t take_i64(struct cursor *c)
{
	uint64_t v = take_u64(c);

	return (int64_t)(v >> 1 ^ (~(v & 1) + 1));
}

static void wrong(struct cursor *c, const char *what)
{
	if (c->state != TAKEN)
		return;
	c->state = WRONG;
	c->wrong = what;
}

static uint32_t take_u32(struct cursor *c)
{
	uint64_t v = take_u64(c);

	if (v > UINT32_MAX)
		wrong(c, "a number does not fit");
	return (uint32_t)v;
}

static int32_t take_i32(struct cursor *c)
{
	int64_t v = take_i64(c);

	if (v > INT32_MAX || v < INT32_MIN)
		wrong(c, "a number does not fit");
	return (int32_t)v;
}

static void take_text(struct cursor *c, char *to, size_t size)
{
	uint64_t len = take_u64(c);

	*to = 0;
	if (len >= size) {
		wrong(c, "a text is too long");
		return;
	}
	if (c->state == TAKEN && len > pby_text__len(&c->t))
		c->state = CUT;
	if (c->state != TAKEN)
		return;
	memcpy(to, c->t.p, len);
	to[len] = 0;
	c->t.p += len;
}

static uint64_t take_lock(struct pby_record_reader *r, struct cursor *c)
{
	uint64_t place = take_u64(c), lock = 0;

	if (place & 1) {
		if (place / 2 >= PBY_RECORD_PLACES)
			wrong(c, "no such place for a lock");
		return c->state == TAKEN ? r->places[place / 2] : 0;
	}
	if (place)
		wrong(c, "no such place for a lock");
	for (int i = 0; i < 8; i++)
		lock |= (uint64_t)take_byte(c) << (8 * i);
	if (c->state == TAKEN)
		r->places[record_place(lock)] = lock;
	return lock;
}

static int refuse(struct pby_record_reader *r, const struct cursor *c, struct pby_err *err)
{
	return pby_err__set(err, EBADMSG, "byte %zu: %s", (size_t)(c->t.p - r->all.p), c->wrong);
}

int pby_record__open(struct pby_record_reader *r, struct pby_text bytes, struct pby_err *err)
{
	struct cursor c = { .t = bytes };
	uint64_t version, flags;

	memset(r, 0, sizeof(*r));
	r->all = bytes;
	if (!pby_text__eat(&c.t, PBY_RECORD_MAGIC))
		return pby_err__set(err, EBADMSG, "not a recording of locks: it does not begin with \"probity locks\"");
	version = take_u64(&c);
	if (c.state == TAKEN && version != PBY_RECORD_VERSION)
		return pby_err__set(err, ENOTSUP, "a recording of version %llu; this probity reads version %d",
				    (unsigned long long)version, PBY_RECORD_VERSION);
	r->head.from_ns = take_u64(&c);
	r->head.wall_ns = take_u64(&c);
	r->head.stacks_above_ns = take_u64(&c);
	flags = take_u64(&c);
	r->head.no_stacks = flags & RECORD_NO_STACKS;
	r->head.spins = flags & RECORD_SPINS;
	take_text(&c, r->kernel, sizeof(r->kernel));
	take_text(&c, r->how, sizeof(r->how));
	r->head.kernel = r->kernel;
	r->head.how = r->how;
	if (c.state == CUT)
		return pby_err__set(err, EBADMSG, "it ends within its header");
	if (c.state == WRONG)
		return refuse(r, &c, err);
	r->ns = r->end_ns = r->head.from_ns;
	r->rest = c.t;
	return 0;
}

static void take_event(struct pby_record_reader *r, struct cursor *c, uint8_t tag)
{
	struct pby_lock_event *e = &r->event;
	int64_t later;
	uint8_t b;

	*e = (struct pby_lock_event){ .type = tag & RECORD_TYPE, .owner_pid = PBY_PID_UNKNOWN };
	later = take_i64(c);
	e->ns = r->ns + (uint64_t)later;
	e->pid = take_i32(c);
	e->cpu = (int16_t)(take_u64(c) & 0x7fff) - 1;
	e->lock = take_lock(r, c);
	e->flags = take_u32(c);
	e->ret = take_i32(c);
	if (tag & RECORD_HAS_OWNER) {
		b = take_byte(c);
		e->owner = b & 3;
		e->owner_mode = b >> 2 & 3;
		e->handoff = b >> 4 & 1;
		e->owner_pid = take_i32(c);
		e->nr_readers = take_u32(c);
	}
	if (tag & RECORD_HAS_STACKS) {
		e->stack = take_u32(c);
		e->user_stack = take_u32(c);
	}
	if (tag & RECORD_HAS_WORDS) {
		e->count_word = take_u64(c);
		e->owner_word = take_u64(c);
	}
	if (tag & RECORD_HAS_STATE) {
		e->state = (char)take_byte(c);
		b = take_byte(c);
		e->on_cpu = b & 3;
		e->throttled = b >> 2 & 3;
	}
	if (e->on_cpu > PBY_YES || e->throttled > PBY_YES || e->owner_mode > PBY_MODE_WRITE)
		wrong(c, "a state that there is not");
	if ((later < 0) != (e->ns < r->ns))
		wrong(c, "a time before all time");
	if (c->state == TAKEN)
		r->ns = e->ns;
}

static void take_name(struct pby_record_reader *r, struct cursor *c, uint8_t tag)
{
	struct pby_lock_name *n = &r->name;
	uint8_t flags = take_byte(c);
	uint64_t before = 0;

	*n = (struct pby_lock_name){ .type = (tag & RECORD_TYPE) - RECORD_NAMES, .user = flags & RECORD_USER,
				     .inlined = flags & RECORD_INLINED, .kind = flags >> RECORD_KIND_SHIFT };
	n->number = take_u64(c);
	n->tgid = take_i32(c);
	take_text(c, r->texts[0], sizeof(r->texts[0]));
	n->text = r->texts[0];
	if (flags & RECORD_HAS_MODULE) {
		take_text(c, r->texts[1], sizeof(r->texts[1]));
		n->module = r->texts[1];
	}
	if (flags & RECORD_HAS_FILE) {
		take_text(c, r->texts[2], sizeof(r->texts[2]));
		n->file = r->texts[2];
	}
	n->offset = take_u32(c);
	n->size = take_u32(c);
	n->line = take_u32(c);
	n->nr_addrs = take_u32(c);
	n->addrs = r->addrs;
	if (n->type >= PBY_LOCK_NAME_TYPES || n->kind >= PBY_LOCK_NR)
		wrong(c, "a name of a kind that there is not");
	if (n->nr_addrs > PBY_RECORD_FRAMES)
		wrong(c, "a stack is too deep");
	for (uint32_t i = 0; i < n->nr_addrs && c->state == TAKEN; i++)
		before = r->addrs[i] = before + (uint64_t)take_i64(c);
}

static void take_end(struct pby_record_reader *r, struct cursor *c)
{
	uint64_t now = r->ns + (uint64_t)take_i64(c), nr = take_u64(c), i = 0;
	struct pby_contention_loss loss = { 0 };

#define TAKE(member) if (i++ < nr) loss.member = take_u64(c);
	RECORD_LOSSES(TAKE)
#undef TAKE
	for (; i < nr && c->state == TAKEN; i++)
		take_u64(c);
	if (c->state != TAKEN)
		return;
	r->end_ns = now > r->ns ? now : r->ns;
	r->loss = loss;
}

int pby_record__next(struct pby_record_reader *r, struct pby_err *err)
{
	struct cursor c = { .t = r->rest };
	uint8_t tag = take_byte(&c);
	enum pby_recorded met = PBY_RECORDED_EVENT;

	if ((tag & RECORD_TYPE) < RECORD_NAMES) {
		take_event(r, &c, tag);
		if (r->event.type >= PBY_LOCK_EVENT_TYPES)
			wrong(&c, "an event of a type that there is not");
	} else if (tag == RECORD_END) {
		met = PBY_RECORDED_END;
		take_end(r, &c);
	} else if (tag < RECORD_END) {
		met = PBY_RECORDED_NAME;
		take_name(r, &c, tag);
	} else {
		wrong(&c, "an item of a type that there is not");
	}
	if (c.state == WRONG)
		return refuse(r, &c, err);
	if (c.state == CUT)
		return PBY_RECORDED_CUT;
	r->rest = c.t;
	if (met == PBY_RECORDED_EVENT && r->ns > r->end_ns)
		r->end_ns = r->ns;
	return met;
}
