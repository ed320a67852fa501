// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trace.c: the lines around frames: "Call Trace:", <IRQ> marks, program counters, registers. */
#include <string.h>

#include "source/dump/draft.h"
#include "source/dump/frame.h"

static bool call_trace(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_draft *d = pby_interleave__mark(p, s, true);

	/* A second trace in one section belongs to somebody whose header is missing. */
	if (!d->kind || d->closed || (d->trace && d->nr)) {
		bool ours = !d->kind;

		d = pby_draft__open(p, s, PBY_DRAFT_ORPHAN, 0);
		d->visible = ours;
	}
	d->trace = true;
	pby_text__skip_blanks(&rest);
	if (!pby_text__empty(&rest))
		pby_draft__frame_line(p, s, rest);
	return true;
}

static bool task_begins(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_draft *d = pby_interleave__mark(p, s, true);

	(void)rest;
	d->trace |= d->kind != PBY_DRAFT_NONE;
	d->interrupt = 0;
	return true;
}

static bool task_ends(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_draft *d = pby_interleave__mark(p, s, false);

	(void)rest;
	if (d)
		d->closed = true;
	return true;
}

/* "<IRQ>", and on older kernels "<IRQ>  [<addr>] func" on one line. */
static bool irq_begins(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	s->draft.interrupt = 1;
	pby_text__skip_blanks(&rest);
	if (!pby_text__empty(&rest))
		pby_draft__frame_line(p, s, rest);
	return true;
}

static bool irq_ends(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	s->draft.interrupt = 0;
	pby_text__skip_blanks(&rest);
	if (!pby_text__empty(&rest))
		pby_draft__frame_line(p, s, rest);
	return true;
}

/* "<#DF> ..." and "</#DF>" */
static bool exception_begins(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	return pby_text__until(&rest, '>', &(struct pby_text){ 0 }) && irq_begins(p, s, rest);
}

static bool exception_ends(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	return pby_text__until(&rest, '>', &(struct pby_text){ 0 }) && irq_ends(p, s, rest);
}

/* "<Same stack as pid 2294>": an Android kernel saves lines. */
static bool same_stack(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_draft *d = &s->draft;
	int32_t pid, i;

	if (!pby_pid__eat(&rest, &pid) || d->kind != PBY_DRAFT_TASK || d->nr)
		return false;
	i = pby_merge__find(p, pid);
	if (i < 0)
		return true;
	d->same_as = p->dump->tasks.items[i].frames;
	d->closed = true;
	return true;
}

static void push_pc(struct pby_parser *p, struct pby_stream *s, struct pby_text t)
{
	struct pby_raw_frame f;

	memset(&f, 0, sizeof(f));
	pby_text__skip_blanks(&t);
	pby_text__eat(&t, "(");
	if (!s->draft.kind || s->draft.closed || !pby_raw_frame__symbol(&t, &f))
		return;
	if ((f.weak && !f.inlined) || pby_text__starts(f.name, "0x"))
		return;
	pby_draft__push(p, s, pby_stacks__frame(&p->stacks, &f, true));
}

/* Takes "[<ffffffff81153416>]" and blanks off. */
static void skip_addresses(struct pby_text *t)
{
	for (;;) {
		struct pby_text s = *t;

		pby_text__skip_blanks(&s);
		if (!pby_text__eat(&s, "[<") || !pby_text__until(&s, ']', &(struct pby_text){ 0 }))
			return;
		*t = s;
	}
}

/*
 * "0010:native_safe_halt+0x6/0x10", "0010:[<addr>]  [<addr>] func+0x1/0x2", "0033:0x7f66e159f59d",
 * "e030:func+..." on Xen. In user space the stack of the kernel has come to its end.
 */
static bool x86_pc(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_draft *d;
	struct pby_text cs;

	pby_text__skip_blanks(&rest);
	if (pby_text__until(&rest, ':', &cs) && (pby_text__is(cs, "0033") || pby_text__is(cs, "0023") ||
						 pby_text__is(cs, "0073") || pby_text__is(cs, "e033"))) {
		d = pby_interleave__mark(p, s, false);
		if (d)
			d->ended = true;
		return true;
	}
	skip_addresses(&rest);
	push_pc(p, s, rest);
	return true;
}

static bool other_pc(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	pby_text__skip_blanks(&rest);
	pby_text__eat(&rest, ":");
	pby_text__skip_blanks(&rest);
	skip_addresses(&rest);
	push_pc(p, s, rest);
	return true;
}

/* powerpc: "NIP [c00000000007a6a4] plpar_hcall_norets+0x1c/0x28" (not "NIP:  c000... LR: ...") */
static bool ppc_pc(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	if (!pby_text__until(&rest, ']', &(struct pby_text){ 0 }))
		return false;
	push_pc(p, s, rest);
	return true;
}

/* s390: "Krnl PSW : 0704c00180000000 00000000001157d6 (smp_yield_cpu+0x1e/0x28)" */
static bool s390_pc(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *at = memchr(rest.p, '(', pby_text__len(&rest));

	if (at)
		push_pc(p, s, (struct pby_text){ at, rest.end });
	return true;
}

/* The user's registers of a system call: its number is the only thing they tell. */
static bool stack_pointer(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *at = pby_text__find(rest, "ORIG_RAX: ");
	struct pby_text nr = { at ? at + 10 : rest.end, rest.end };
	uint64_t v;

	(void)p;
	if (at && pby_text__hex(&nr, &v) && v < 0x10000 && s->draft.kind)
		s->draft.task.syscall_nr = v;
	return true;
}

static bool nothing(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)p;
	(void)s;
	(void)rest;
	return true;
}

/* What cannot belong to the section before it. */
static bool ends_section(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	return true;
}

const struct pby_cue pby_cues__trace[] = {
	{ "Call Trace:", call_trace },
	{ "Call trace:", call_trace },		/* arm64 */
	{ "Backtrace:", call_trace },		/* arm */
	{ "<TASK>", task_begins },		/* 5.16 and later */
	{ "</TASK>", task_ends },
	{ "<IRQ>", irq_begins },
	{ "</IRQ>", irq_ends },
	{ "<EOI>", irq_ends },
	{ "<NMI>", irq_begins },
	{ "</NMI>", irq_ends },
	{ "<<EOE>>", irq_ends },
	{ "<EOE>", irq_ends },			/* 4.9 to 4.13 */
	{ "<SOFTIRQ>", irq_begins },
	{ "</SOFTIRQ>", irq_ends },
	{ "<#", exception_begins },
	{ "</#", exception_ends },
	{ "<Same stack as pid ", same_stack },
	{ "RIP: ", x86_pc },
	{ "EIP: ", x86_pc },
	{ "EIP is at ", other_pc },
	{ "PC is at ", other_pc },		/* arm */
	{ "pc : ", other_pc },			/* arm64 */
	{ "epc : ", other_pc },			/* riscv */
	{ "epc   : ", other_pc },		/* mips */
	{ "NIP [", ppc_pc },
	{ "Krnl PSW : ", s390_pc },
	{ "RSP: ", stack_pointer },
	{ "RAX: ", nothing },
	{ "RDX: ", nothing },
	{ "RBP: ", nothing },
	{ "R10: ", nothing },
	{ "R13: ", nothing },
	{ "Code: ", nothing },
	{ "Modules linked in:", nothing },
	{ "Hardware name: ", nothing },
	{ "FS: ", nothing },
	{ "CS: ", nothing },
	{ "CR2: ", nothing },
	{ "DR0: ", nothing },
	{ "DR3: ", nothing },
	{ "---[ end trace", ends_section },
	{ "------------[ cut here ]", ends_section },
	{ "task                        PC stack", ends_section },
	{ "Show Blocked State", ends_section },
	{ "Show State", ends_section },
	{ "Sched Debug Version", ends_section },
	{ NULL, NULL },
};
