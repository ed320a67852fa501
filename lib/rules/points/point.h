// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* point.h: the words in which a row of the table of attach points is judged. */
#ifndef PBY_RULES_POINT_H
#define PBY_RULES_POINT_H

#include "model/attach_point.h"
#include "model/kernel.h"

/* One row while it is judged. */
struct pby_point {
	struct pby_kernel *k;
	struct pby_arena *arena;
	struct pby_attach_point *row;
};

/* Notes a fact as evidence and hands it back. */
struct pby_fact pby_point__cite(struct pby_point *pt, struct pby_fact fact);

/*
 * The hook works if all that it needs is there: one NO decides, else one MAYBE. The first one that
 * decided is named as the reason, so ask for the most telling thing first.
 */
void pby_point__need(struct pby_point *pt, struct pby_fact fact);
/*
 * Needs one of these functions: they replaced each other over time. The list ends with NULL. Where no
 * symbols can be read the option decides, if there is one that stands for them.
 */
void pby_point__need_function(struct pby_point *pt, const char *const *names, const char *option);
/* Does not work while a switch that could be read has this value. */
void pby_point__need_not(struct pby_point *pt, const char *key, const char *value,
			 const char *meaning);
/* Does not work once ftrace gave up, nor while it is switched off: meaning says what then. */
void pby_point__need_ftrace(struct pby_point *pt, const char *meaning);
/* Needs the kernel's own types at run time. */
void pby_point__need_btf(struct pby_point *pt);

/* Is there anything left to say about mechanism and loss? False once the hook is known not to work. */
bool pby_point__alive(const struct pby_point *pt);

void pby_point__mechanism(struct pby_point *pt, enum pby_mechanism mechanism, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void pby_point__scaling(struct pby_point *pt, enum pby_scaling scaling, const char *words);
void pby_point__lose(struct pby_point *pt, const char *read_at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Calls that come while any BPF program runs on the CPU: perf events and multi links share that guard. */
void pby_point__lose_to_any_program(struct pby_point *pt);
/* Calls that come while this very program runs on the CPU. */
void pby_point__lose_to_itself(struct pby_point *pt);

/* Where a link of this member of bpf_link_info shows missed calls, or "". */
const char *pby_point__missed_in(struct pby_point *pt, const char *member);

/* The rows. */
void pby_point__kprobe(struct pby_point *pt);
void pby_point__kretprobe(struct pby_point *pt);
void pby_point__kprobe_multi(struct pby_point *pt);
void pby_point__kretprobe_multi(struct pby_point *pt);
void pby_point__kprobe_session(struct pby_point *pt);
void pby_point__fentry(struct pby_point *pt);
void pby_point__fexit(struct pby_point *pt);
void pby_point__fmod_ret(struct pby_point *pt);
void pby_point__lsm(struct pby_point *pt);
void pby_point__tracepoint(struct pby_point *pt);
void pby_point__raw_tp(struct pby_point *pt);
void pby_point__tp_btf(struct pby_point *pt);
void pby_point__uprobe(struct pby_point *pt);
void pby_point__uretprobe(struct pby_point *pt);
void pby_point__uprobe_multi(struct pby_point *pt);
void pby_point__uprobe_session(struct pby_point *pt);
void pby_point__usdt(struct pby_point *pt);

#endif
