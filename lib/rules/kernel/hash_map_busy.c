// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hash_map_busy.c: updates of hash maps fail with EBUSY while the bucket is locked on this CPU. */
#include "rules/kernel/hash_lock.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	return pby_hash_lock__judge(s->kernel, PBY_HASH_GUARDED, j);
}

const struct pby_rule pby_rule_hash_map_busy = {
	.id = "hash-map-busy",
	.title = "Updates and deletions in hash maps can fail with EBUSY, which most programs do not check",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct bpf_htab, struct bucket)",
	.why = "A counter per CPU keeps a program from taking a bucket lock that the CPU already holds: the second update, or "
	       "deletion, returns -EBUSY and is not done. Counts are then too small, and entries meant to be "
	       "deleted stay.",
	.advice = "Check what bpf_map_update_elem() and bpf_map_delete_elem() return and count the failures; "
		  "expect them in programs on perf events and on functions that map updates use.",
	.broken_by = {
		{ "20b6cc34ea74", "bpf: Avoid hashtab deadlock with map_locked", "5.11" },
	},
	.fixed_by = {
		{ "4fa8d68aa53e", "bpf: Convert hashtab.c to rqspinlock", "6.15" },
	},
	.judge = judge,
};
