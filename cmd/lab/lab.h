// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lab.h: the options of probity lab and the functions of its parts. */
#ifndef PBY_CMD_LAB_H
#define PBY_CMD_LAB_H

#include "cmd/command.h"
#include "cmd/output.h"
#include "lab/machine.h"
#include "lab/pool_run.h"

struct lab_values {
	const char *engine;
	const char *threads;
	double cpus;
	const char *topology;
	const char *machine;
	const char *only;
	const char *mix;
	const char *curve;
	const char *arrivals;
	double objects;
	double duration_ms;
	double seed;
	bool full;
	bool csv;
	const char *svg;
	const char *quantity;
	struct pby_output output;
};

enum { LAB_MAX_POINTS = 64 };

/* What the options mean, checked. */
struct lab_setup {
	bool native;
	struct lab_machine machine;
	char machine_title[128];
	int threads[LAB_MAX_POINTS];
	int nr_threads;
	struct lab_pool_mix mix;
	uint64_t duration_ns;
};

/* -EINVAL with a sentence for what cannot be meant. */
int lab_setup__from(struct lab_setup *setup, const struct lab_values *v, struct pby_err *err);

/* Shows it as the options ask (text, JSON, CSV, a file with SVG or HTML). An exit code. */
int lab_show(struct json_object *result, const struct lab_values *v);
int lab_fail(int code, const char *sentence);

/* The parts: each returns an exit code. */
int lab_list(const struct lab_values *v, char **args, int nr_args);
int lab_pool(const struct lab_values *v, char **args, int nr_args);
int lab_compare(const struct lab_values *v, char **args, int nr_args);
int lab_check(const struct lab_values *v, char **args, int nr_args);
int lab_check_pools(const struct lab_values *v);
int lab_check_rwsem(const struct lab_values *v);
int lab_check_rcu_tasks(const struct lab_values *v);
int lab_rwsem(const struct lab_values *v, char **args, int nr_args);
int lab_arrivals(const struct lab_values *v);
int lab_chain(const struct lab_values *v, char **args, int nr_args);
int lab_uprobe(const struct lab_values *v, char **args, int nr_args);
int lab_rcu_tasks(const struct lab_values *v, char **args, int nr_args);
int lab_predict(const struct lab_values *v, char **args, int nr_args);
int lab_speed(const struct lab_values *v, char **args, int nr_args);

#endif
