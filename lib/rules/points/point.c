// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* point.c: collects what a row of the table of attach points needs, loses and shares. */
#include "rules/points/point.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

struct pby_fact pby_point__cite(struct pby_point *pt, struct pby_fact fact)
{
	struct pby_evidence *e = PBY_PUSH(pt->arena, &pt->row->evidence);

	if (e)
		*e = (struct pby_evidence){ fact.value, fact.strength,
					    pby_arena__strdup(pt->arena, fact.text),
					    pby_arena__strdup(pt->arena, fact.where) };
	return fact;
}

/* NO beats MAYBE beats YES; among equals the first one stays the reason. */
static bool outweighs(enum pby_tri now, enum pby_tri before)
{
	static const int weight[] = { [PBY_YES] = 0, [PBY_MAYBE] = 1, [PBY_NO] = 2 };

	return weight[now] > weight[before];
}

void pby_point__need(struct pby_point *pt, struct pby_fact fact)
{
	struct pby_attach_point *row = pt->row;

	pby_point__cite(pt, fact);
	if (!row->because || outweighs(fact.value, row->works)) {
		row->works = fact.value;
		row->strength = fact.strength;
		row->because = pby_arena__strdup(pt->arena, fact.text);
	} else if (row->works == PBY_YES && fact.strength < row->strength) {
		row->strength = fact.strength;
	}
}

void pby_point__need_function(struct pby_point *pt, const char *const *names, const char *option)
{
	struct pby_fact any = pby_kernel__function(pt->k, names[0]);

	for (int i = 1; names[i] && !pby_fact__yes(any); i++) {
		struct pby_fact f = pby_kernel__function(pt->k, names[i]);

		if (pby_fact__yes(f)) {
			any = f;
		} else {
			any.value = pby_fact__no(any) && pby_fact__no(f) ? PBY_NO : PBY_MAYBE;
			any.text = pby_arena__printf(pt->arena, "%s, nor %s", any.text, names[i]);
		}
	}
	if (any.value == PBY_MAYBE && option && pt->k->config.read == PBY_YES)
		any = pby_kernel__config(pt->k, option);
	pby_point__need(pt, any);
}

void pby_point__need_not(struct pby_point *pt, const char *key, const char *value,
			 const char *meaning)
{
	struct pby_fact f = pby_kernel__setting_is(pt->k, key, value);

	/* What could not be read is no reason to doubt the hook, but is shown. */
	if (!pby_fact__yes(f)) {
		pby_point__cite(pt, f);
		return;
	}
	f.value = PBY_NO;
	f.text = pby_arena__printf(pt->arena, "%s: %s", f.text, meaning);
	pby_point__need(pt, f);
}

void pby_point__need_ftrace(struct pby_point *pt, const char *meaning)
{
	struct pby_fact dead = pby_kernel__setting_failed(pt->k, "kernel.ftrace_enabled", ENODEV);

	if (pby_fact__yes(dead)) {
		dead.value = PBY_NO;
		dead.text = pby_arena__printf(pt->arena, "ftrace gave up (%s): %s", dead.text, meaning);
		pby_point__need(pt, dead);
		return;
	}
	pby_point__need_not(pt, "kernel.ftrace_enabled", "0", meaning);
}

void pby_point__need_btf(struct pby_point *pt)
{
	const struct pby_domain *d = &pt->k->btf;
	struct pby_fact f = { PBY_MAYBE, PBY_OBSERVED, "BTF of the kernel: not known", "BTF" };

	if (d->read == PBY_YES) {
		f.value = PBY_YES;
		f.text = "BTF of the kernel";
	} else if (d->why && *d->why) {
		f.text = pby_arena__printf(pt->arena, "BTF of the kernel: not known (%s)", d->why);
	}
	pby_point__need(pt, f);
}

bool pby_point__alive(const struct pby_point *pt)
{
	return pt->row->works != PBY_NO;
}

static const char *say(struct pby_point *pt, const char *fmt, va_list ap)
{
	char text[256];

	vsnprintf(text, sizeof(text), fmt, ap);
	return pby_arena__strdup(pt->arena, text);
}

void pby_point__mechanism(struct pby_point *pt, enum pby_mechanism mechanism, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	pt->row->mechanism = mechanism;
	pt->row->how = say(pt, fmt, ap);
	va_end(ap);
}

void pby_point__scaling(struct pby_point *pt, enum pby_scaling scaling, const char *words)
{
	pt->row->scaling = scaling;
	pt->row->scales = words;
}

void pby_point__lose(struct pby_point *pt, const char *read_at, const char *fmt, ...)
{
	struct pby_loss *loss = PBY_PUSH(pt->arena, &pt->row->losses);
	va_list ap;

	if (!loss)
		return;
	va_start(ap, fmt);
	loss->what = say(pt, fmt, ap);
	loss->read_at = read_at;
	va_end(ap);
}

const char *pby_point__missed_in(struct pby_point *pt, const char *member)
{
	const char *path = pby_arena__printf(pt->arena, "%s.missed", member);
	struct pby_fact f = pby_point__cite(pt, pby_kernel__member(pt->k, "bpf_link_info", path));

	if (pby_fact__yes(f))
		return pby_arena__printf(pt->arena, "bpf_link_info.%s", path);
	return pby_fact__no(f) ? "" : "not known";
}

/*
 * trace_call_bpf() and the multi links run nothing while bpf_prog_active is set on the CPU. It is
 * counted since dd8657894c11 ("bpf: Count missed stats in trace_call_bpf") (6.7), which leaves no
 * trace of its own; e2b2cd592adb of the same release added kprobe_multi.missed to bpf_link_info.
 */
void pby_point__lose_to_any_program(struct pby_point *pt)
{
	struct pby_fact counted = pby_kernel__member(pt->k, "bpf_link_info", "kprobe_multi.missed");
	const char *read_at = pby_fact__yes(counted) ? "recursion_misses of the program"
						     : pby_fact__no(counted) ? "" : "not known";

	pby_point__lose(pt, read_at, "calls on a CPU that is running another event's program");
}

/* ca06f55b9002 ("bpf: Add per-program recursion prevention mechanism") (5.12) added prog->active. */
void pby_point__lose_to_itself(struct pby_point *pt)
{
	struct pby_fact counted = pby_kernel__member(pt->k, "bpf_prog_info", "recursion_misses");

	pby_point__lose(pt, pby_fact__yes(counted) ? "recursion_misses of the program"
						   : pby_fact__no(counted) ? "" : "not known",
			"calls while the same program runs on the same CPU");
}
