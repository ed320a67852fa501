// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trials.c: runs the experiments, one child after the other. */
#include "source/trials.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/root.h"
#include "source/bpf/make.h"
#include "source/child.h"
#include "source/trial/recipe.h"

enum {
	NR_CALLS = 16,
	TIMEOUT_MS = 15000,	/* a grace period takes 0.2 s at rest, and seconds under load */
	REGION = 64 << 10,
};

struct attempt {
	enum pby_hook hook;
	struct pby_kernel *k;
	struct pby_recipe_at at;
};

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

/* The step stands in the region, so that the parent can name it when it never ends. */
static void doing(struct pby_region *region, const char *step)
{
	snprintf(region->doing, sizeof(region->doing), "%s", step);
}

/* Notes what was refused; rc is -errno, or 0 when why says it. Returns -1. */
static int fail(struct pby_trial *t, const char *step, int rc, const char *why)
{
	t->result = PBY_TRIAL_FAILED;
	t->step = step;
	t->error = -rc;
	t->why = why;
	return -1;
}

/* Returns the program's descriptor, or -1. */
static int load(struct pby_region *region, const struct attempt *a, int counter_fd,
		struct pby_trial *t)
{
	struct pby_bpf_kind kind;
	const char *why;
	int fd;

	if (pby_recipe__kind(&pby_recipes[a->hook], &a->at, a->k, &kind, &why))
		return fail(t, "find the target in BTF", 0, why);
	doing(region, "load the program");
	fd = pby_bpf__make_counting_program(&kind, counter_fd);
	return fd < 0 ? fail(t, "load the program", fd, NULL) : fd;
}

static void count(const struct pby_recipe *r, int counter_fd, struct pby_trial *t)
{
	int rc;

	for (int i = 0; i < NR_CALLS; i++)
		r->trigger();
	t->triggered = NR_CALLS;
	t->fired = pby_bpf__read_counter(counter_fd, &rc);
	if (rc)
		fail(t, "read the counter", rc, NULL);
	else
		t->result = t->fired ? PBY_TRIAL_WORKS : PBY_TRIAL_SILENT;
}

static void fire(struct pby_region *region, const struct attempt *a, int counter_fd, int prog_fd,
		 struct pby_trial *t)
{
	const struct pby_recipe *r = &pby_recipes[a->hook];
	const char *step = "attach";
	int64_t start;
	int fd;

	doing(region, step);
	start = now_us();
	fd = r->attach(r, &a->at, prog_fd, &step);
	if (fd < 0) {
		fail(t, step, fd, NULL);
		return;
	}
	t->attach_us = now_us() - start;
	doing(region, "make calls");
	count(r, counter_fd, t);
	doing(region, "detach");
	start = now_us();
	close(fd);
	t->detach_us = now_us() - start;
}

/* In the child. What it makes goes with its descriptors, at its end at the latest. */
static void try_hook(struct pby_region *region, void *arg)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct pby_trial *t = pby_arena__alloc(&region->arena, sizeof(*t));
	PBY_AUTO_FD counter_fd = -1;
	PBY_AUTO_FD prog_fd = -1;

	if (!t)
		return;
	region->result = t;
	/* Up to 5.10 maps and programs are charged to RLIMIT_MEMLOCK. */
	setrlimit(RLIMIT_MEMLOCK, &all);
	doing(region, "make a map");
	counter_fd = pby_bpf__make_counter();
	if (counter_fd < 0) {
		fail(t, "make a map", counter_fd, NULL);
		return;
	}
	prog_fd = load(region, arg, counter_fd, t);
	if (prog_fd >= 0)
		fire(region, arg, counter_fd, prog_fd, t);
}

/* True when the next hook may be tried. */
static bool enter(struct pby_attach_points *points, enum pby_hook hook, const struct pby_child *child,
		  enum pby_child_end end)
{
	const struct pby_region *region = child->region;
	struct pby_trial t = { .result = PBY_TRIAL_FAILED, .step = "run the experiment",
			       .why = "it died" };

	if (region->result && end == PBY_CHILD_DONE)
		t = *(const struct pby_trial *)region->result;
	if (end == PBY_CHILD_LATE || end == PBY_CHILD_STUCK)
		t = (struct pby_trial){ .result = end == PBY_CHILD_LATE ? PBY_TRIAL_LATE : PBY_TRIAL_STUCK,
					.step = region->doing, .pid = child->pid };
	pby_attach_points__tried(points, hook, &t);
	return end != PBY_CHILD_LATE && end != PBY_CHILD_STUCK;
}

static void give_up_after(struct pby_attach_points *points, enum pby_hook last)
{
	char why[96];
	struct pby_trial t = { .result = PBY_TRIAL_REFUSED, .why = why };

	snprintf(why, sizeof(why), "the experiment with %s never ended", pby_hook__name(last));
	for (int hook = last + 1; hook < PBY_NR_HOOKS; hook++)
		pby_attach_points__tried(points, (enum pby_hook)hook, &t);
}

void pby_source__trials(struct pby_kernel *kernel, struct pby_attach_points *points)
{
	for (int hook = 0; hook < PBY_NR_HOOKS; hook++) {
		struct attempt a = { (enum pby_hook)hook, kernel,
				     pby_recipe__trial_target((enum pby_hook)hook, kernel) };
		struct pby_child child;
		struct pby_err err;
		bool go_on;

		if (pby_child__start(&child, REGION, try_hook, &a, &err)) {
			struct pby_trial t = { .result = PBY_TRIAL_FAILED, .step = "start a process",
					       .why = err.text };

			pby_attach_points__tried(points, a.hook, &t);
			continue;
		}
		go_on = enter(points, a.hook, &child, pby_child__wait(&child, TIMEOUT_MS));
		pby_child__free(&child);
		if (!go_on) {
			give_up_after(points, a.hook);
			return;
		}
	}
}
