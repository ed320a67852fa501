// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ring.c: cuts a perf ring buffer into records and reads samples out of them. */
#include "source/cost/ring.h"

#include <linux/perf_event.h>
#include <string.h>

static void copy(const struct pby_perf_ring *ring, uint64_t from, void *to, size_t len)
{
	size_t at = from & (ring->size - 1), first = ring->size - at;

	if (first > len)
		first = len;
	memcpy(to, ring->data + at, first);
	memcpy((uint8_t *)to + first, ring->data, len - first);
}

bool pby_perf_ring__next(struct pby_perf_ring *ring, uint8_t *scratch, struct pby_perf_record *record)
{
	struct perf_event_header header;
	uint64_t left = ring->head - ring->tail;

	if (left < sizeof(header))
		return false;
	copy(ring, ring->tail, &header, sizeof(header));
	/* The kernel never writes this. Where a record ends is lost with it. */
	if (header.size < sizeof(header) || header.size > left || left > ring->size) {
		ring->broken += left;
		ring->tail = ring->head;
		return false;
	}
	copy(ring, ring->tail, scratch, header.size);
	ring->tail += header.size;
	*record = (struct pby_perf_record){ .type = header.type, .misc = header.misc,
					    .body = scratch + sizeof(header),
					    .len = header.size - sizeof(header) };
	return true;
}

/* What is left of a record. */
struct cursor {
	const uint8_t *p;
	size_t left;
	bool cut;
};

static uint64_t take(struct cursor *c, size_t size)
{
	uint64_t value = 0;

	if (c->left < size) {
		c->cut = true;
		c->left = 0;
		return 0;
	}
	memcpy(&value, c->p, size);
	c->p += size;
	c->left -= size;
	return value;
}

static uint64_t u64(struct cursor *c)
{
	return take(c, 8);
}

static uint32_t u32(struct cursor *c)
{
	return (uint32_t)take(c, 4);
}

/* Markers such as PERF_CONTEXT_KERNEL are the last 4095 numbers; what follows one is of that context. */
static uint32_t take_chain(struct cursor *c, uint64_t *chain, uint32_t max)
{
	uint64_t nr = u64(c);
	bool kernel = false;
	uint32_t kept = 0;

	for (uint64_t i = 0; i < nr && !c->cut; i++) {
		uint64_t ip = u64(c);

		if (ip >= (uint64_t)PERF_CONTEXT_MAX)
			kernel = ip == (uint64_t)PERF_CONTEXT_KERNEL;
		else if (kernel && kept < max && !c->cut)
			chain[kept++] = ip;
	}
	return kept;
}

bool pby_perf_record__sample(const struct pby_perf_record *record, struct pby_cost_sample *sample,
			     uint64_t *chain, uint32_t max)
{
	struct cursor c = { .p = record->body, .left = record->len };

	if (record->type != PERF_RECORD_SAMPLE)
		return false;
	*sample = (struct pby_cost_sample){ 0 };
	sample->user = (record->misc & PERF_RECORD_MISC_CPUMODE_MASK) == PERF_RECORD_MISC_USER;
	sample->ip = u64(&c);
	sample->pid = (int32_t)u32(&c);
	sample->tid = (int32_t)u32(&c);
	sample->cpu = u32(&c);
	u32(&c);
	sample->period = u64(&c);
	sample->nr_chain = take_chain(&c, chain, max);
	sample->chain = chain;
	/* A kernel thread has no registers of user mode. */
	if (u64(&c) != PERF_SAMPLE_REGS_ABI_NONE)
		sample->user_ip = u64(&c);
	return !c.cut;
}

uint64_t pby_perf_record__lost(const struct pby_perf_record *record)
{
	struct cursor c = { .p = record->body, .left = record->len };
	uint64_t lost;

	if (record->type != PERF_RECORD_LOST)
		return 0;
	u64(&c);	/* which event */
	lost = u64(&c);
	return c.cut ? 0 : lost;
}
