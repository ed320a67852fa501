// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ask_log.c: has the kernel write its tasks to the log, and reads them there. */
#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "source/live/ask.h"
#include "source/live/jobs.h"
#include "source/live/kmsg.h"

/* Only emergencies reach the console: a list of all tasks on a serial one takes minutes and trips watchdogs. */
enum { QUIET = 1, CONSOLE_MS = 2000 };

static bool set_console(struct pby_live_ask *a, int level)
{
	struct pby_console_question q = { level };
	struct pby_worker *w = a->console;
	const struct pby_console_level *set;

	/* The same worker, which knows what was there before. */
	w = w ? pby_worker__ask(w, PBY_LIVE_JOB_CONSOLE, &q, sizeof(q))
	      : pby_child_pool__ask(&a->pool, PBY_LIVE_JOB_CONSOLE, &q, sizeof(q));
	if (!w || pby_child_pool__wait(&a->pool, w, CONSOLE_MS) != PBY_CHILD_DONE)
		return false;
	a->console = w;
	w->reserved = level != 0;
	set = pby_worker__region(w)->result;
	return set && (!level || set->before);
}

static const char *words(struct pby_live_ask *a, const struct pby_region *region, uint32_t nr_tasks)
{
	const struct pby_kmsg_log *log = region->result;
	PBY_AUTO_BUF text = { 0 };

	if (log && *log->why)
		return pby_arena__strdup(a->all.arena, log->why);
	pby_buf__addf(&text, "%u tasks in %llu lines of the log", nr_tasks, log ? (unsigned long long)log->nr_records : 0);
	if (log && log->nr_lost)
		pby_buf__addf(&text, "; %llu were lost before they could be read", (unsigned long long)log->nr_lost);
	if (log && log->full)
		pby_buf__adds(&text, "; the rest did not fit");
	if (!log || !log->done)
		pby_buf__adds(&text, "; the kernel was still writing when the time was up");
	return pby_arena__strdup(a->all.arena, pby_buf__text(&text));
}

static void press(struct pby_live_ask *a, char key)
{
	struct pby_kmsg_question q = { key };
	const char *name = key == 't' ? "sysrq-t" : "sysrq-w";
	struct pby_worker *w = pby_child_pool__ask(&a->pool, PBY_LIVE_JOB_LOG, &q, sizeof(q));
	const struct pby_kmsg_log *log;
	enum pby_child_end end;
	uint32_t nr = 0;

	if (!w) {
		pby_assembly__source(&a->all, name, false, "not asked: every child is stuck");
		return;
	}
	end = pby_child_pool__wait(&a->pool, w, pby_live_ask__left(a) / 2);
	pby_live_ask__silent(a, w, end, PBY_PID_UNKNOWN, NULL);
	log = pby_worker__region(w)->result;
	if (log && log->len)
		nr = pby_assembly__log(&a->all, log->text, log->len);
	pby_assembly__source(&a->all, name, log && log->nr_records, words(a, pby_worker__region(w), nr));
	if (log && *log->why && (log->error == EACCES || log->error == EPERM))
		pby_assembly__advise(&a->all, "give it CAP_SYSLOG, or run it as root on the machine itself");
}

void pby_live_ask__log(struct pby_live_ask *a, bool all)
{
	bool quiet;

	if (!a->rights.first_pid_ns && a->no_memory) {
		pby_assembly__source(&a->all, "sysrq", false, "not asked: the log numbers tasks as the machine does, and "
				     "this container otherwise");
		return;
	}
	/* Where no key can be pressed the console is left alone, too. */
	if (access("/proc/sysrq-trigger", W_OK)) {
		pby_assembly__source(&a->all, "sysrq", false, errno == ENOENT ? "this kernel has no /proc/sysrq-trigger" :
				     "/proc/sysrq-trigger may not be written");
		pby_assembly__advise(&a->all, errno == ENOENT ? "a kernel with CONFIG_MAGIC_SYSRQ"
							       : "run it as root on the machine itself");
		return;
	}
	quiet = set_console(a, QUIET);
	if (!quiet && all) {
		/* Nothing is written that could keep the machine busy for minutes. */
		pby_assembly__source(&a->all, "sysrq-t", false, "not asked: the console could not be kept quiet meanwhile");
		all = false;
	}
	press(a, 'w');
	if (all)
		press(a, 't');
	if (a->console)
		set_console(a, 0);
}
