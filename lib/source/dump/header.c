// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* header.c: the lines that introduce a task, from 2.6.32 to 7.x, and crash's. */
#include "source/dump/header.h"

#include <string.h>

#include "source/dump/draft.h"

static bool is_listed(const int32_t *list, uint32_t nr, int32_t value)
{
	for (uint32_t i = 0; i < nr; i++) {
		if (list[i] == value)
			return true;
	}
	return false;
}

/* Whether the open section has said which task it is about, and has nothing else yet. */
static bool is_announced(const struct pby_draft *d, int32_t pid)
{
	return d->kind == PBY_DRAFT_TASK && !d->header && !d->nr && d->task.pid != PBY_PID_UNKNOWN &&
	       (d->task.pid == pid || pid == PBY_PID_UNKNOWN);
}

/*
 * A header continues the section that the hung-task detector or a lockup opened for the same
 * task; else it opens one of its own.
 */
static struct pby_draft *begin(struct pby_parser *p, struct pby_stream *s, struct pby_text comm,
			       int32_t pid, uint32_t seen)
{
	struct pby_draft *d = &s->draft;

	if (!is_announced(d, pid) && !pby_interleave__swap(s, pid))
		d = pby_draft__open(p, s, PBY_DRAFT_TASK, seen);
	d->task.seen |= seen | s->seen_next;
	s->seen_next = 0;
	d->header = true;
	if (pid != PBY_PID_UNKNOWN)
		d->task.pid = pid;
	if (pid != PBY_PID_UNKNOWN && is_listed(p->stalled_pids, p->nr_stalled_pids, pid))
		d->task.seen |= PBY_SEEN_RCU_READER;
	d->task.on_cpu |= (d->task.seen & PBY_SEEN_RCU_CPU) != 0;
	if (!pby_text__empty(&comm))
		d->task.comm = pby_stacks__string(&p->stacks, comm);
	return d;
}

/* "pid:469" and "pid:  469" behind where t stands; leaves t alone when there is none. */
static void number_after(struct pby_text t, const char *key, int32_t *value)
{
	const char *at = pby_text__find(t, key);

	if (!at)
		return;
	t.p = at + strlen(key);
	pby_text__skip_blanks(&t);
	pby_pid__eat(&t, value);
}

static void set_running(struct pby_draft *d, struct pby_text t)
{
	const char *cpu = pby_text__find(t, " on cpu ");
	struct pby_text nr = { cpu ? cpu + 8 : t.end, t.end };

	if (!cpu)
		return;
	d->task.on_cpu = true;
	pby_text__skip_blanks(&nr);
	pby_pid__eat(&nr, &d->task.cpu);
}

/* The last " state:" before the numbers: a name may hold these very words. */
static const char *find_state(struct pby_text t)
{
	const char *at = NULL, *next = t.p;
	const char *numbers = pby_text__find(t, " pid:");

	while ((next = pby_text__find((struct pby_text){ next, numbers ? numbers : t.end }, " state:"))) {
		at = next;
		next++;
	}
	return at;
}

/* task:comm            state:D stack:0     pid:469   tgid:469   ppid:1      flags:0x00004006 */
static bool task_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *at = find_state(rest);
	struct pby_text t = { at ? at + 7 : rest.end, rest.end };
	int32_t pid = PBY_PID_UNKNOWN;
	struct pby_draft *d;

	if (!at || pby_text__empty(&t) || !memchr(PBY_TASK_STATES, *t.p, sizeof(PBY_TASK_STATES) - 1))
		return false;
	number_after(t, " pid:", &pid);
	d = begin(p, s, pby_text__trim((struct pby_text){ rest.p, at }), pid, PBY_SEEN_DUMP);
	d->task.state = *t.p;
	number_after(t, " tgid:", &d->task.tgid);
	number_after(t, " ppid:", &d->task.ppid);
	set_running(d, t);
	return true;
}

bool pby_header__old(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_old_header h;
	struct pby_draft *d;

	if (!pby_header__parse_old(text, &h))
		return false;
	d = begin(p, s, h.comm, h.pid, PBY_SEEN_DUMP);
	d->task.state = h.state;
	d->task.ppid = h.ppid;
	set_running(d, h.middle);
	return true;
}

/* Whose "CPU:" lines are bookkeeping: the reporter itself and CPUs that idle. */
static bool is_reporter(struct pby_text comm, int32_t pid)
{
	return pid == 0 || pby_text__is(comm, "khungtaskd") || pby_text__starts(comm, "swapper");
}

static bool running(struct pby_parser *p, struct pby_stream *s, struct pby_text comm, int32_t pid,
		    int32_t cpu)
{
	const uint32_t reports = PBY_SEEN_SOFT_LOCKUP | PBY_SEEN_HARD_LOCKUP | PBY_SEEN_LOCKDEP;
	struct pby_draft *d = begin(p, s, comm, pid, PBY_SEEN_BACKTRACE);

	d->task.on_cpu = true;
	if (cpu >= 0)
		d->task.cpu = cpu;
	if (s->visible_next && is_listed(p->stalled_cpus, p->nr_stalled_cpus, d->task.cpu))
		d->task.seen |= PBY_SEEN_RCU_CPU;
	d->visible = ((d->task.seen & reports) || s->visible_next) && !is_reporter(comm, pid);
	s->visible_next = false;
	return true;
}

/* The name ends where the taint begins. */
static struct pby_text until_taint(struct pby_text *t)
{
	const char *end = pby_text__find(*t, " Not tainted");
	struct pby_text comm = *t;

	if (!end)
		end = pby_text__find(*t, " Tainted: ");
	if (end)
		comm.end = end;
	t->p = comm.end;
	return pby_text__trim(comm);
}

/* CPU: 1 UID: 0 PID: 684 Comm: modprobe Not tainted 6.12.0 #1 */
static bool cpu_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *comm_at = pby_text__find(rest, " Comm: ");
	int32_t cpu = -1, pid = PBY_PID_UNKNOWN;
	struct pby_text t = rest, comm;

	if (!pby_pid__eat(&t, &cpu) || !comm_at)
		return false;
	number_after(t, " PID: ", &pid);
	t.p = comm_at + 7;
	comm = until_taint(&t);
	pby_parser__release(p, t);
	return running(p, s, comm, pid, cpu);
}

/* Pid: 684, comm: modprobe Not tainted 3.1.0 #1 (2.6 to 3.9) */
static bool pid_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_text comm;
	int32_t pid;

	if (!pby_pid__eat(&rest, &pid) || !pby_text__eat(&rest, ", comm: "))
		return false;
	comm = until_taint(&rest);
	pby_parser__release(p, rest);
	return running(p, s, comm, pid, -1);
}

/* PID: 31476  TASK: ffff8880a0dc9442  CPU: 2   COMMAND: "ps" (crash) */
static bool crash_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const char *quote = pby_text__find(rest, "COMMAND: \"");
	struct pby_text comm = { quote ? quote + 10 : rest.end, rest.end };
	struct pby_draft *d;
	int32_t pid;

	pby_text__skip_blanks(&rest);
	if (!quote || !pby_pid__eat(&rest, &pid) || !pby_text__find(rest, "TASK: "))
		return false;
	if (pby_text__ends(comm, "\""))
		comm.end--;
	d = pby_draft__open(p, s, PBY_DRAFT_TASK, PBY_SEEN_CRASH);
	d->header = d->trace = true;
	d->task.pid = pid;
	d->task.comm = pby_stacks__string(&p->stacks, comm);
	d->task.origin = PBY_STACK_CRASH;
	number_after(rest, "CPU: ", &d->task.cpu);
	return true;
}

/* Workqueue: events kprobe_optimizer */
static bool workqueue_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	if (s->draft.kind != PBY_DRAFT_TASK || s->draft.closed)
		return false;
	s->draft.task.workqueue = pby_stacks__string(&p->stacks, pby_text__trim(rest));
	return true;
}

const struct pby_cue pby_cues__header[] = {
	{ "task:", task_line },
	{ "CPU: ", cpu_line },
	{ "Pid: ", pid_line },
	{ "PID: ", crash_line },
	{ "Workqueue: ", workqueue_line },
	{ NULL, NULL },
};
