// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* modelled.c: the price of each probe's hits. */
#include "model/cost/modelled.h"

#include <string.h>

#include "model/cost/instruction.h"

/*
 * What the price list has no row for is priced as the nearest that does the same: a multi link differs in how it
 * is attached, not in how it is hit.
 */
static const struct {
	enum pby_probe_kind kind;
	enum pby_hook hook;
} hooks[] = {
	{ PBY_KIND_KPROBE, PBY_HOOK_KPROBE }, { PBY_KIND_KRETPROBE, PBY_HOOK_KRETPROBE },
	{ PBY_KIND_KPROBE_MULTI, PBY_HOOK_KPROBE_MULTI }, { PBY_KIND_KRETPROBE_MULTI, PBY_HOOK_KRETPROBE_MULTI },
	{ PBY_KIND_FENTRY, PBY_HOOK_FENTRY }, { PBY_KIND_FEXIT, PBY_HOOK_FEXIT },
	{ PBY_KIND_FMOD_RET, PBY_HOOK_FMOD_RET }, { PBY_KIND_LSM, PBY_HOOK_FMOD_RET },
	{ PBY_KIND_TRACEPOINT, PBY_HOOK_TRACEPOINT }, { PBY_KIND_RAW_TP, PBY_HOOK_RAW_TP },
	{ PBY_KIND_TP_BTF, PBY_HOOK_TP_BTF }, { PBY_KIND_UPROBE, PBY_HOOK_UPROBE },
	{ PBY_KIND_URETPROBE, PBY_HOOK_URETPROBE }, { PBY_KIND_UPROBE_MULTI, PBY_HOOK_UPROBE },
	{ PBY_KIND_URETPROBE_MULTI, PBY_HOOK_URETPROBE },
};

static const char *kprobe_variant(const struct pby_probe *p, const char **text)
{
	if (p->state & PBY_STATE_OPTIMISED)
		return "optimised";
	if (p->state & PBY_STATE_INT3)
		return "int3";
	if (p->state & PBY_STATE_FTRACE)
		return "ftrace";
	*text = "no list told whether it is by ftrace, by jump or by trap";
	return NULL;
}

bool pby_cost__hook_of(const struct pby_probe *p, const struct pby_cost_code *code, enum pby_hook *hook,
		       const char **variant, const char **text)
{
	size_t i = 0;

	while (i < sizeof(hooks) / sizeof(hooks[0]) && hooks[i].kind != p->kind)
		i++;
	if (i == sizeof(hooks) / sizeof(hooks[0]))
		return false;
	*hook = hooks[i].hook;
	*variant = *text = "";
	if (pby_probe_kind__family(p->kind) == PBY_FAMILY_UPROBE)
		*variant = pby_instruction__variant(code ? code->bytes : NULL, code ? code->nr : 0, text);
	else if (p->kind == PBY_KIND_KPROBE)
		*variant = kprobe_variant(p, text);
	else if (p->kind == PBY_KIND_TRACEPOINT && p->target && !strncmp(p->target, "syscalls:", 9))
		*variant = "syscall";
	return true;
}

const struct pby_cost_code *pby_cost__code_of(const struct pby_cost_seen *seen, uint32_t probe)
{
	for (uint32_t i = 0; i < seen->codes.nr; i++)
		if (seen->codes.items[i].probe == probe)
			return &seen->codes.items[i];
	return NULL;
}

static struct pby_amount unknown(const char *why)
{
	return (struct pby_amount){ PBY_MAYBE, 0, why };
}

/*
 * With an empty program; where that row could not be measured, with one that counts, which takes a few ns more. A
 * multi link has a row of its own on some instructions only.
 */
static const struct pby_price *price_of(const struct pby_calibration *prices, const struct pby_probe *p,
					enum pby_hook hook, const char *variant)
{
	const struct pby_price *price = NULL;

	if (p->kind == PBY_KIND_UPROBE_MULTI)
		price = pby_calibration__price(prices, PBY_HOOK_UPROBE_MULTI, variant, PBY_BENCH_EMPTY);
	if (!price)
		price = pby_calibration__price(prices, hook, variant, PBY_BENCH_EMPTY);
	if (!price)
		price = pby_calibration__price(prices, hook, variant, PBY_BENCH_COUNTER);
	return price;
}

static void model(struct pby_cost *cost, const struct pby_cost_seen *seen, const struct pby_probes *probes,
		  const struct pby_calibration *prices, uint32_t i)
{
	struct pby_cost_probe *to = &cost->probes.items[i];
	const struct pby_price *price;
	const char *variant, *text;
	enum pby_hook hook;

	if (!pby_cost__hook_of(&probes->probes.items[i], pby_cost__code_of(seen, i), &hook, &variant, &text)) {
		to->hit_ns = unknown("the price list is of hooks for tracing only");
		return;
	}
	if (!variant) {
		to->hit_ns = unknown(text);
		return;
	}
	price = price_of(prices, &probes->probes.items[i], hook, variant);
	if (!price) {
		to->hit_ns = unknown(pby_arena__printf(&cost->arena, "the price list has no usable row for %s%s%s",
						       pby_hook__name(hook), *variant ? "/" : "", variant));
		return;
	}
	to->hit_ns = (struct pby_amount){ PBY_YES, price->net_ns + (to->run_ns.read == PBY_YES ? to->run_ns.value : 0),
					  NULL };
	to->model = pby_arena__printf(&cost->arena, "%s%s%s %.0f ns (+-%.0f) %s%s%s", price->hook,
				      *price->variant ? "/" : "", price->variant, price->net_ns, price->error_ns, price->body,
				      *text ? ", on " : "", text);
}

void pby_cost__model(struct pby_cost *cost, const struct pby_cost_seen *seen, const struct pby_probes *probes,
		     const struct pby_calibration *prices, const char *why)
{
	for (uint32_t i = 0; i < cost->probes.nr; i++) {
		if (prices->rows.nr)
			model(cost, seen, probes, prices, i);
		else
			cost->probes.items[i].hit_ns = unknown(why);
	}
}
