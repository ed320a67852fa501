// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* plan.c: targets that nothing else on the machine is likely to call. */
#include "source/bench/plan.h"

#include <stdio.h>

#include "source/bench/place.h"
#include "source/trial/target.h"

enum { MAX_WAYS = 2 };

/* function NULL: that of getpgid, whose name depends on the architecture. */
static const struct kernel_way {
	enum pby_bench_trigger_kind trigger;
	const char *function, *security;
	const char *tracepoint, *tracepoint_type, *event;
} functions[MAX_WAYS] = {
	{ PBY_TRIGGER_HELPER, "bpf_get_numa_node_id", NULL, NULL, NULL, NULL },
	{ PBY_TRIGGER_GETPGID, NULL, NULL, NULL, NULL, NULL },
}, changed[MAX_WAYS] = {
	{ PBY_TRIGGER_KFUNC, NULL, "bpf_modify_return_test_tp", NULL, NULL, NULL },
	{ PBY_TRIGGER_GETPGID, NULL, "security_task_getpgid", NULL, NULL, NULL },
}, events[MAX_WAYS] = {
	{ PBY_TRIGGER_KFUNC, NULL, NULL, "bpf_trigger_tp", "btf_trace_bpf_trigger_tp", "bpf_test_run/bpf_trigger_tp" },
	{ PBY_TRIGGER_RENAME, NULL, NULL, "task_rename", "btf_trace_task_rename", "task/task_rename" },
}, syscall_event[] = {
	{ PBY_TRIGGER_GETPGID, NULL, NULL, NULL, NULL, "syscalls/sys_enter_getpgid" },
}, other_syscall[] = {
	{ PBY_TRIGGER_GETPPID, NULL, NULL, NULL, NULL, "syscalls/sys_enter_getpgid" },
};

static const struct kernel_row {
	const struct kernel_way *ways;
	int nr;
	enum pby_bench_inner inner;
} rows[PBY_NR_BENCH_HOOKS] = {
	[PBY_BENCH_KPROBE_FTRACE] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_KPROBE_OPTIMISED] = { functions, MAX_WAYS, PBY_INNER_OPTIMISED },
	[PBY_BENCH_KPROBE_INT3] = { functions, MAX_WAYS, PBY_INNER_TRAP },
	[PBY_BENCH_KRETPROBE] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_KPROBE_MULTI] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_KRETPROBE_MULTI] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_KPROBE_SESSION] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_FENTRY] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_FEXIT] = { functions, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_FMOD_RET] = { changed, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_TRACEPOINT] = { events, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_RAW_TP] = { events, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_TP_BTF] = { events, MAX_WAYS, PBY_INNER_NO },
	[PBY_BENCH_SYSCALL] = { syscall_event, 1, PBY_INNER_NO },
	[PBY_BENCH_SYSCALL_TAX] = { other_syscall, 1, PBY_INNER_NO },
};

static bool in_program(enum pby_bench_hook row, int i, struct pby_bench_way *way)
{
	/*
	 * A place of its own: where a uprobe with a semaphore is, or was left behind by a process that was killed, the
	 * kernel refuses one without with EINVAL (seen on 6.1 and 7.2; kernel/events/uprobes.c: ref_ctr_mismatch_warn()).
	 */
	const struct pby_bench_place *place = pby_bench_place__find(row == PBY_BENCH_USDT ? "usdt" :
								    pby_bench_hooks[row].variant);

	if (i || !place)
		return false;
	*way = (struct pby_bench_way){ .trigger = PBY_TRIGGER_FUNCTION, .function = place->function };
	way->at.place = (const void *)place->function;
	way->at.semaphore = &pby_bench_semaphore;
	return true;
}

bool pby_bench_plan__way(enum pby_bench_hook row, struct pby_kernel *k, int i, struct pby_bench_way *way)
{
	const struct kernel_row *r = &rows[row];
	const struct kernel_way *w;

	if (!r->ways)
		return in_program(row, i, way);
	if (i >= r->nr)
		return false;
	w = &r->ways[i];
	*way = (struct pby_bench_way){ .trigger = w->trigger, .inner = r->inner,
				       .count_is_others = row == PBY_BENCH_SYSCALL_TAX };
	way->at = (struct pby_recipe_at){
		.function = w->function ? w->function : pby_target__kernel_function(k),
		.security = w->security, .tracepoint = w->tracepoint, .tracepoint_type = w->tracepoint_type,
		.event = w->event,
	};
	return true;
}

void pby_bench_plan__describe(enum pby_bench_hook row, const struct pby_bench_way *way, char *text, size_t size)
{
	const struct pby_recipe_at *at = &way->at;

	if (at->place)
		snprintf(text, size, "a function of probity that begins with %s", pby_bench_hooks[row].variant);
	else if (at->event)
		snprintf(text, size, "%s", at->event);
	else if (at->security)
		snprintf(text, size, "%s", at->security);
	else if (at->offset)
		snprintf(text, size, "%s+0x%llx", at->function, (unsigned long long)at->offset);
	else
		snprintf(text, size, "%s", at->function);
}
