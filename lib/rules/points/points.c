// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points.c: judges every attach point of a kernel. */
#include "rules/points/hangs.h"

#include <string.h>

#include "rules/points/point.h"

static void (*const judges[PBY_NR_HOOKS])(struct pby_point *pt) = {
	[PBY_HOOK_KPROBE] = pby_point__kprobe,
	[PBY_HOOK_KRETPROBE] = pby_point__kretprobe,
	[PBY_HOOK_KPROBE_MULTI] = pby_point__kprobe_multi,
	[PBY_HOOK_KRETPROBE_MULTI] = pby_point__kretprobe_multi,
	[PBY_HOOK_KPROBE_SESSION] = pby_point__kprobe_session,
	[PBY_HOOK_FENTRY] = pby_point__fentry,
	[PBY_HOOK_FEXIT] = pby_point__fexit,
	[PBY_HOOK_FMOD_RET] = pby_point__fmod_ret,
	[PBY_HOOK_LSM] = pby_point__lsm,
	[PBY_HOOK_TRACEPOINT] = pby_point__tracepoint,
	[PBY_HOOK_RAW_TP] = pby_point__raw_tp,
	[PBY_HOOK_TP_BTF] = pby_point__tp_btf,
	[PBY_HOOK_UPROBE] = pby_point__uprobe,
	[PBY_HOOK_URETPROBE] = pby_point__uretprobe,
	[PBY_HOOK_UPROBE_MULTI] = pby_point__uprobe_multi,
	[PBY_HOOK_UPROBE_SESSION] = pby_point__uprobe_session,
	[PBY_HOOK_USDT] = pby_point__usdt,
};

const struct pby_hang pby_hangs[] = {
#define HANG(hook, id) { PBY_HOOK_##hook, id },
#include "rules/points/hangs.def"
#undef HANG
};

const size_t pby_nr_hangs = sizeof(pby_hangs) / sizeof(pby_hangs[0]);

static bool was_found(const struct pby_verdict *verdict, const char *id)
{
	for (uint32_t i = 0; i < verdict->judgements.nr; i++)
		if (!strcmp(verdict->judgements.items[i].rule->id, id))
			return verdict->judgements.items[i].answer == PBY_FOUND;
	return false;
}

static void add_hangs(struct pby_attach_point *row, const struct pby_verdict *verdict)
{
	int nr = 0;

	for (size_t i = 0; i < pby_nr_hangs && nr < PBY_MAX_HANGS; i++)
		if (pby_hangs[i].hook == row->hook && was_found(verdict, pby_hangs[i].rule))
			row->hangs[nr++] = pby_hangs[i].rule;
}

/* A hook that does not work here has no mechanism, shares nothing and loses nothing. */
static void leave_out(struct pby_attach_point *row)
{
	row->mechanism = PBY_MECHANISM_UNKNOWN;
	row->how = "";
	row->scaling = PBY_SCALING_UNKNOWN;
	row->scales = "";
	row->losses.nr = 0;
}

void pby_attach_points__judge(struct pby_kernel *kernel, const struct pby_verdict *verdict,
			      struct pby_attach_points *points)
{
	*points = (struct pby_attach_points){ 0 };
	for (int hook = 0; hook < PBY_NR_HOOKS; hook++) {
		struct pby_attach_point *row = &points->items[hook];
		struct pby_point pt = { kernel, &points->arena, row };

		*row = (struct pby_attach_point){ .hook = (enum pby_hook)hook, .how = "",
						  .scales = "", .advice = "" };
		row->trial.step = "";
		judges[hook](&pt);
		if (row->works == PBY_NO)
			leave_out(row);
		else if (verdict)
			add_hangs(row, verdict);
	}
}
