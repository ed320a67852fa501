// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.bpf.c: the hooks of `probity locks`; what they do lies in locks_*.h. */
#include "bpf/locks_spin.h"
#include "bpf/locks_look.h"
#include "bpf/locks_call.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

static __always_inline int begin(__u64 lock, __u32 flags)
{
	/* A mutex that spins for its owner is waited for by a task; all other spinning by a CPU. */
	if ((flags & (LCB_SPIN | LCB_MUTEX)) == LCB_SPIN)
		return settings.spins ? spin_begin(lock, flags) : 0;
	return on_begin(lock, flags, BY_EVENT);
}

static __always_inline int end(void *ctx, __u64 lock, __s32 ret)
{
	if (settings.spins && spin_end(lock))
		return 0;
	return on_end(ctx, lock, ret, BY_EVENT);
}

static __always_inline int release(__u64 lock)
{
	struct pby_locks_row *row = row_find(lock);
	struct pby_locks_wait w = { .lock = lock };

	if (!row)
		return 0;
	ADD(row->releases, 1);
	record(PBY_LOCKS_RELEASE, &w, bpf_ktime_get_ns(), 0, 0, 0);
	return 0;
}

/* The same three events by each way to reach them; the first that loads is used. */
SEC("tp_btf/contention_begin")
int begin_tp_btf(__u64 *ctx)
{
	return begin(ctx[0], (__u32)ctx[1]);
}

SEC("tp_btf/contention_end")
int end_tp_btf(__u64 *ctx)
{
	return end(ctx, ctx[0], (__s32)ctx[1]);
}

SEC("tp_btf/contended_release")
int release_tp_btf(__u64 *ctx)
{
	return release(ctx[0]);
}

SEC("raw_tp/contention_begin")
int begin_raw_tp(struct bpf_raw_tracepoint_args *ctx)
{
	return begin(ctx->args[0], (__u32)ctx->args[1]);
}

SEC("raw_tp/contention_end")
int end_raw_tp(struct bpf_raw_tracepoint_args *ctx)
{
	return end(ctx, ctx->args[0], (__s32)ctx->args[1]);
}

SEC("raw_tp/contended_release")
int release_raw_tp(struct bpf_raw_tracepoint_args *ctx)
{
	return release(ctx->args[0]);
}

/* events/lock/contention_begin/format and its brother's: 8 bytes of every event's own come first. */
struct tp_args {
	__u64 event;
	__u64 lock;
	__u32 flags_or_ret;
};

SEC("tracepoint/lock/contention_begin")
int begin_tp(struct tp_args *ctx)
{
	return begin(ctx->lock, ctx->flags_or_ret);
}

SEC("tracepoint/lock/contention_end")
int end_tp(struct tp_args *ctx)
{
	return end(ctx, ctx->lock, (__s32)ctx->flags_or_ret);
}

SEC("tracepoint/lock/contended_release")
int release_tp(struct tp_args *ctx)
{
	return release(ctx->lock);
}

enum returns { RET_NONE, RET_INT, RET_POINTER };

/* 0, or -errno as the function gave it. */
static __always_inline __s32 error_in(__u64 ret, enum returns kind)
{
	if (kind == RET_INT)
		return (__s32)ret < 0 ? (__s32)ret : 0;
	return kind == RET_POINTER && ret >= (__u64)-4095 ? (__s32)ret : 0;
}

/* An argument or the result as a number: with a typed pointer the verifier of 5.10 lets nothing be computed. */
static __always_inline __u64 number(const __u64 *ctx, int i)
{
	__u64 n = 0;

	bpf_probe_read_kernel(&n, sizeof(n), &ctx[i]);
	return n;
}

#define SLOWPATH(function, flags, nr_args, returns, only)			\
	SEC("fentry/" #function) int enter_##function(__u64 *ctx)		\
	{									\
		if (only >= 0 && !(bool)number(ctx, only))			\
			return 0;						\
		return on_begin(number(ctx, 0), (flags), BY_FUNCTION);		\
	}									\
	SEC("fexit/" #function) int leave_##function(__u64 *ctx)		\
	{									\
		if (only >= 0 && !(bool)number(ctx, only))			\
			return 0;						\
		return on_end(ctx, number(ctx, 0), returns == RET_NONE ? 0	\
			      : error_in(number(ctx, nr_args), returns), BY_FUNCTION); \
	}
#include "bpf/slowpaths.def"
#undef SLOWPATH

/* The same functions by kprobes on their entries: their ends are found by sched_switch. */
#define SLOWPATH(function, flags, nr_args, returns, only)			\
	SEC("kprobe/" #function) int call_##function(struct pt_regs *ctx)	\
	{									\
		if (only >= 0 && !(bool)PT_REGS_PARM2(ctx))			\
			return 0;						\
		return call(ctx, PT_REGS_PARM1(ctx), (flags));		\
	}
#include "bpf/slowpaths.def"
#undef SLOWPATH

SEC("kprobe")
int on_call(struct pt_regs *ctx)
{
	return call_begins(ctx);
}

/* Arguments: preempted, previous, next. */
SEC("raw_tp/sched_switch")
int switch_raw_tp(struct bpf_raw_tracepoint_args *ctx)
{
	return on_switch(ctx, (struct task_struct *)ctx->args[2]);
}

/* Spinning on kernels without the events: the same in 5.10 and later. */
#define SPINPATH(function, flags)						\
	SEC("fentry/" #function) int enter_##function(__u64 *ctx)		\
	{									\
		return spin_begin(number(ctx, 0), (flags));				\
	}									\
	SEC("fexit/" #function) int leave_##function(__u64 *ctx)		\
	{									\
		spin_end(number(ctx, 0));						\
		return 0;							\
	}
SPINPATH(native_queued_spin_lock_slowpath, LCB_SPIN)
SPINPATH(queued_read_lock_slowpath, LCB_SPIN | LCB_READ)
SPINPATH(queued_write_lock_slowpath, LCB_SPIN | LCB_WRITE)

SEC("iter/task")
int look(struct bpf_iter__task *ctx)
{
	return look_at(ctx);
}
