// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_bpf.c: trampolines and maps of BPF. */
#include "source/live/name.h"

/* A function's attach point may lie behind an endbr64 or a pad of nops. */
enum { MAX_ENTRY = 32 };

bool pby_name__trampoline(const struct pby_naming *n, uint64_t tramp)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t pprev, back, offset, function;
	const struct pby_symbol *s;

	/* struct hlist_node: what precedes it points at it. */
	if (!l->tramp_hlist.there || !l->tramp_addr.there ||
	    !pby_kmem__u64(&n->view->mem, tramp + l->tramp_hlist.offset + 8, &pprev) ||
	    !pby_kmem__u64(&n->view->mem, pprev, &back) || back != tramp + l->tramp_hlist.offset)
		return false;
	function = pby_kview__word(n->view, tramp, &l->tramp_addr);
	s = function ? pby_addresses__find(&n->view->addresses, function, &offset) : NULL;
	if (!s || offset > MAX_ENTRY)
		return false;
	pby_buf__addf(n->words, "the trampoline on %.*s", (int)s->len, s->text);
	return true;
}

bool pby_name__bpf_map(const struct pby_naming *n, uint64_t map)
{
	const struct pby_layout *l = &n->view->layout;
	const struct pby_symbol *ops;
	uint64_t id;

	if (!l->map_ops.there || !l->map_id.there)
		return false;
	ops = pby_kview__symbol_at(n->view, pby_kview__word(n->view, map, &l->map_ops));
	id = pby_kview__word(n->view, map, &l->map_id);
	if (!ops || !id || !pby_text__ends(pby_symbol__name(ops), "_ops"))
		return false;
	pby_buf__addf(n->words, "map %llu ", (unsigned long long)id);
	if (!pby_name__quote(n, map + l->map_name.offset, l->map_name.size))
		n->words->len--;
	return true;
}
