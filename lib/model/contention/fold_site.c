// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold_site.c: waits summed by lock and stack. */
#include "model/contention/fold_state.h"

static uint64_t key_of(const struct fold_site *s)
{
	uint64_t key = pby_slots__mix(s->lock, s->c.stack);

	key = pby_slots__mix(key, s->c.user_stack);
	return pby_slots__mix(key, (uint64_t)s->c.mode << 1 | s->c.holder);
}

void fold_site__add(struct pby_fold *f, const struct fold_lock *lock, const struct fold_site *add)
{
	struct fold_site site = *add, *have;
	uint64_t key;
	uint32_t n;

	site.lock = fold_lock__key(lock->c.addr, lock->c.kind);
	key = key_of(&site);
	n = pby_slots__find(&f->site_keys, key);
	if (n == PBY_SLOT_NONE) {
		n = pby_slots__take(&f->site_keys, key);
		if (n == PBY_SLOT_NONE) {
			f->loss.sites++;
			return;
		}
		f->sites[n] = site;
		return;
	}
	have = &f->sites[n];
	have->c.nr += site.c.nr;
	have->c.total_ns += site.c.total_ns;
	if (site.c.max_ns > have->c.max_ns) {
		have->c.max_ns = site.c.max_ns;
		have->c.pid = site.c.pid;
	}
}
