// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* record_write.c: events of contended locks become bytes. */
#include <string.h>

#include "model/contention/record_format.h"

static void put_u64(struct pby_buf *out, uint64_t v)
{
	char bytes[10];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		bytes[n++] = (char)(v | 0x80);
	bytes[n++] = (char)v;
	pby_buf__add(out, bytes, n);
}

static void put_i64(struct pby_buf *out, int64_t v)
{
	put_u64(out, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

static void put_text(struct pby_buf *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (len > PBY_RECORD_TEXT)
		len = PBY_RECORD_TEXT;
	put_u64(out, len);
	pby_buf__add(out, text ? text : "", len);
}

static void put_lock(struct pby_record_writer *w, struct pby_buf *out, uint64_t lock)
{
	uint32_t place = record_place(lock);

	if (w->places[place] == lock && lock) {
		put_u64(out, place * 2u + 1);
		return;
	}
	w->places[place] = lock;
	put_u64(out, 0);
	for (int i = 0; i < 8; i++)
		pby_buf__addc(out, (char)(lock >> (8 * i)));
}

void pby_record__head(struct pby_record_writer *w, const struct pby_record_head *h, struct pby_buf *out)
{
	*w = (struct pby_record_writer){ .ns = h->from_ns };
	pby_buf__adds(out, PBY_RECORD_MAGIC);
	put_u64(out, PBY_RECORD_VERSION);
	put_u64(out, h->from_ns);
	put_u64(out, h->wall_ns);
	put_u64(out, h->stacks_above_ns);
	put_u64(out, (h->no_stacks ? RECORD_NO_STACKS : 0) | (h->spins ? RECORD_SPINS : 0));
	put_text(out, h->kernel);
	put_text(out, h->how);
}

void pby_record__event(struct pby_record_writer *w, const struct pby_lock_event *e, struct pby_buf *out)
{
	int tag = e->type & RECORD_TYPE;

	tag |= e->owner || e->handoff || e->nr_readers ? RECORD_HAS_OWNER : 0;
	tag |= e->stack || e->user_stack ? RECORD_HAS_STACKS : 0;
	tag |= e->count_word || e->owner_word ? RECORD_HAS_WORDS : 0;
	tag |= e->state || e->on_cpu || e->throttled ? RECORD_HAS_STATE : 0;
	pby_buf__addc(out, (char)tag);
	put_i64(out, (int64_t)(e->ns - w->ns));
	w->ns = e->ns;
	put_i64(out, e->pid);
	put_u64(out, (uint64_t)(e->cpu + 1));
	put_lock(w, out, e->lock);
	put_u64(out, e->flags);
	put_i64(out, e->ret);
	if (tag & RECORD_HAS_OWNER) {
		pby_buf__addc(out, (char)((e->owner & 3) | (e->owner_mode & 3) << 2 | e->handoff << 4));
		put_i64(out, e->owner_pid);
		put_u64(out, e->nr_readers);
	}
	if (tag & RECORD_HAS_STACKS) {
		put_u64(out, e->stack);
		put_u64(out, e->user_stack);
	}
	if (tag & RECORD_HAS_WORDS) {
		put_u64(out, e->count_word);
		put_u64(out, e->owner_word);
	}
	if (tag & RECORD_HAS_STATE) {
		pby_buf__addc(out, e->state);
		pby_buf__addc(out, (char)((e->on_cpu & 3) | (e->throttled & 3) << 2));
	}
}

void pby_record__name(struct pby_record_writer *w, const struct pby_lock_name *n, struct pby_buf *out)
{
	uint32_t nr = n->nr_addrs < PBY_RECORD_FRAMES ? n->nr_addrs : PBY_RECORD_FRAMES;
	uint64_t before = 0;

	(void)w;
	pby_buf__addc(out, (char)(RECORD_NAMES + n->type));
	pby_buf__addc(out, (char)((n->user ? RECORD_USER : 0) | (n->inlined ? RECORD_INLINED : 0) |
				  (n->module ? RECORD_HAS_MODULE : 0) | (n->file ? RECORD_HAS_FILE : 0) |
				  n->kind << RECORD_KIND_SHIFT));
	put_u64(out, n->number);
	put_i64(out, n->tgid);
	put_text(out, n->text);
	if (n->module)
		put_text(out, n->module);
	if (n->file)
		put_text(out, n->file);
	put_u64(out, n->offset);
	put_u64(out, n->size);
	put_u64(out, n->line);
	put_u64(out, nr);
	for (uint32_t i = 0; i < nr; i++) {
		put_i64(out, (int64_t)(n->addrs[i] - before));
		before = n->addrs[i];
	}
}

void pby_record__end(struct pby_record_writer *w, uint64_t now_ns, const struct pby_contention_loss *loss,
		     struct pby_buf *out)
{
	uint32_t nr = 0;

#define COUNT(member) nr++;
	RECORD_LOSSES(COUNT)
#undef COUNT
	pby_buf__addc(out, RECORD_END);
	put_i64(out, (int64_t)(now_ns - w->ns));
	put_u64(out, nr);
#define PUT(member) put_u64(out, loss->member);
	RECORD_LOSSES(PUT)
#undef PUT
}
