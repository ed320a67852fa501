// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unwind.c: from frame to frame by the kernel's own rules; what they do not cover is scanned for. */
#include "source/core/unwind.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "model/types.h"
#include "source/core/modules.h"

enum { MAX_FRAMES = 128, MAX_SCANNED = 48, MAX_STACK_WORDS = (64 << 10) / 8 };

/* struct pt_regs of x86-64, the same since ever. */
enum { REGS_BP = 4 * 8, REGS_IP = 16 * 8, REGS_CS = 17 * 8, REGS_SP = 19 * 8, USER_CS = 3 };

/* A frame: where it is, and what its caller's registers will be computed from. */
struct state {
	const struct pby_unwind *u;
	const struct pby_ktask *task;
	const uint64_t *words;		/* the used part of the stack, from task->sp on */
	uint64_t base;			/* address of words[0] */
	size_t nr_words;
	uint64_t ip, sp, bp;
	bool exact;	/* ip is where it stopped, not where a call returns to */
};

enum step { STEP_FRAME, STEP_END, STEP_LOST };

static bool load(const struct state *s, uint64_t addr, uint64_t *value)
{
	if (addr < s->base || addr % 8 || (addr - s->base) / 8 >= s->nr_words)
		return false;
	*value = s->words[(addr - s->base) / 8];
	return true;
}

/*
 * An interrupt or a fault: its registers were saved on the stack, all or only those that the CPU saves, ip
 * to ss. From user mode there is nothing more.
 */
static enum step to_registers(struct state *s, uint64_t regs, bool all)
{
	uint64_t cs;

	if (!all)
		regs -= REGS_IP;
	if (!load(s, regs + REGS_CS, &cs) || !load(s, regs + REGS_IP, &s->ip) ||
	    !load(s, regs + REGS_SP, &s->sp))
		return STEP_LOST;
	if (cs & USER_CS)
		return STEP_END;
	if (all && !load(s, regs + REGS_BP, &s->bp))
		return STEP_LOST;
	s->exact = true;
	return STEP_FRAME;
}

/* push %rbp; mov %rsp,%rbp: what code without rules is taken to have done. */
static const struct pby_orc_rule frame_pointer = {
	PBY_ORC_CALL, PBY_ORC_REG_BP, PBY_ORC_REG_PREV_SP, 16, -16,
};

static bool caller_sp(const struct state *s, const struct pby_orc_rule *rule, uint64_t *sp)
{
	switch (rule->sp_reg) {
	case PBY_ORC_REG_SP:
		*sp = s->sp + (uint64_t)(int64_t)rule->sp_offset;
		return true;
	case PBY_ORC_REG_BP:
		*sp = s->bp + (uint64_t)(int64_t)rule->sp_offset;
		return true;
	case PBY_ORC_REG_SP_INDIRECT:
		if (!load(s, s->sp, sp))
			return false;
		*sp += (uint64_t)(int64_t)rule->sp_offset;
		return true;
	case PBY_ORC_REG_BP_INDIRECT:
		return load(s, s->bp + (uint64_t)(int64_t)rule->sp_offset, sp);
	default:
		return false;
	}
}

static bool caller_bp(struct state *s, const struct pby_orc_rule *rule, uint64_t sp)
{
	uint64_t from = rule->bp_reg == PBY_ORC_REG_PREV_SP ? sp : s->bp;

	if (rule->bp_reg != PBY_ORC_REG_PREV_SP && rule->bp_reg != PBY_ORC_REG_BP)
		return true;
	return load(s, from + (uint64_t)(int64_t)rule->bp_offset, &s->bp);
}

static enum step step(struct state *s)
{
	uint64_t sp, before = s->sp;
	struct pby_orc_rule rule;
	enum step end;

	if (!pby_orc__find(&s->u->orc, s->exact ? s->ip : s->ip - 1, &rule))
		rule = frame_pointer;
	if (rule.type == PBY_ORC_END)
		return STEP_END;
	if (rule.type == PBY_ORC_UNDEFINED || !caller_sp(s, &rule, &sp))
		return STEP_LOST;
	if (rule.type == PBY_ORC_CALL) {
		if (!load(s, sp - 8, &s->ip) || !caller_bp(s, &rule, sp))
			return STEP_LOST;
		s->sp = sp;
		s->exact = false;
	} else {
		end = to_registers(s, sp, rule.type == PBY_ORC_REGS);
		if (end != STEP_FRAME)
			return end;
	}
	return s->sp > before ? STEP_FRAME : STEP_LOST;
}

static bool is_text(const struct pby_unwind *u, uint64_t addr)
{
	const struct pby_symbol *sym;
	struct pby_orc_rule rule;
	uint64_t offset;

	if (addr >= u->text_start && addr < u->text_end)
		return true;
	sym = addr >> 63 ? pby_addresses__find(&u->view->addresses, addr, &offset) : NULL;
	/* Of a module: its tables tell text from data, or else only its symbol's nearness. */
	return sym && sym->module && (u->orc.nr ? pby_orc__find(&u->orc, addr, &rule) : offset < 65536);
}

/* "\t[pby_trouble]" behind the name in the table. */
static struct pby_text module_of(const struct pby_symbol *sym)
{
	const char *p = sym->text + sym->len;
	size_t len = sym->module ? strcspn(p, "\n") : 0;

	return pby_text__trim(pby_text__of(p, len));
}

static void add_line(const struct pby_unwind *u, uint64_t ip, bool exact, bool sure, struct pby_buf *out)
{
	const struct pby_symbol *sym;
	struct pby_text module;
	uint64_t offset, end;

	sym = pby_addresses__find(&u->view->addresses, exact ? ip : ip - 1, &offset);
	if (!sym) {
		pby_buf__addf(out, "%s0x%llx\n", sure ? "" : "? ", (unsigned long long)ip);
		return;
	}
	end = pby_kview__end(u->view, sym->addr);
	module = module_of(sym);
	pby_buf__addf(out, "%s%.*s+0x%llx/0x%llx%s%.*s\n", sure ? "" : "? ", (int)sym->len, sym->text,
		      (unsigned long long)(ip - sym->addr), (unsigned long long)(end - sym->addr),
		      pby_text__empty(&module) ? "" : " ", (int)pby_text__len(&module), module.p);
}

/* The rest of a stack on which the rules were lost: everything that could be a return address. */
static void scan(const struct state *s, struct pby_buf *out)
{
	uint32_t nr = 0;

	for (size_t i = s->sp > s->base ? (s->sp - s->base) / 8 : 0; i < s->nr_words && nr < MAX_SCANNED; i++)
		if (is_text(s->u, s->words[i])) {
			add_line(s->u, s->words[i], false, false, out);
			nr++;
		}
}

/*
 * Code that is in no symbol table may still be a frame: trampolines and programs. So it counts
 * when its frame pointer leads on to known text.
 */
static enum step walk(struct state *s, struct pby_buf *out)
{
	enum step how = STEP_FRAME;

	for (int i = 0; i < MAX_FRAMES && how == STEP_FRAME; i++) {
		struct state before = *s;

		how = step(s);
		if (!is_text(s->u, before.ip) && (how != STEP_FRAME || !is_text(s->u, s->ip))) {
			*s = before;
			how = STEP_LOST;
			break;
		}
		add_line(s->u, before.ip, before.exact, true, out);
	}
	return how;
}

static void walk_and_scan(struct state *s, struct pby_buf *out)
{
	if (walk(s, out) == STEP_LOST)
		scan(s, out);
}

/* The used part of the stack; NULL when its bounds make no sense. To be freed. */
static uint64_t *read_stack(const struct pby_unwind *u, const struct pby_ktask *task, uint64_t sp, size_t *nr)
{
	uint64_t *words;

	if (!pby_ktask__owns(task, sp) || sp % 8)
		return NULL;
	*nr = (size_t)(task->stack + task->stack_size - sp) / 8;
	words = *nr <= MAX_STACK_WORDS ? malloc(*nr * sizeof(*words)) : NULL;
	if (words && pby_kmem__read(&u->view->mem, sp, words, *nr * sizeof(*words)))
		return words;
	free(words);
	return NULL;
}

/* __switch_to_asm() leaves the callee-saved registers and the return address on the stack. */
static bool start_asleep(struct state *s)
{
	const struct pby_unwind *u = s->u;
	const struct pby_symbol *sym;
	uint64_t offset;

	if (!load(s, s->base + u->frame_bp, &s->bp) || !load(s, s->base + u->frame_ret, &s->ip))
		return false;
	s->sp = s->base + u->frame_size;
	/* A task that never ran "returns" to the first instruction of ret_from_fork. */
	sym = pby_addresses__find(&u->view->addresses, s->ip, &offset);
	s->exact = sym && !offset;
	return true;
}

/* The CPU that the task runs on, if the core's notes show one with its stack pointer there. */
static const struct pby_kmem_cpu *cpu_of(const struct pby_unwind *u, const struct pby_ktask *task)
{
	for (uint32_t i = 0; i < u->view->mem.cpus.nr; i++)
		if (pby_ktask__owns(task, u->view->mem.cpus.items[i].sp))
			return &u->view->mem.cpus.items[i];
	return NULL;
}

static void start_running(struct state *s, const struct pby_kmem_cpu *registers)
{
	s->ip = registers->ip;
	s->sp = registers->sp;
	s->bp = registers->bp;
	s->exact = true;
}

const char *pby_unwind__text(const struct pby_unwind *u, const struct pby_ktask *task,
			     struct pby_arena *arena)
{
	const struct pby_kmem_cpu *cpu = task->on_cpu ? cpu_of(u, task) : NULL;
	struct state s = { .u = u, .task = task, .base = cpu ? cpu->sp : task->sp };
	PBY_AUTO_BUF out = { 0 };
	uint64_t *words;

	if (task->on_cpu && !cpu)
		return NULL;
	words = read_stack(u, task, s.base, &s.nr_words);
	s.words = words;
	if (words && cpu) {
		start_running(&s, cpu);
		walk_and_scan(&s, &out);
	} else if (words && start_asleep(&s)) {
		walk_and_scan(&s, &out);
	}
	free(words);
	return out.len ? pby_arena__strndup(arena, out.data, out.len) : NULL;
}

const char *pby_unwind__running(const struct pby_unwind *u, const struct pby_ktask *task,
				const struct pby_kmem_cpu *registers, struct pby_arena *arena)
{
	struct state s = { .u = u, .task = task, .base = registers->sp };
	PBY_AUTO_BUF out = { 0 };
	uint64_t *words = read_stack(u, task, s.base, &s.nr_words);

	s.words = words;
	start_running(&s, registers);
	if (words)
		walk(&s, &out);
	free(words);
	return out.len ? pby_arena__strndup(arena, out.data, out.len) : NULL;
}

static bool member(const struct pby_types *types, const char *name, uint32_t *offset)
{
	struct pby_member m;

	if (!pby_types__member(types, "inactive_task_frame", name, &m) || m.bit_offset % 64)
		return false;
	*offset = m.bit_offset / 8;
	return true;
}

int pby_unwind__start(struct pby_unwind *u, const struct pby_kview *view, const struct pby_types *types,
		      struct pby_err *err)
{
	struct pby_orc_place place = {
		pby_kview__symbol(view, "__start_orc_unwind_ip"), pby_kview__symbol(view, "__stop_orc_unwind_ip"),
		pby_kview__symbol(view, "__start_orc_unwind"),
	};
	int64_t size = pby_types__size(types, "inactive_task_frame");
	struct pby_modules modules;
	bool ok;

	*u = (struct pby_unwind){ .view = view, .frame_size = (uint32_t)size,
				  .text_start = pby_kview__symbol(view, "_stext"),
				  .text_end = pby_kview__symbol(view, "_etext") };
	if (size <= 0 || !member(types, "bp", &u->frame_bp) || !member(types, "ret_addr", &u->frame_ret))
		return pby_err__set(err, ENODATA, "BTF lacks struct inactive_task_frame");
	ok = pby_modules__read(&modules, &view->mem, types, pby_kview__symbol(view, "modules")) &&
	     pby_orc__read(&u->orc, &view->mem, types, &place, &modules);
	pby_modules__free(&modules);
	return ok ? 0 : pby_err__set(err, ENOMEM, "no memory for the unwinding tables");
}

void pby_unwind__free(struct pby_unwind *u)
{
	pby_orc__free(&u->orc);
}
