// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach_point.h: the ways of hooking into a kernel, and what each is on this very one. */
#ifndef PBY_ATTACH_POINT_H
#define PBY_ATTACH_POINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/rule.h"

struct pby_kernel;

/* Every way that the table knows, in its order. */
enum pby_hook {
#define HOOK(constant, name) PBY_HOOK_##constant,
#include "model/hooks.def"
#undef HOOK
	PBY_NR_HOOKS
};

const char *pby_hook__name(enum pby_hook hook);	/* "kprobe.multi" */

/* What takes the kernel to the program: it decides cost, scaling and loss. */
enum pby_mechanism {
#define MECHANISM(constant, name, text) PBY_MECHANISM_##constant,
#include "model/mechanisms.def"
#undef MECHANISM
	PBY_NR_MECHANISMS
};

const char *pby_mechanism__name(enum pby_mechanism mechanism);	/* "kretprobe-objpool" */
const char *pby_mechanism__text(enum pby_mechanism mechanism);	/* "instances from a ring per CPU" */

/* What CPUs share that call the hooked function at once. */
enum pby_scaling {
	PBY_SCALING_UNKNOWN,
	PBY_SCALING_FREE,	/* nothing that is written: cost per call does not grow with CPUs */
	PBY_SCALING_PROCESS,	/* a cache line of the process: its threads slow each other down */
	PBY_SCALING_LINE,	/* a cache line of the probe: all CPUs slow each other down */
	PBY_SCALING_LOCK,	/* a lock of the probe: one call at a time */
};

const char *pby_scaling__name(enum pby_scaling scaling);	/* "free", "process", "line", "lock" */

/* A way in which calls go unseen. */
struct pby_loss {
	const char *what;	/* "calls beyond 10 in progress at once" */
	const char *read_at;	/* where this kernel shows how many; "" when nowhere */
};

/* What an experiment with a program that only counts said (check --probe). */
enum pby_trial_result {
	PBY_TRIAL_NONE,		/* not tried */
	PBY_TRIAL_REFUSED,	/* not tried on purpose: it might hang */
	PBY_TRIAL_WORKS,	/* loaded, attached, and each triggered call was counted */
	PBY_TRIAL_SILENT,	/* loaded and attached, but it never fired */
	PBY_TRIAL_FAILED,	/* a step was refused: says nothing about the kernel */
	PBY_TRIAL_LATE,		/* a step did not answer in time; the child was killed */
	PBY_TRIAL_STUCK,	/* a step did not answer and the child cannot be killed */
};

const char *pby_trial_result__name(enum pby_trial_result result);

struct pby_trial {
	enum pby_trial_result result;
	const char *step;	/* what was being done last: "load the program"; never NULL after a trial */
	int error;		/* errno of a refused step, or 0 */
	const char *why;	/* REFUSED: the reason, one sentence; FAILED: of what has no errno; else NULL */
	uint32_t triggered;	/* calls made */
	uint64_t fired;		/* calls counted; others may call it too, so it can be more */
	int64_t attach_us;	/* includes what attaching waits for */
	int64_t detach_us;
	int32_t pid;		/* STUCK: the child that was left behind */
};

enum { PBY_MAX_HANGS = 8 };

struct pby_attach_point {
	enum pby_hook hook;
	enum pby_tri works;	/* does the kernel have it, and is it switched on? */
	enum pby_strength strength;
	const char *because;	/* the fact that decided; never NULL */
	enum pby_mechanism mechanism;
	const char *how;	/* the mechanism in words, with this kernel's particulars */
	enum pby_scaling scaling;
	const char *scales;	/* in words */
	const char *advice;	/* one line */
	PBY_VEC(struct pby_evidence) evidence;
	PBY_VEC(struct pby_loss) losses;
	const char *hangs[PBY_MAX_HANGS + 1];	/* ids of the rules found here that say what it can hang */
	struct pby_trial trial;
};

/* items[hook] for every hook. Owned by the arena. */
struct pby_attach_points {
	struct pby_arena arena;
	struct pby_attach_point items[PBY_NR_HOOKS];
};

/*
 * Judges all hooks by what is known of the kernel. The verdict, which may be NULL, tells which of the
 * rules that a hook can fall under were found. Never fails: without facts all is unknown.
 */
void pby_attach_points__judge(struct pby_kernel *kernel, const struct pby_verdict *verdict,
			      struct pby_attach_points *points);

/*
 * Why nothing may be attached on this machine now, not even a program that only counts: one sentence,
 * from the arena or static. NULL: nothing speaks against it.
 */
const char *pby_attach_points__refusal(const struct pby_subject *subject,
				       const struct pby_verdict *verdict, struct pby_arena *arena);
/* Enters that nothing was tried, and why. */
void pby_attach_points__refuse(struct pby_attach_points *points, const char *why);

/*
 * Enters what an experiment said. A trial that worked or stayed silent decides whether the hook works;
 * a refused step never does: "could not be probed" is not "missing".
 */
void pby_attach_points__tried(struct pby_attach_points *points, enum pby_hook hook,
			      const struct pby_trial *trial);

void pby_attach_points__free(struct pby_attach_points *points);

#endif
