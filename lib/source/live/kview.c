// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kview.c: look-ups that the readers of locks and waiters share. */
#include "source/live/kview.h"

#include <string.h>

uint64_t pby_kview__symbol(const struct pby_kview *view, const char *name)
{
	const struct pby_symbol *s = pby_symbols__find(view->addresses.syms, name);

	return s ? s->addr : 0;
}

uint64_t pby_kview__word(const struct pby_kview *view, uint64_t addr, const struct pby_field *f)
{
	uint64_t v = 0;

	if (f->there && f->size <= 8)
		pby_kmem__word(&view->mem, addr + f->offset, f->size, &v);
	return v;
}

uint64_t pby_kview__jiffies(const struct pby_kview *view)
{
	uint64_t now = 0;

	if (view->jiffies_at)
		pby_kmem__u64(&view->mem, view->jiffies_at, &now);
	return now;
}

bool pby_kview__sound_list(const struct pby_kview *view, uint64_t node)
{
	uint64_t next, prev, back, forth;

	return pby_kmem__u64(&view->mem, node, &next) && pby_kmem__u64(&view->mem, node + 8, &prev) &&
	       pby_kmem__u64(&view->mem, next + 8, &back) && pby_kmem__u64(&view->mem, prev, &forth) &&
	       back == node && forth == node;
}

const struct pby_symbol *pby_kview__symbol_at(const struct pby_kview *view, uint64_t addr)
{
	uint64_t offset;
	const struct pby_symbol *s = addr ? pby_addresses__find(&view->addresses, addr, &offset) : NULL;

	return s && !offset ? s : NULL;
}

/* Which return address on a stack says on what kind of lock its task sleeps. Base names. */
static const struct {
	const char *name;
	enum pby_lock_kind kind;
} functions[] = {
	{ "rwsem_down_read_slowpath", PBY_LOCK_RWSEM },
	{ "rwsem_down_write_slowpath", PBY_LOCK_RWSEM },
	{ "__mutex_lock", PBY_LOCK_MUTEX },
	{ "__mutex_lock_common", PBY_LOCK_MUTEX },
	{ "__ww_mutex_lock", PBY_LOCK_MUTEX },
	{ "__down_common", PBY_LOCK_SEMAPHORE },
	{ "___down_common", PBY_LOCK_SEMAPHORE },
	{ "__down", PBY_LOCK_SEMAPHORE },
	{ "__down_interruptible", PBY_LOCK_SEMAPHORE },
	{ "__down_killable", PBY_LOCK_SEMAPHORE },
	{ "__down_timeout", PBY_LOCK_SEMAPHORE },
	{ "percpu_rwsem_wait", PBY_LOCK_PERCPU_RWSEM },
};

uint64_t pby_kview__end(const struct pby_kview *view, uint64_t start)
{
	const struct pby_addresses *a = &view->addresses;
	uint32_t low = 0, high = a->nr;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (a->syms->items[a->order[mid]].addr <= start)
			low = mid + 1;
		else
			high = mid;
	}
	return low < a->nr ? a->syms->items[a->order[low]].addr : start;
}

void pby_kview__find_slowpaths(struct pby_kview *view)
{
	uint64_t down_write = pby_kview__symbol(view, "percpu_down_write");

	view->nr_slowpaths = 0;
	view->percpu_down_write = (struct pby_slowpath){
		down_write, down_write ? pby_kview__end(view, down_write) : 0, PBY_LOCK_PERCPU_RWSEM };
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		const struct pby_symbol *s;
		uint32_t pos = 0;

		while ((s = pby_symbols__each_base(view->addresses.syms, functions[i].name, &pos))) {
			if (!s->addr || view->nr_slowpaths == PBY_MAX_SLOWPATHS)
				continue;
			view->slowpaths[view->nr_slowpaths++] = (struct pby_slowpath){
				s->addr, pby_kview__end(view, s->addr), functions[i].kind };
		}
	}
}
