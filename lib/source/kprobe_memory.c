// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_memory.c: walks the kernel's hash table of kprobes. */
#include "source/kprobe_memory.h"

#include <string.h>

#include "model/kernel.h"
#include "source/kmem.h"

/* KPROBE_HASH_BITS is 6 in every kernel from 5.10 to 7.2; it is a macro, so no type tells it. */
enum { NR_CHAINS = 64, MAX_CHAIN = 1 << 16, MAX_KPROBE = 512 };

static bool offset_of(const struct pby_kernel *k, const char *composite, const char *member,
		      uint32_t *offset)
{
	struct pby_member m;

	if (!pby_types__member(&k->types, composite, member, &m) || m.bit_size)
		return false;
	*offset = m.bit_offset / 8;
	return true;
}

static uint64_t address_of(const struct pby_kernel *k, const char *name)
{
	const struct pby_symbol *s = pby_symbols__find(&k->syms, name);

	return s ? s->addr : 0;
}

int pby_kprobe_layout__find(struct pby_kprobe_layout *l, struct pby_kernel *k, struct pby_err *err)
{
	int64_t size;

	*l = (struct pby_kprobe_layout){ 0 };
	if (k->btf.read != PBY_YES)
		return pby_err__set(err, ENODATA, "the layout of struct kprobe is not known: no BTF");
	size = pby_types__size(&k->types, "kprobe");
	if (size <= 0 || size > MAX_KPROBE || !offset_of(k, "kprobe", "hlist", &l->hlist) ||
	    !offset_of(k, "kprobe", "list", &l->list) ||
	    !offset_of(k, "kprobe", "nmissed", &l->nmissed) ||
	    !offset_of(k, "kprobe", "addr", &l->addr) ||
	    !offset_of(k, "kprobe", "pre_handler", &l->pre_handler) ||
	    !offset_of(k, "kretprobe", "nmissed", &l->ret_nmissed))
		return pby_err__set(err, ENODATA, "BTF has no struct kprobe as it is known");
	l->size = (uint32_t)size;
	l->table = address_of(k, "kprobe_table");
	l->on_return = address_of(k, "pre_handler_kretprobe");
	l->aggregate = address_of(k, "aggr_pre_handler");
	if (!l->table || !l->on_return || !l->aggregate)
		return pby_err__set(err, ENODATA, "the address of %s is not known",
				    !l->table ? "kprobe_table" : !l->on_return
				    ? "pre_handler_kretprobe" : "aggr_pre_handler");
	return 0;
}

struct walk {
	const struct pby_kmem *mem;
	const struct pby_kprobe_layout *l;
	struct pby_arena *arena;
	struct pby_sightings *seen;
	uint32_t nr_bad;
};

static uint64_t word(const char *kprobe, uint32_t offset)
{
	uint64_t value;

	memcpy(&value, kprobe + offset, sizeof(value));
	return value;
}

/* One struct kprobe at this address; false when it cannot be read. */
static bool note(struct walk *w, uint64_t at, const char *kprobe)
{
	struct pby_kprobe_memory m = { .addr = word(kprobe, w->l->addr),
				       .missed = word(kprobe, w->l->nmissed) }, *slot;
	uint32_t ret_missed;

	m.returns = word(kprobe, w->l->pre_handler) == w->l->on_return;
	if (m.returns) {
		/* int in struct kretprobe, which begins with its struct kprobe. */
		if (!pby_kmem__u32(w->mem, at + w->l->ret_nmissed, &ret_missed))
			return false;
		m.missed += ret_missed;
	}
	slot = PBY_PUSH(w->arena, &w->seen->memory);
	if (slot)
		*slot = m;
	return slot != NULL;
}

/* The probes below one that aggregates: a ring through their list members, its head no probe. */
static void walk_aggregate(struct walk *w, uint64_t head)
{
	char kprobe[MAX_KPROBE];
	uint64_t next;

	if (!pby_kmem__u64(w->mem, head, &next)) {
		w->nr_bad++;
		return;
	}
	for (uint32_t n = 0; next != head; n++) {
		uint64_t at = next - w->l->list;

		if (n == MAX_CHAIN || !pby_kmem__read(w->mem, at, kprobe, w->l->size) ||
		    !note(w, at, kprobe)) {
			w->nr_bad++;
			return;
		}
		next = word(kprobe, w->l->list);
	}
}

static void walk_chain(struct walk *w, uint64_t next)
{
	char kprobe[MAX_KPROBE];

	for (uint32_t n = 0; next; n++) {
		uint64_t at = next - w->l->hlist;
		bool ok = n < MAX_CHAIN && pby_kmem__read(w->mem, at, kprobe, w->l->size);

		if (ok && word(kprobe, w->l->pre_handler) == w->l->aggregate)
			walk_aggregate(w, at + w->l->list);
		else if (!ok || !note(w, at, kprobe))
			ok = false;
		if (!ok) {
			w->nr_bad++;
			return;
		}
		next = word(kprobe, w->l->hlist);
	}
}

int pby_kprobe_memory__walk(const struct pby_kmem *mem, const struct pby_kprobe_layout *layout,
			    struct pby_arena *arena, struct pby_sightings *seen, struct pby_err *err)
{
	struct walk w = { mem, layout, arena, seen, 0 };
	uint64_t chains[NR_CHAINS];

	if (!pby_kmem__read(mem, layout->table, chains, sizeof(chains)))
		return pby_err__set(err, EFAULT, "/proc/kcore does not hold kprobe_table");
	for (int i = 0; i < NR_CHAINS; i++)
		walk_chain(&w, chains[i]);
	if (w.nr_bad)
		return pby_err__set(err, EFAULT, "%u chains of kprobe_table could not be followed",
				    w.nr_bad);
	return 0;
}
