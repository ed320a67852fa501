// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hash_map_deadlock.c: a probe that fires inside a hash map's lock can stop the CPU. */
#include "rules/kernel/hash_lock.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	return pby_hash_lock__judge(s->kernel, PBY_HASH_PLAIN, j);
}

const struct pby_rule pby_rule_hash_map_deadlock = {
	.id = "hash-map-deadlock",
	.title = "A program that updates a hash map from an NMI, or from a probe inside the map code, can stop a CPU",
	.severity = PBY_HIGH,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct bpf_htab, struct bucket)",
	.why = "Updating a hash map takes the spinlock of a bucket. If a second program on the same CPU comes in meanwhile "
	       "(a perf event's NMI, a probe on a function that the update calls) and touches the same bucket, it spins for "
	       "ever with interrupts off.",
	.advice = "In programs on perf events, and in fentry programs on functions that map updates use (spinlocks, memory "
		  "allocation), use per-CPU arrays or ring buffers instead of hash maps, or only look up.",
	.fixed_by = {
		{ "20b6cc34ea74", "bpf: Avoid hashtab deadlock with map_locked", "5.11" },
		{ "4fa8d68aa53e", "bpf: Convert hashtab.c to rqspinlock", "6.15" },
	},
	.judge = judge,
};
