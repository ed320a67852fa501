// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stall.c: lockups and stalls of RCU and RCU-tasks: CPUs and tasks that do not get on. */
#include <string.h>

#include "source/dump/header.h"

static int64_t number_after(struct pby_text t, const char *key)
{
	const char *at = pby_text__find(t, key);
	int64_t v;

	if (!at)
		return -1;
	t.p = at + strlen(key);
	pby_text__skip_blanks(&t);
	return pby_text__i64(&t, &v) ? v : -1;
}

static int64_t number_before(struct pby_text t, const char *key)
{
	const char *at = pby_text__find(t, key);
	const char *from = at;
	int64_t v;

	while (from && from > t.p && from[-1] >= '0' && from[-1] <= '9')
		from--;
	return from && pby_text__i64(&(struct pby_text){ from, at }, &v) ? v : -1;
}

/* soft lockup - CPU#2 stuck for 136s! [syz-executor4:4888] */
static bool soft_lockup(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n;
	struct pby_text who;
	struct pby_identity id = { .pid = PBY_PID_UNKNOWN };
	struct pby_draft *d;
	int32_t cpu;

	if (!pby_pid__eat(&rest, &cpu))
		return false;
	n = pby_parser__note(p, PBY_NOTE_SOFT_LOCKUP, p->line.text);
	if (n) {
		n->cpu = cpu;
		n->value = number_after(rest, "stuck for ");
	}
	pby_draft__close(p, s);
	if (!pby_text__until(&rest, '[', &who))
		return true;
	who = rest;
	if (pby_text__ends(who, "]"))
		who.end--;
	if (!pby_identity__colon(&who, "", &id))
		return true;
	d = pby_draft__open(p, s, PBY_DRAFT_TASK, PBY_SEEN_SOFT_LOCKUP);
	d->task.comm = pby_stacks__string(&p->stacks, id.comm);
	d->task.pid = id.pid;
	d->task.cpu = cpu;
	d->task.on_cpu = true;
	return true;
}

/* Watchdog detected hard LOCKUP on cpu 1 */
static bool hard_lockup(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n;

	pby_draft__close(p, s);
	n = pby_parser__note(p, PBY_NOTE_HARD_LOCKUP, p->line.text);
	if (n)
		n->cpu = number_after(rest, "on cpu ");
	s->seen_next |= PBY_SEEN_HARD_LOCKUP;
	s->visible_next = true;
	return true;
}

/* powerpc: "Watchdog CPU:59 Hard LOCKUP" (4.13), "CPU 59 Hard LOCKUP", "CPU 59 self-detected hard LOCKUP @ f" */
static bool cpu_lockup(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n;
	int32_t cpu;

	if (!pby_pid__eat(&rest, &cpu))
		return false;
	if (!pby_text__starts(rest, " Hard LOCKUP") && !pby_text__starts(rest, " self-detected hard LOCKUP"))
		return false;
	n = hard_lockup(p, s, rest) ? &p->dump->notes.items[p->dump->notes.nr - 1] : NULL;
	if (n && n->kind == PBY_NOTE_HARD_LOCKUP)
		n->cpu = cpu;
	return true;
}

static void add_stalled(int32_t *list, uint32_t *nr, int32_t value)
{
	if (*nr < PBY_STALLED_MAX)
		list[(*nr)++] = value;
}

/* "{ 1 3}", "{ 0-.... 2-...D P1234 }", "P30749/1:b..l P22934": CPUs and tasks in any report's list. */
static void take_list(struct pby_parser *p, struct pby_text t)
{
	struct pby_text word;

	while (pby_text__word(&t, &word)) {
		int32_t v;

		pby_text__eat(&word, "{");
		if (pby_text__eat(&word, "P")) {
			if (pby_pid__eat(&word, &v))
				add_stalled(p->stalled_pids, &p->nr_stalled_pids, v);
		} else if (pby_pid__eat(&word, &v)) {
			add_stalled(p->stalled_cpus, &p->nr_stalled_cpus, v);
		}
	}
}

/* What follows "rcu_preempt" and its like. */
static const struct {
	const char *words;
	enum pby_note_kind kind;
	bool stall;	/* a new report begins; its CPUs and tasks follow */
} complaints[] = {
	{ " self-detected stall on CPU", PBY_NOTE_RCU_STALL, true },
	{ " detected stalls on CPUs/tasks:", PBY_NOTE_RCU_STALL, true },
	{ " detected expedited stalls on CPUs/tasks:", PBY_NOTE_EXPEDITED_STALL, true },
	{ " detected stall on CPU", PBY_NOTE_RCU_STALL, true },
	{ " detected stalls on tasks", PBY_NOTE_RCU_TASKS_STALL, true },
	{ " kthread starved for ", PBY_NOTE_RCU_STARVED, false },
	{ " kthread timer wakeup didn't happen for ", PBY_NOTE_RCU_STARVED, false },
};

static bool rcu(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++) {
		const char *at = pby_text__find(rest, complaints[i].words);
		struct pby_text flavour = { p->said.p, at }, list;
		struct pby_note *n;

		if (!at || memchr(flavour.p, ' ', at - flavour.p))
			continue;
		pby_draft__close(p, s);
		n = pby_parser__note(p, complaints[i].kind, p->line.text);
		rest.p = at + strlen(complaints[i].words);
		if (n) {
			n->what = pby_stacks__string(&p->stacks, flavour);
			n->value = number_before(rest, " jiffies");
		}
		if (!complaints[i].stall)
			return true;
		p->nr_stalled_cpus = p->nr_stalled_pids = 0;
		s->visible_next = true;
		if (pby_text__until(&rest, '{', &list) && pby_text__until(&rest, '}', &list))
			take_list(p, list);
		return true;
	}
	return false;
}

/* "(detected by 0, t=125002 jiffies, g=6134, ...)", "(t=10501 jiffies g=10601 q=227)" */
static bool duration(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n = p->dump->notes.nr ? &p->dump->notes.items[p->dump->notes.nr - 1] : NULL;

	(void)s;
	(void)rest;
	if (!n || (n->kind != PBY_NOTE_RCU_STALL && n->kind != PBY_NOTE_EXPEDITED_STALL))
		return false;
	n->value = number_after(p->said, "t=");
	return true;
}

/* "rcu_tasks_wait_gp: rcu_tasks grace period number 1157 (since boot) is 2573 jiffies old." */
static bool old_gp(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n = pby_parser__note(p, PBY_NOTE_RCU_TASKS_GP, p->line.text);
	struct pby_text word;

	(void)s;
	if (n && pby_text__word(&rest, &word)) {
		n->what = pby_stacks__string(&p->stacks, word);
		n->value = number_before(rest, " jiffies");
	}
	return true;
}

static bool exit_srcu(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n = pby_parser__note(p, PBY_NOTE_RCU_TASKS_EXIT_SRCU, p->line.text);

	(void)s;
	if (n)
		n->value = number_before(rest, " jiffies");
	return true;
}

/* "Tasks blocked on level-0 rcu_node (CPUs 0-1): P30749/1:b..l P22934/1:b..l" */
static bool readers(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_text before;

	(void)s;
	if (pby_text__until(&rest, ':', &before))
		take_list(p, rest);
	return true;
}

/* "P30749/1:b..l": such a list goes on. */
static bool reader(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	if (pby_text__empty(&rest) || *rest.p < '0' || *rest.p > '9')
		return false;
	(void)s;
	take_list(p, p->said);
	return true;
}

static bool kthread_dump(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	s->seen_next |= PBY_SEEN_RCU_KTHREAD;
	return true;
}

static bool task_dump(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	pby_draft__close(p, s);
	pby_pid__eat(&rest, &s->cpu_next);
	s->seen_next |= PBY_SEEN_RCU_CPU;
	return true;
}

/* "NMI backtrace for cpu 1", "... skipped: idling at native_safe_halt+0x1/0x2" */
static bool nmi_backtrace(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	pby_draft__close(p, s);
	s->visible_next = !pby_text__find(rest, "skipped");
	return true;
}

static bool running_there(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	s->visible_next = true;
	return true;
}

static bool sending_nmi(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	return true;
}

bool pby_stall__holdout(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	(void)text;
	pby_draft__close(p, s);
	s->seen_next |= PBY_SEEN_RCU_TASKS;
	return true;
}

static bool workqueue_lockup(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n;

	pby_draft__close(p, s);
	n = pby_parser__note(p, PBY_NOTE_WORKQUEUE_LOCKUP, p->line.text);
	if (n)
		n->value = number_after(rest, "stuck for ");
	return true;
}

const struct pby_cue pby_cues__stall[] = {
	{ "soft lockup - CPU#", soft_lockup },
	{ "Watchdog detected hard LOCKUP", hard_lockup },
	{ "hard LOCKUP", hard_lockup },
	{ "Watchdog CPU:", cpu_lockup },
	{ "CPU ", cpu_lockup },
	{ "rcu_tasks_wait_gp: ", old_gp },
	{ "tasks_rcu_exit_srcu_stall: ", exit_srcu },
	{ "rcu", rcu },
	{ "(detected by ", duration },
	{ "(t=", duration },
	{ "RCU grace-period kthread stack dump", kthread_dump },
	{ "Stack dump where RCU GP kthread last ran", running_there },
	{ "Show backtrace of all active CPUs", running_there },
	{ "Tasks blocked on level-", readers },
	{ "P", reader },
	{ "Task dump for CPU ", task_dump },
	{ "Sending NMI ", sending_nmi },
	{ "NMI backtrace for cpu ", nmi_backtrace },
	{ "backtrace for cpu ", nmi_backtrace },
	{ "workqueue lockup - pool", workqueue_lockup },
	{ NULL, NULL },
};
