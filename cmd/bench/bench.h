// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench.h: the options of probity bench and what its parts share. */
#ifndef PBY_CMD_BENCH_H
#define PBY_CMD_BENCH_H

#include "cmd/command.h"
#include "cmd/output.h"
#include "model/attach_point.h"
#include "model/bench/hooks.h"
#include "model/bench/machine.h"
#include "model/bench/measured.h"
#include "model/kernel.h"
#include "model/rule.h"
#include "model/sickness.h"

struct json_object;

struct bench_values {
	const char *only;
	const char *bodies;
	double rounds;
	double duration_ms;
	const char *cpu;
	const char *threads;
	double depth;
	double functions;
	double processes;
	bool verify;
	bool force;
	bool save;
	const char *save_to;
	bool compare;
	bool csv;
	const char *svg;
	struct pby_output output;
};

/* What a part needs to know before it begins: made once. */
struct bench_setup {
	struct pby_bench_machine machine;
	struct pby_kernel kernel;
	struct pby_sickness sickness;
	struct pby_verdict verdict;
	struct pby_attach_points points;
	uint32_t cpu;	/* that what runs alone is pinned to */
};

/*
 * Looks at the machine, and refuses a busy or a sick one. PBY_EXIT_CLEAN, or an exit code after saying why.
 * Free in both cases.
 */
int bench_setup__make(struct bench_setup *s, const struct bench_values *v);
void bench_setup__free(struct bench_setup *s);

/* Is a word of a list separated by commas what match says? No list: true. */
bool bench_list__has(const char *list, bool (*match)(const char *word, const void *arg), const void *arg);

/* Says on stderr how far it is and how long it will take, at most some times a second. */
struct bench_progress {
	const char *what;	/* "hooks" */
	double begin_s, said_s;
	bool terminal;
};
void bench_progress__begin(struct bench_progress *p, const char *what);
/* share: 0 to 1 of all work; now: what is being done. */
void bench_progress__say(struct bench_progress *p, double share, const char *now);
void bench_progress__end(struct bench_progress *p);

/* From here on Ctrl-C, SIGTERM and SIGHUP only set what bench_stop__asked() tells. */
void bench_stop__catch(void);
bool bench_stop__asked(void);

enum { BENCH_MAX_ROWS = 64 };

/* One run over rows, whatever they are and whatever is measured of them. */
struct bench_run {
	struct bench_setup setup;
	struct bench_progress progress;
	struct pby_arena arena;
	bool wanted[BENCH_MAX_ROWS];
	int nr_wanted, nr_done;	/* of the rows */
	bool stuck;	/* a row got stuck: the rest is left out */
	enum pby_bench_hook row;	/* that is measured now, where rows are hooks and their variants */
};

/* Takes --only, or without it those for which offers says so. An exit code, after saying what is wrong. */
int bench_run__choose(struct bench_run *r, const struct bench_values *v, bool (*offers)(enum pby_bench_hook row));
/* Takes --body, or without it all. An exit code, after saying what is wrong. */
int bench_bodies__choose(const struct bench_values *v, bool bodies[PBY_NR_BENCH_BODIES], int *nr);
/* How a part measures a hook of its rows. */
struct bench_part {
	size_t size;	/* of what is measured: a struct that begins with its outcome */
	/* -errno when no process could be started */
	int (*measure)(void *arg, enum pby_bench_hook row, void *measured, struct pby_err *err);
	/* to the result's rows */
	void (*add)(void *arg, struct json_object *rows, enum pby_bench_hook row, const void *measured,
		    const struct pby_attach_point *point);
};
/* Measures all wanted hooks in their order; returns how many were. */
int bench_run__hooks(struct bench_run *r, struct json_object *result, const struct bench_part *part, void *arg);

/* Is there nothing to measure, and why? missing: why the kernel does not have it, or NULL. */
bool bench_run__skips(const struct bench_run *r, const char *missing, struct pby_bench_outcome *outcome);
/* Enters how a row went that no process could be started for. */
void bench_run__no_process(struct pby_bench_outcome *outcome, const struct pby_err *err);
/* Enters how it went. */
void bench_run__done(struct bench_run *r, const struct pby_bench_outcome *outcome);
/* Shows how far the row is, 0 to 1; false when it is to stop. */
bool bench_run__look(struct bench_run *r, double share, const char *name);
/* The same of a row that is a hook. */
bool bench_run__look_at_hook(struct bench_run *r, double share);
/* A result with its machine and empty settings. */
struct json_object *bench_run__result(const struct bench_run *r, const char *what);
/*
 * Has measure put rows into the result, with progress shown and Ctrl-C caught, and shows it; puts the result. measure
 * returns how many were measured. An exit code: PBY_EXIT_BLIND too when none was.
 */
int bench_run__show(struct bench_run *r, struct json_object *result, int (*measure)(void *arg, struct json_object *result),
		    void *arg, const struct bench_values *v);
void bench_run__free(struct bench_run *r);

/* Shows the result as the options ask; puts it. An exit code. */
int bench_show(struct json_object *result, const struct bench_values *v);
/* Writes the calibration that the rows of a result of bench hooks make. An exit code. */
struct pby_calibration;
int bench_save(const struct pby_calibration *c, const struct bench_values *v);

/* bench --compare A.json B.json. An exit code. */
int bench_compare(const struct bench_values *v, char **args, int nr_args);

int bench_fail(int code, const char *sentence);

/* What stands behind `probity bench`. */
struct bench_verb {
	const char *name;	/* "hooks" */
	/* What is wrong with the options, or NULL. Asked before run; NULL where run says it. */
	const char *(*misuse)(const struct bench_values *v);
	int (*run)(const struct bench_values *v);	/* an exit code */
};
extern const struct bench_verb bench_hooks, bench_attach, bench_uprobe, bench_scale, bench_loss, bench_net;

#endif
