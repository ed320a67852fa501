/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_words.h: what a lock's own words say of its owner. */
#ifndef PBY_BPF_LOCKS_WORDS_H
#define PBY_BPF_LOCKS_WORDS_H

#include "bpf/kernel.h"

struct words {
	__u64 owner, count;	/* 0: this kind has none */
};

/* enum pby_lock_kind of lib/model/lock.h; a ww_mutex (6) looks like a mutex. */
enum { KIND_MUTEX = 1, KIND_RWSEM, KIND_SEMAPHORE, KIND_RTMUTEX, KIND_PERCPU, KIND_SPIN = 7, KIND_RWLOCK };

static __always_inline __u32 kind_of(__u32 flags)
{
	if (flags & LCB_MUTEX)
		return KIND_MUTEX;
	if (flags & LCB_PERCPU)
		return KIND_PERCPU;
	/* With PREEMPT_RT what has readers and writers is a rwbase_rt. */
	if (flags & LCB_RT)
		return flags & (LCB_READ | LCB_WRITE) ? KIND_RWSEM : KIND_RTMUTEX;
	if (flags & LCB_SPIN)
		return flags & (LCB_READ | LCB_WRITE) ? KIND_RWLOCK : KIND_SPIN;
	/* A semaphore's contention has no flag at all. */
	return flags & (LCB_READ | LCB_WRITE) ? KIND_RWSEM : KIND_SEMAPHORE;
}

static __always_inline __u64 word_at(__u64 addr)
{
	__u64 word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), (void *)addr);
	return word;
}

static __always_inline struct words words_of(__u64 lock, __u32 flags)
{
	struct words w = {};

	switch (kind_of(flags)) {
	case KIND_MUTEX:
		w.owner = word_at(lock + bpf_core_field_offset(struct mutex, owner));
		break;
	case KIND_RWSEM:
		if (flags & LCB_RT)
			break;
		w.owner = word_at(lock + bpf_core_field_offset(struct rw_semaphore, owner));
		w.count = word_at(lock + bpf_core_field_offset(struct rw_semaphore, count));
		break;
	case KIND_RTMUTEX:
		/* 5.15 cut rt_mutex_base out of rt_mutex; both begin with the same address. */
		if (bpf_core_field_exists(struct rt_mutex_base, owner))
			w.owner = word_at(lock + bpf_core_field_offset(struct rt_mutex_base, owner));
		else
			w.owner = word_at(lock + bpf_core_field_offset(struct rt_mutex___5_10, owner));
		break;
	case KIND_SEMAPHORE:
		/* 194a9b9e843b (6.16) */
		if (bpf_core_field_exists(struct semaphore, last_holder))
			w.owner = word_at(lock + bpf_core_field_offset(struct semaphore, last_holder));
		break;
	default:
		break;
	}
	return w;
}

static __always_inline bool handoff_asked(struct words w, __u32 flags)
{
	__u32 kind = kind_of(flags);

	return (kind == KIND_MUTEX && w.owner & MUTEX_HANDOFF) || (kind == KIND_RWSEM && w.count & RWSEM_HANDOFF);
}

/* Readers that an rwsem counts; 0 when a writer has it, and for other kinds. */
static __always_inline __u32 readers_inside(__u64 lock, __u32 flags)
{
	__u64 count;

	if (kind_of(flags) != KIND_RWSEM || (flags & (LCB_READ | LCB_RT)) != LCB_READ)
		return 0;
	count = word_at(lock + bpf_core_field_offset(struct rw_semaphore, count));
	/* Bit 63 says that the count is too high to be true. */
	return count & RWSEM_WRITER ? 0 : (__u32)((count & ~(1ULL << 63)) >> RWSEM_READER_SHIFT);
}

#endif
