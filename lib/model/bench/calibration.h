// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * calibration.h: what each hook costs on one kernel and CPU model, as measured by bench hooks and kept in a
 * small file for who needs prices: schema "probity.calibration/1".
 *
 *	{ "schema": "probity.calibration/1", "release": "6.12.107+deb13-cloud-amd64", "machine": "x86_64",
 *	  "cpu_model": "Intel(R) Xeon(R) Processor", "cpus": 2, "emulator": "", "measured": "2026-11-22T05:10:00Z",
 *	  "rows": [ { "hook": "kprobe", "variant": "int3", "body": "empty", "verdict": "usable",
 *	              "net_ns": 812.4, "error_ns": 11.0, "base_ns": 31.2 }, ... ] }
 */
#ifndef PBY_BENCH_CALIBRATION_H
#define PBY_BENCH_CALIBRATION_H

#include "base/arena.h"
#include "model/bench/hooks.h"
#include "model/bench/stats.h"

struct pby_err;
struct json_object;

struct pby_price {
	const char *hook;	/* of model/hooks.def */
	const char *variant;	/* of model/bench/hooks.def */
	const char *body;	/* of pby_bench_body__name() */
	enum pby_bench_verdict verdict;
	double net_ns;		/* a hit's cost beyond the call itself; the program included */
	double error_ns;
	double base_ns;		/* of the call that was hit */
};

/* Zeroed memory holds no prices. Strings are the arena's and never NULL once it is filled. */
struct pby_calibration {
	struct pby_arena arena;
	const char *release, *machine, *cpu_model, *measured;
	const char *emulator;	/* "": real hardware or virtualisation; else only ratios mean something */
	uint32_t cpus;
	PBY_VEC(struct pby_price) rows;
};

/*
 * The price of a hook with this variant and body; NULL where none was found or its verdict is "no-data" or
 * "noisy". variant NULL: the hook's first row that has a price, in the order of the file.
 */
const struct pby_price *pby_calibration__price(const struct pby_calibration *c, enum pby_hook hook,
					       const char *variant, enum pby_bench_body body);

/*
 * Parses the file's text into a zeroed calibration. -EBADMSG with a sentence for what is no such file; name is for
 * messages. Rows of hooks that this version does not know are kept; rows with numbers that are none are refused.
 */
int pby_calibration__parse(struct pby_calibration *c, const char *text, size_t len, const char *name,
			   struct pby_err *err);
/* The same from JSON that is parsed already. */
int pby_calibration__read(struct pby_calibration *c, const struct json_object *from, const char *name,
			  struct pby_err *err);

struct pby_bench_measured;
/* Adds what a row's measurement says, a price for each body that was measured. 0 or -ENOMEM. */
int pby_calibration__add(struct pby_calibration *c, enum pby_bench_hook row, const struct pby_bench_measured *m);

/* The file's content; the caller puts it. */
struct json_object *pby_calibration__json(const struct pby_calibration *c);

/*
 * The file's name: "calibration-RELEASE-CPUMODEL.json" with every byte that is no letter, digit, dot, plus or
 * hyphen as one hyphen. The text is the arena's.
 */
const char *pby_calibration__file_name(struct pby_arena *arena, const char *release, const char *cpu_model);

void pby_calibration__free(struct pby_calibration *c);

#endif
