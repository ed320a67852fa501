// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* loss.c: from runs expected and seen to the room that there was, and the room that is needed. */
#include "model/bench/loss.h"

const char *pby_loss_way__name(enum pby_loss_way way)
{
	return way == PBY_LOSS_SLEEP ? "sleep" : "recurse";
}

/* All calls were in progress at once, so that each that was not lost had room of its own. */
struct pby_loss_verdict pby_loss__judge(const struct pby_loss_raw *raw, uint32_t runs_per_loss)
{
	struct pby_loss_verdict v = { .surplus = raw->seen > raw->expected };
	uint64_t calls;

	if (!raw->tried || v.surplus || !runs_per_loss)
		return v;
	v.lost = raw->expected - raw->seen;
	if (!v.lost)
		return v;
	calls = v.lost / runs_per_loss;
	v.limit = calls < raw->at_once ? raw->at_once - (uint32_t)calls : 0;
	v.enough = raw->at_once;
	return v;
}
