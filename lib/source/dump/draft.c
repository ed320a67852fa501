// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* draft.c: the section that is being read: opening, its frames, closing. */
#include <stdlib.h>
#include <string.h>

#include "source/dump/draft.h"
#include "source/dump/frame.h"
#include "source/dump/parser.h"

static void reset(struct pby_draft *d)
{
	uint32_t *frames = d->frames;
	uint32_t cap = d->cap;

	*d = (struct pby_draft){ .frames = frames, .cap = cap };
}

static void note_cut(struct pby_parser *p, int32_t i)
{
	struct pby_task *t = &p->dump->tasks.items[i];
	struct pby_note *n = pby_parser__note(p, PBY_NOTE_TRUNCATED, (struct pby_text){ 0 });

	if (!n)
		return;
	n->task = i;
	n->line = t->line;
	n->text = t->frames.nr ? "the text ends inside this task's stack" :
				 "the text ends before this task's stack";
}

int32_t pby_draft__finish(struct pby_parser *p, struct pby_draft *d, bool eof)
{
	enum pby_draft_kind kind = d->kind;
	int32_t i = -1;

	if (kind == PBY_DRAFT_TASK) {
		d->task.cut = eof && d->task.origin == PBY_STACK_CONSOLE && !d->closed && !d->ended && !pby_draft__at_end(p, d);
		i = pby_merge__task(p, d);
		if (i >= 0 && d->task.cut && p->dump->tasks.items[i].cut)
			note_cut(p, i);
	} else if (kind == PBY_DRAFT_LINK) {
		p->dump->lockdeps.items[d->lockdep].chain.items[d->link].frames =
			pby_stacks__stack(&p->stacks, d->frames, d->nr);
	} else if (kind == PBY_DRAFT_ORPHAN && d->nr && !eof && d->visible) {
		i = pby_merge__task(p, d);
	}
	reset(d);
	return i;
}

int32_t pby_draft__close(struct pby_parser *p, struct pby_stream *s)
{
	int32_t i;

	if (s->other.kind)
		pby_draft__finish(p, &s->other, false);
	i = pby_draft__finish(p, &s->draft, false);
	s->mixed = false;
	s->slot = PBY_LOCK_NONE;
	return i;
}

struct pby_draft *pby_draft__open(struct pby_parser *p, struct pby_stream *s,
				  enum pby_draft_kind kind, uint32_t seen)
{
	struct pby_draft *d = &s->draft;

	if (!pby_interleave__begin(p, s, seen))
		pby_draft__close(p, s);
	s->slot = PBY_LOCK_NONE;
	d->kind = kind;
	d->visible = true;
	d->task = (struct pby_task){
		.comm = "", .pid = PBY_PID_UNKNOWN, .tgid = PBY_PID_UNKNOWN, .ppid = PBY_PID_UNKNOWN,
		.ns_pid = PBY_PID_UNKNOWN, .cpu = s->cpu_next, .origin = PBY_STACK_CONSOLE,
		.seen = seen | s->seen_next, .nr_held_stated = -1, .syscall_nr = -1,
		.line = p->line.nr, .first_s = p->line.time_s, .last_s = p->line.time_s,
		.first_clock_s = p->line.clock_s, .last_clock_s = p->line.clock_s,
		.source = p->source,
	};
	s->seen_next = 0;
	s->cpu_next = -1;
	p->hint[0] = '\0';
	if (kind == PBY_DRAFT_TASK)
		p->any_section = true;
	return d;
}

/* Functions below which no kernel function stands: the entry from user space, a thread's start. */
static const char *const last_frames[] = {
	"entry_", "ret_from_fork", "ret_from_kernel_", "ret_fast_syscall", "ret_slow_syscall", "ret_to_user",
	"system_call", "sysenter_", "ia32_sys", "int80_", "kernel_thread_", "child_rip", "el0",
	"secondary_startup", "start_secondary", "start_kernel", "__primary_switched", "sysc_", "tracesys",
	"syscall_call", "handle_exception", "ret_from_exception", "x86_64_start_", "handle_syscall",
	"syscall_common", "return_from_SYSCALL", "stub_", "interrupt_return",
	"i386_start_kernel", "vector_swi", "__ret_from_fork", NULL,
};

/* Where a stack may end, though some go on for a frame. */
static const char *const late_frames[] = {
	"do_syscall_64", "do_trap_ecall", "do_fast_syscall", "__switch_to_asm", "asm_exc_",
	"cpu_startup_entry", NULL,
};

static bool begins_with_any(const char *name, const char *const *list)
{
	for (; *list; list++) {
		if (!strncmp(name, *list, strlen(*list)))
			return true;
	}
	return false;
}

static const char *frame_name(const struct pby_parser *p, const struct pby_draft *d, uint32_t i)
{
	return p->stacks.frames.items[d->frames[i]].name;
}

bool pby_draft__is_full(const struct pby_parser *p, const struct pby_draft *d)
{
	return d->nr && begins_with_any(frame_name(p, d, d->nr - 1), last_frames);
}

bool pby_draft__at_end(const struct pby_parser *p, const struct pby_draft *d)
{
	for (uint32_t k = d->nr; k > 0; k--) {
		const char *name = frame_name(p, d, k - 1);

		if (begins_with_any(name, last_frames) || begins_with_any(name, late_frames))
			return true;
		/* Leftovers may stand behind the last frame. */
		if (!p->stacks.frames.items[d->frames[k - 1]].unreliable)
			return false;
	}
	return false;
}

static bool room(struct pby_draft *d)
{
	uint32_t cap = d->cap ? d->cap * 2 : 64;
	uint32_t *bigger;

	if (d->nr < d->cap)
		return true;
	bigger = realloc(d->frames, cap * sizeof(*bigger));
	if (!bigger)
		return false;
	d->frames = bigger;
	d->cap = cap;
	return true;
}

/* A frame without a section: the beginning is missing, or only a stack was pasted. */
static bool adopt(struct pby_parser *p, struct pby_stream *s)
{
	const struct pby_line *l = &p->line;
	struct pby_text t = l->text;

	if (s->lockdep >= 0)
		return false;	/* histories of locks, not of tasks */
	pby_text__skip_blanks(&t);
	/* The hex address 0 is written by /proc only; older kernels wrote real ones there too. */
	if (pby_text__starts(t, "[<0>]") || (!l->stamped && pby_text__starts(t, "[<") && !s->draft.kind)) {
		pby_proc__anonymous(p, s);
		return true;
	}
	if (!p->orphan_line && !p->any_section)
		p->orphan_line = l->nr;
	return false;
}

/* do_syscall_64() may be the last one, or entry_SYSCALL_64_after_hwframe() stands below it. */
static bool goes_on(const struct pby_parser *p, const struct pby_draft *d, uint32_t frame)
{
	return frame && !pby_draft__is_full(p, d) && begins_with_any(p->stacks.frames.items[frame].name, last_frames);
}

void pby_draft__push(struct pby_parser *p, struct pby_stream *s, uint32_t frame)
{
	struct pby_draft *d = s->other.kind ? pby_interleave__pick(p, s, frame) : &s->draft;

	if (d->kind && !d->closed && d->task.origin == PBY_STACK_PROC &&
	    (d->ended || (pby_draft__at_end(p, d) && !goes_on(p, d, frame))))
		pby_proc__anonymous(p, s);
	if ((!d->kind || d->closed) && !adopt(p, s))
		return;
	if (d->interrupt)
		frame = pby_stacks__interrupted(&p->stacks, frame);
	if (d->nr >= PBY_FRAMES_MAX) {
		if (!d->overfull)
			pby_parser__note(p, PBY_NOTE_LIMIT, pby_text__str("stack with too many frames: cut"));
		d->overfull = true;
		return;
	}
	if (!frame || !room(d)) {
		p->no_memory = true;
		return;
	}
	d->frames[d->nr++] = frame;
}

/* A line that was learned; it may say two frames. */
static void push_line(struct pby_parser *p, struct pby_stream *s, uint32_t f)
{
	uint32_t second = p->stacks.pairs.items[f];

	if (!second || !s->draft.nr)
		pby_draft__push(p, s, f);
	if (second)
		pby_draft__push(p, s, second);
}

bool pby_draft__known_line(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	uint32_t f = pby_stacks__known(&p->stacks, text);

	if (f)
		push_line(p, s, f);
	return f;
}

bool pby_draft__frame_line(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_draft *d = &s->draft;
	struct pby_raw_frame raw[2];
	uint32_t f;
	int n;

	if (pby_draft__known_line(p, s, text))
		return true;

	/* /proc/PID/stack ended with ULONG_MAX before 5.3. */
	if (pby_text__starts(text, "[<ffffffffffffffff>]") || pby_text__starts(text, "[<ffffffff>] 0xffffffff")) {
		d->ended = true;
		return true;
	}
	n = pby_raw_frame__parse(text, raw);
	if (!n || (raw[0].weak && !(d->kind && (d->trace || d->nr))))
		return false;
	f = pby_stacks__learn(&p->stacks, text, raw, n);
	if (f)
		push_line(p, s, f);
	else
		p->no_memory = true;
	return true;
}
