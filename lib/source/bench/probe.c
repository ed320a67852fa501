// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe.c: attaches and detaches what is measured. */
#define _GNU_SOURCE
#include "source/bench/probe.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#include "source/bench/kprobe_state.h"
#include "source/bpf/make.h"

/*
 * The optimizer comes some ticks after the kprobe and waits for a grace period of RCU tasks: 0.2 s at rest in an
 * emulated guest.
 */
enum { OPTIMIZER_POLLS = 200, OPTIMIZER_POLL_MS = 10, SETTLE_MS = 150, MAX_OFFSET = 64 };

static int refuse(struct pby_bench_refusal *r, const char *step, int rc, const char *why)
{
	*r = (struct pby_bench_refusal){ step, -rc, why };
	return -1;
}

static void wait_ms(long ms)
{
	const struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

void pby_bench__mount_privately(void)
{
	static const struct { const char *file, *type, *where; } rows[] = {
		{ "/sys/kernel/tracing/events", "tracefs", "/sys/kernel/tracing" },
		{ "/sys/kernel/debug/kprobes", "debugfs", "/sys/kernel/debug" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!access(rows[i].file, F_OK))
			continue;
		/* Nothing is mounted where others could see it. */
		if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
			return;
		mount("probity", rows[i].where, rows[i].type, MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	}
}

static enum pby_kprobe_state state_of(const struct pby_bench_probe *p)
{
	return pby_kprobe_state__of(p->way.at.function, p->way.at.offset);
}

static bool is_kprobe(const struct pby_bench_probe *p)
{
	return pby_bench_hooks[p->row].hook == PBY_HOOK_KPROBE;
}

/*
 * The optimizer takes its jump away some time after the kprobe has gone (7.2), and a baseline measured meanwhile
 * would contain it.
 */
static void let_settle(const struct pby_bench_probe *p)
{
	if (p->way.inner == PBY_INNER_OPTIMISED)
		wait_ms(SETTLE_MS);
}

/* What the kernel makes of a kprobe in the end. */
static enum pby_kprobe_state settled(const struct pby_bench_probe *p)
{
	enum pby_kprobe_state state = state_of(p);

	for (int i = 0; i < OPTIMIZER_POLLS && state == PBY_KPROBE_TRAP; i++) {
		wait_ms(OPTIMIZER_POLL_MS);
		state = state_of(p);
	}
	return state;
}

static enum pby_kprobe_state wanted(const struct pby_bench_probe *p)
{
	return p->way.inner == PBY_INNER_OPTIMISED ? PBY_KPROBE_OPTIMISED
	     : p->way.inner == PBY_INNER_TRAP ? PBY_KPROBE_TRAP : PBY_KPROBE_FTRACE;
}

bool pby_bench_probe__as_wanted(const struct pby_bench_probe *p)
{
	return !is_kprobe(p) || state_of(p) == wanted(p);
}

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/*
 * Loads the program anew each time: up to 5.10 a program of fentry, fexit or fmod_ret can be attached once, and
 * hears ENOENT afterwards.
 */
static int attach(struct pby_bench_probe *p, enum pby_bench_body body, const char **step)
{
	const struct pby_recipe *recipe = &pby_recipes[pby_bench_hooks[p->row].hook];
	int fd;

	*step = "load the program";
	p->prog_fd = pby_bench_body__load(body, &p->kind, &p->maps);
	if (p->prog_fd < 0)
		return p->prog_fd;
	*step = "attach";
	fd = recipe->attach(recipe, &p->way.at, p->prog_fd, step);
	p->fd = fd < 0 ? -1 : fd;
	if (fd < 0)
		close_if_open(&p->prog_fd);
	return fd < 0 ? fd : 0;
}

void pby_bench_probe__detach(struct pby_bench_probe *p)
{
	if (p->fd < 0)
		return;
	close_if_open(&p->fd);
	close_if_open(&p->prog_fd);
	let_settle(p);
}

/* Tries the instructions inside, and keeps the first that the kernel treats as wanted. */
static int find_inner(struct pby_bench_probe *p, struct pby_bench_refusal *refusal)
{
	static const char step[] = "find an instruction for the kprobe";
	const char *attach_step;
	int attachable = 0;

	for (uint64_t offset = 1; offset < MAX_OFFSET; offset++) {
		enum pby_kprobe_state state;

		p->way.at.offset = offset;
		/* In the middle of an instruction the kernel says EILSEQ, elsewhere EINVAL. */
		if (attach(p, PBY_BENCH_EMPTY, &attach_step))
			continue;
		attachable++;
		state = settled(p);
		pby_bench_probe__detach(p);
		if (state == PBY_KPROBE_UNKNOWN)
			return refuse(refusal, step, 0, "debugfs kprobes/list does not say whether a kprobe is optimised");
		if (state == wanted(p))
			return 0;
	}
	p->way.at.offset = 0;
	return refuse(refusal, step, 0, !attachable ? "no instruction inside the function takes a kprobe"
		      : p->way.inner == PBY_INNER_OPTIMISED ? "the kernel optimised no kprobe inside the function"
							    : "the kernel optimised every kprobe inside the function");
}

int pby_bench_probe__open(struct pby_bench_probe *p, enum pby_bench_hook row, const struct pby_bench_way *way,
			  struct pby_kernel *k, struct pby_bench_refusal *refusal)
{
	const char *why;
	int rc;

	*p = (struct pby_bench_probe){ .row = row, .way = *way, .trigger = { way->trigger, way->function, -1 },
				       .maps = { -1, -1, 0 }, .prog_fd = -1, .fd = -1 };
	rc = pby_bench_trigger__open(&p->trigger, k);
	if (rc)
		return refuse(refusal, "load the program that makes the calls", rc, NULL);
	rc = pby_bench_maps__open(&p->maps);
	if (rc)
		return refuse(refusal, "make maps", rc, NULL);
	if (pby_recipe__kind(&pby_recipes[pby_bench_hooks[row].hook], &way->at, k, &p->kind, &why))
		return refuse(refusal, "find the target in BTF", 0, why);
	return way->inner == PBY_INNER_NO ? 0 : find_inner(p, refusal);
}

void pby_bench_probe__close(struct pby_bench_probe *p)
{
	pby_bench_probe__detach(p);
	close_if_open(&p->maps.counter_fd);
	close_if_open(&p->maps.hash_fd);
	pby_bench_trigger__close(&p->trigger);
}

int pby_bench_probe__attach(struct pby_bench_probe *p, enum pby_bench_body body, struct pby_bench_refusal *refusal)
{
	enum pby_kprobe_state state;
	const char *step = "attach";
	int rc = attach(p, body, &step);

	if (rc)
		return refuse(refusal, step, rc, NULL);
	if (!is_kprobe(p))
		return 0;
	state = wanted(p) == PBY_KPROBE_OPTIMISED ? settled(p) : state_of(p);
	if (state == wanted(p))
		return 0;
	return refuse(refusal, "see what the kernel makes of the kprobe", 0,
		      state == PBY_KPROBE_UNKNOWN ? "debugfs kprobes/list cannot be read or does not list it"
		      : state == PBY_KPROBE_TRAP ? "it is a trap here"
		      : state == PBY_KPROBE_OPTIMISED ? "the kernel optimised it" : "it is called by ftrace here");
}

uint32_t pby_bench_probe__runs_per_call(const struct pby_bench_probe *p)
{
	enum pby_hook hook = pby_bench_hooks[p->row].hook;

	return hook == PBY_HOOK_KPROBE_SESSION || hook == PBY_HOOK_UPROBE_SESSION ? 2 : 1;
}
