// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kpercpu.c: adds up counters of all CPUs. */
#include "source/live/kpercpu.h"

/* NR_CPUS of x86-64 at most. */
enum { MAX_CPUS = 8192 };

/* Calls add for the copy of every CPU; false without the symbols. */
static bool each_cpu(const struct pby_kview *view, uint64_t percpu,
		     void (*add)(const struct pby_kview *view, uint64_t at, int64_t *sum), int64_t *sum)
{
	uint64_t offsets = pby_kview__symbol(view, "__per_cpu_offset"), ids = pby_kview__symbol(view, "nr_cpu_ids");
	uint32_t nr = 0;

	if (!offsets || !ids || !percpu || !pby_kmem__u32(&view->mem, ids, &nr) || !nr || nr > MAX_CPUS)
		return false;
	for (uint32_t cpu = 0; cpu < nr; cpu++) {
		uint64_t offset;

		if (!pby_kmem__u64(&view->mem, offsets + cpu * 8ULL, &offset))
			return false;
		/* A CPU that is not possible has no copy. */
		if (pby_kmem__covers(&view->mem, percpu + offset, 8))
			add(view, percpu + offset, sum);
	}
	return true;
}

static void add_readers(const struct pby_kview *view, uint64_t at, int64_t *sum)
{
	uint32_t n = 0;

	pby_kmem__u32(&view->mem, at, &n);
	*sum += n;
}

int64_t pby_kpercpu__rwsem_readers(const struct pby_kview *view, uint64_t lock)
{
	const struct pby_field *f = &view->layout.percpu_read_count;
	int64_t sum = 0;

	if (!f->there || !each_cpu(view, pby_kview__word(view, lock, f), add_readers, &sum))
		return -1;
	/* Who leaves on another CPU makes that one's counter negative. */
	sum = (int32_t)(uint32_t)sum;
	return sum < 0 ? -1 : sum;
}

/* Two counters each of those who came and those who went: {locks, unlocks} in pairs, or two arrays. */
static void add_srcu(const struct pby_kview *view, uint64_t at, int64_t *sum)
{
	const struct pby_layout *l = &view->layout;
	bool pairs = l->srcu_ctrs.there;
	uint64_t in = at + (pairs ? l->srcu_ctrs.offset + l->srcu_ctr_locks.offset : l->srcu_locks.offset);
	uint64_t out = at + (pairs ? l->srcu_ctrs.offset + l->srcu_ctr_unlocks.offset : l->srcu_unlocks.offset);
	uint64_t stride = pairs ? l->srcu_ctrs.size / 2 : 8, n;

	for (uint64_t i = 0; i < 2; i++) {
		if (pby_kmem__u64(&view->mem, in + i * stride, &n))
			*sum += (int64_t)n;
		if (pby_kmem__u64(&view->mem, out + i * stride, &n))
			*sum -= (int64_t)n;
	}
}

static const char *const names[] = {
#define SRCU(symbol) #symbol,
#include "source/live/srcu.def"
#undef SRCU
};

void pby_kpercpu__srcus(const struct pby_kview *view, struct pby_live_memory *out, struct pby_arena *arena)
{
	const struct pby_layout *l = &view->layout;

	if (!l->srcu_sda.there || !((l->srcu_locks.there && l->srcu_unlocks.there) ||
				    (l->srcu_ctrs.there && l->srcu_ctr_locks.there && l->srcu_ctr_unlocks.there)))
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		uint64_t at = pby_kview__symbol(view, names[i]);
		struct pby_srcu *s;
		int64_t nr = 0;

		if (!at || !each_cpu(view, pby_kview__word(view, at, &l->srcu_sda), add_srcu, &nr) || nr <= 0)
			continue;
		s = PBY_PUSH(arena, &out->srcus);
		if (s)
			*s = (struct pby_srcu){ pby_arena__strdup(arena, names[i]), (uint64_t)nr };
	}
}
