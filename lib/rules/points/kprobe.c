// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe.c: attach points that go through the kernel's kprobes: kprobe and kretprobe. */
#include <string.h>

#include "rules/kernel/kretprobe_pool.h"
#include "rules/points/point.h"

/* register_kprobe() is a stub without CONFIG_KPROBES; the dispatchers of trace events never are. */
static void need_kprobes(struct pby_point *pt, const char *dispatcher)
{
	const char *const dispatchers[] = { dispatcher, NULL };
	const char *lockdown = pby_kernel__setting_text(pt->k, "lockdown");
	struct pby_fact locked = pby_kernel__setting(pt->k, "lockdown");

	pby_point__need_function(pt, dispatchers, "CONFIG_KPROBE_EVENTS");
	pby_point__need_not(pt, "kprobes.enabled", "0", "kprobes are disarmed and do not fire");
	pby_point__need_ftrace(pt, "probes at function entries do not fire");
	if (lockdown && strstr(lockdown, "[confidentiality]")) {
		locked.value = PBY_NO;
		pby_point__need(pt, locked);
	}
}

static void lose_to_other_kprobes(struct pby_point *pt)
{
	const char *missed = pby_point__missed_in(pt, "perf_event.kprobe");

	pby_point__lose(pt, *missed ? missed : "kprobe.nmissed in kernel memory",
			"calls while another kprobe's handler runs on the same CPU");
	pby_point__lose_to_any_program(pt);
}

static void entry(struct pby_point *pt)
{
	struct pby_fact ftrace = pby_point__cite(pt, pby_kernel__function(pt->k, "kprobe_ftrace_handler"));
	struct pby_fact jump = pby_point__cite(pt, pby_kernel__function(pt->k, "optimized_callback"));
	struct pby_fact off = pby_kernel__setting_is(pt->k, "debug.kprobes-optimization", "0");
	const char *inside = pby_fact__yes(jump) && !pby_fact__yes(off)
				     ? "a jump where one fits (optimised), else a trap"
				     : "a trap";

	if (pby_fact__yes(ftrace))
		pby_point__mechanism(pt, PBY_MECHANISM_KPROBE_FTRACE,
				     "ftrace at a function's entry; elsewhere %s", inside);
	else if (pby_fact__no(ftrace))
		pby_point__mechanism(pt, PBY_MECHANISM_KPROBE_TRAP, "everywhere %s", inside);
}

void pby_point__kprobe(struct pby_point *pt)
{
	need_kprobes(pt, "kprobe_dispatcher");
	pt->row->advice = pby_point__alive(pt)
		? "at function entries; kprobes/list must say [FTRACE] or [OPTIMIZED], else each hit is a trap"
		: "use raw_tp or tp_btf where a tracepoint is near";
	if (!pby_point__alive(pt))
		return;
	entry(pt);
	pby_point__scaling(pt, PBY_SCALING_FREE, "calls share nothing that is written");
	lose_to_other_kprobes(pt);
}

static const struct {
	enum pby_kretprobe_pool pool;
	enum pby_mechanism mechanism;
	enum pby_scaling scaling;
	const char *how, *scales;
} pools[] = {
	{ PBY_POOL_SPINLOCK, PBY_MECHANISM_KRETPROBE_SPINLOCK, PBY_SCALING_LOCK,
	  "instances from a list under a spinlock, tasks in a hash of locked lists",
	  "two locks at entry and two at return: one call at a time" },
	{ PBY_POOL_CAS, PBY_MECHANISM_KRETPROBE_FREELIST, PBY_SCALING_LINE,
	  "instances from one lock-free list",
	  "compare-and-swap on one cache line at entry and at return" },
	{ PBY_POOL_OBJPOOL, PBY_MECHANISM_KRETPROBE_OBJPOOL, PBY_SCALING_FREE,
	  "instances from a ring per CPU, others' when it is empty",
	  "each CPU takes from its own ring" },
};

static void lose_to_pool(struct pby_point *pt)
{
	const char *missed = pby_point__missed_in(pt, "perf_event.kprobe");
	struct pby_maxactive max = pby_kretprobe_pool__maxactive(pt->k, NULL);

	if (!*missed)
		missed = "kretprobe.nmissed in kernel memory";
	if (!max.most)
		pby_point__lose(pt, missed, "returns of calls beyond the pool in progress at once");
	else if (max.least == max.most)
		pby_point__lose(pt, missed, "returns of calls beyond %u in progress at once", max.most);
	else
		pby_point__lose(pt, missed, "returns of calls beyond %u, or %u, in progress at once",
				max.least, max.most);
}

void pby_point__kretprobe(struct pby_point *pt)
{
	/* register_kretprobe() and its pre-handler are stubs without CONFIG_KRETPROBES; these never are. */
	static const char *const handlers[] = { "kretprobe_rethook_handler", "__kretprobe_trampoline_handler",
						"trampoline_handler", NULL };
	enum pby_kretprobe_pool pool = pby_kretprobe_pool__of(pt->k, NULL);

	pby_point__need_function(pt, handlers, "CONFIG_KRETPROBES");
	need_kprobes(pt, "kretprobe_dispatcher");
	pt->row->advice = "use fexit or a tracepoint instead";
	if (!pby_point__alive(pt))
		return;
	for (size_t i = 0; i < sizeof(pools) / sizeof(pools[0]); i++) {
		if (pools[i].pool != pool)
			continue;
		pby_point__mechanism(pt, pools[i].mechanism, "%s", pools[i].how);
		pby_point__scaling(pt, pools[i].scaling, pools[i].scales);
	}
	lose_to_pool(pt);
	lose_to_other_kprobes(pt);
	pt->row->advice = pool == PBY_POOL_OBJPOOL
		? "never on functions that sleep: the pool runs dry; there use fexit"
		: "not on functions that sleep or that many CPUs call; there use fexit";
}
