// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* c11.c: stores, views, fences. */
#include "lab/engine/c11.h"

#include <string.h>

static bool acquires(int order)
{
	return order == __ATOMIC_ACQUIRE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static bool releases(int order)
{
	return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static void join(const struct lab_c11 *m, struct lab_view *to, const struct lab_view *from)
{
	for (int w = 0; w < m->nr_words; w++)
		if (to->at[w] < from->at[w])
			to->at[w] = from->at[w];
}

static struct lab_store *store_at(const struct lab_c11 *m, int w, int nr)
{
	return (struct lab_store *)&m->stores[w][nr % LAB_C11_STORES];
}

int lab_c11__add_word(struct lab_c11 *m, uint64_t initial)
{
	int w = m->nr_words;

	if (w == LAB_C11_WORDS)
		return -1;
	m->nr_words++;
	m->stores[w][0].v = initial;
	memset(&m->stores[w][0].view, 0, sizeof(m->stores[w][0].view));
	return w;
}

void lab_c11__init(struct lab_c11 *m, const uint64_t *initial, int nr_words, int nr_threads, bool sc)
{
	m->sc = sc;
	m->full = false;
	m->nr_threads = nr_threads;
	m->nr_words = 0;
	m->retired = 0;
	memset(m->last, 0, sizeof(m->last));
	memset(m->base, 0, sizeof(m->base));
	memset(m->seen, 0, sizeof(m->seen));
	memset(m->to_acquire, 0, sizeof(m->to_acquire));
	memset(m->released, 0, sizeof(m->released));
	memset(m->again, 0, sizeof(m->again));
	memset(&m->sc_view, 0, sizeof(m->sc_view));
	for (int w = 0; w < nr_words; w++)
		lab_c11__add_word(m, initial[w]);
}

void lab_c11__retire(struct lab_c11 *m, int thread)
{
	m->retired |= 1 << thread;
}

uint64_t lab_c11__latest(const struct lab_c11 *m, int w)
{
	return store_at(m, w, m->last[w])->v;
}

/* The oldest store that the thread may take; an overtaken one only once. */
static int oldest(const struct lab_c11 *m, int thread, int w, int order)
{
	int from = m->seen[thread].at[w];

	/* a sequentially consistent load is behind all such stores and fences before it */
	if (order == __ATOMIC_SEQ_CST && from < m->sc_view.at[w])
		from = m->sc_view.at[w];

	if (m->sc)
		return m->last[w];
	if (from < m->last[w] && m->again[thread].at[w] == from + 1)
		from++;
	return from;
}

int lab_c11__choices(const struct lab_c11 *m, int thread, int w, int order)
{
	return m->last[w] - oldest(m, thread, w, order) + 1;
}

uint64_t lab_c11__peek(const struct lab_c11 *m, int thread, int w, int n, int order)
{
	return store_at(m, w, oldest(m, thread, w, order) + n)->v;
}

static void see(struct lab_c11 *m, int thread, int w, int nr, int order)
{
	m->seen[thread].at[w] = nr;
	m->again[thread].at[w] = nr < m->last[w] ? nr + 1 : 0;
	if (m->sc)
		return;
	if (acquires(order))
		join(m, &m->seen[thread], &store_at(m, w, nr)->view);
	else
		join(m, &m->to_acquire[thread], &store_at(m, w, nr)->view);
}

uint64_t lab_c11__load(struct lab_c11 *m, int thread, int w, int n, int order)
{
	int nr = oldest(m, thread, w, order) + n;

	if (order == __ATOMIC_SEQ_CST)
		lab_c11__fence(m, thread, order);
	see(m, thread, w, nr, order);
	return store_at(m, w, nr)->v;
}

void lab_c11__read_latest(struct lab_c11 *m, int thread, int w, int order)
{
	if (order == __ATOMIC_SEQ_CST)
		lab_c11__fence(m, thread, order);
	see(m, thread, w, m->last[w], order);
}

/* What no thread can take any more makes room. */
static void forget(struct lab_c11 *m, int w)
{
	int least = m->last[w];

	for (int t = 0; !m->sc && t < m->nr_threads; t++)
		if (!(m->retired >> t & 1) && m->seen[t].at[w] < least)
			least = m->seen[t].at[w];
	m->base[w] = least;
}

static void append(struct lab_c11 *m, int thread, int w, uint64_t v, const struct lab_view *inherited, int order)
{
	struct lab_store *s;

	forget(m, w);
	if (m->last[w] == 255 || m->last[w] + 1 - m->base[w] >= LAB_C11_STORES) {
		m->full = true;
		return;
	}
	m->last[w]++;
	s = store_at(m, w, m->last[w]);
	s->v = v;
	m->seen[thread].at[w] = m->last[w];
	m->again[thread].at[w] = 0;
	if (m->sc)
		return;
	s->view = releases(order) ? m->seen[thread] : m->released[thread];
	if (inherited)
		join(m, &s->view, inherited);
	s->view.at[w] = m->last[w];
}

void lab_c11__store(struct lab_c11 *m, int thread, int w, uint64_t v, int order)
{
	append(m, thread, w, v, NULL, order);
	if (order == __ATOMIC_SEQ_CST)
		lab_c11__fence(m, thread, order);
}

void lab_c11__rmw(struct lab_c11 *m, int thread, int w, uint64_t v, int order)
{
	/* Who acquires our store also acquires what the one we replace released. */
	struct lab_view inherited = store_at(m, w, m->last[w])->view;

	lab_c11__read_latest(m, thread, w, order);
	append(m, thread, w, v, &inherited, order);
	if (order == __ATOMIC_SEQ_CST)
		lab_c11__fence(m, thread, order);
}

void lab_c11__fence(struct lab_c11 *m, int thread, int order)
{
	if (m->sc)
		return;
	if (acquires(order))
		join(m, &m->seen[thread], &m->to_acquire[thread]);
	if (order == __ATOMIC_SEQ_CST) {
		join(m, &m->seen[thread], &m->sc_view);
		m->sc_view = m->seen[thread];
	}
	if (releases(order))
		m->released[thread] = m->seen[thread];
}

/* Relative to the oldest store that can still be taken: earlier history is forgotten. */
static uint64_t hash_view(const struct lab_c11 *m, const struct lab_view *v, const uint8_t *base, uint64_t h)
{
	for (int w = 0; w < m->nr_words; w++)
		if (v->at[w] > base[w])
			h = lab_mix(h, (uint64_t)w << 8 | (uint8_t)(v->at[w] - base[w]));
	return h;
}

uint64_t lab_c11__hash(const struct lab_c11 *m, uint64_t h)
{
	uint8_t base[LAB_C11_WORDS];

	for (int w = 0; w < m->nr_words; w++) {
		base[w] = m->last[w];
		for (int t = 0; !m->sc && t < m->nr_threads; t++)
			if (!(m->retired >> t & 1) && m->seen[t].at[w] < base[w])
				base[w] = m->seen[t].at[w];
	}
	for (int w = 0; w < m->nr_words; w++) {
		h = lab_mix(h, m->last[w] - base[w]);
		for (int nr = base[w]; nr <= m->last[w]; nr++) {
			h = lab_mix(h, store_at(m, w, nr)->v);
			if (!m->sc)
				h = hash_view(m, &store_at(m, w, nr)->view, base, h);
		}
	}
	if (m->sc)
		return h;
	for (int t = 0; t < m->nr_threads; t++) {
		if (m->retired >> t & 1)
			continue;
		h = hash_view(m, &m->seen[t], base, lab_mix(h, 1));
		h = hash_view(m, &m->to_acquire[t], base, lab_mix(h, 2));
		h = hash_view(m, &m->released[t], base, lab_mix(h, 3));
		h = hash_view(m, &m->again[t], base, lab_mix(h, 4));
	}
	return hash_view(m, &m->sc_view, base, h);
}
