// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hash_lock.c: reads the guard off the members of struct bpf_htab and of its buckets. */
#include "rules/kernel/hash_lock.h"

#include "model/kernel.h"

static enum pby_hash_lock by_version(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact f = pby_judgement__cite(j, pby_kernel__since(k, 5, 11));

	if (f.value == PBY_MAYBE)
		return PBY_HASH_UNKNOWN;
	if (pby_fact__no(f))
		return PBY_HASH_PLAIN;
	return pby_fact__yes(pby_kernel__since(k, 6, 15)) ? PBY_HASH_RESILIENT : PBY_HASH_GUARDED;
}

static enum pby_hash_lock guard_of(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact table = pby_kernel__composite(k, "bpf_htab"), lock, guard;

	if (table.value != PBY_YES) {
		pby_judgement__cite(j, table);
		return pby_fact__no(table) ? PBY_HASH_NONE : by_version(k, j);
	}
	/* 4fa8d68aa53e ("bpf: Convert hashtab.c to rqspinlock") (6.15) */
	lock = pby_kernel__member_is(k, "bucket", "raw_lock", "rqspinlock_t");
	if (pby_fact__yes(lock)) {
		pby_judgement__cite(j, lock);
		return PBY_HASH_RESILIENT;
	}
	/* 20b6cc34ea74 ("bpf: Avoid hashtab deadlock with map_locked") (5.11) */
	guard = pby_judgement__cite(j, pby_kernel__member(k, "bpf_htab", "map_locked"));
	if (pby_fact__yes(guard))
		return PBY_HASH_GUARDED;
	/* Neither the guard nor a lock of a known kind: something newer than this table. */
	lock = pby_judgement__cite(j, pby_kernel__member_is(k, "bucket", "raw_lock",
							   "raw_spinlock_t"));
	return pby_fact__yes(lock) ? PBY_HASH_PLAIN : PBY_HASH_UNKNOWN;
}

enum pby_answer pby_hash_lock__judge(struct pby_kernel *k, enum pby_hash_lock bad, struct pby_judgement *j)
{
	enum pby_hash_lock is = guard_of(k, j);

	if (is == PBY_HASH_UNKNOWN)
		return PBY_UNKNOWN;
	if (is == PBY_HASH_NONE)
		return PBY_NOT_APPLICABLE;
	return is == bad ? PBY_FOUND : PBY_CLEAR;
}
