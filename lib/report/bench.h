// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * bench.h: the results of probity bench as JSON (schema "probity.bench/1"), and their views, which are functions of
 * that JSON alone. "what" says which part made it; rows depend on it.
 *
 *	{ "schema": "probity.bench/1", "what": "hooks",
 *	  "machine": { "release": "6.12.107+deb13-cloud-amd64", "machine": "x86_64", "cpu_model": "...", "cpus": 2,
 *	               "hypervisor": "KVMKVMKVM", "emulator": "", "emulator_why": "", "load": 0.31 },
 *	  "measured": "2026-11-22T05:10:00Z", "interrupted": false,
 *	  "settings": { "rounds": 9, "slice_ms": 3, "cpu": 1 },
 *	  "rows": [ { "hook": "kprobe", "variant": "int3", "name": "kprobe/int3", "where": "inner instruction, trapped",
 *	              "mechanism": "kprobe-ftrace", "mechanism_text": "...", "scaling": "free", "state": "done", "at": "bpf_get_numa_node_id+0xd",
 *	              "trigger": "loop in the kernel (...)",
 *	              "bodies": [ { "body": "empty", "verdict": "usable", "net_ns": 812.4, "error_ns": 11.0, "q1_ns": 806,
 *	                            "q3_ns": 825, "base_ns": 31.2, "pairs": 9, "calls": 123456 }, ... ] },
 *	            { "hook": "fentry", ..., "state": "refused", "step": "load the program", "error": "EPERM" } ] }
 */
#ifndef PBY_REPORT_BENCH_H
#define PBY_REPORT_BENCH_H

#include "model/bench/machine.h"
#include "model/bench/measured.h"
#include "report/check.h"

/* A new result without rows; the caller puts it. measured: "2026-11-22T05:10:00Z". */
struct json_object *pby_bench__json(const char *what, const struct pby_bench_machine *machine, const char *measured);

/* What rows of all parts begin with; the rows own it. point is what is known of the hook here. */
struct json_object *pby_bench__json_row(struct json_object *rows, enum pby_bench_hook row,
					const struct pby_bench_outcome *outcome, const struct pby_attach_point *point);

/* A row of bench hooks; point is what is known of its hook here. */
void pby_bench_hooks__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_bench_measured *m,
			   const struct pby_attach_point *point);

/*
 * A row of bench scale; counted: the program was the counter, so that losses are known.
 *
 *	{ "hook": "kretprobe", ..., "stops_at": 2, "base_stops": false, "judged": true,
 *	  "points": [ { "threads": 1, "per_s": 1.1e6, "base_per_s": 2.9e7, "net_ns": 880, "efficiency": 1,
 *	                "base_efficiency": 1, "spread": 0.02, "cpu_share": 0.99, "usable": true, "calls": 330240,
 *	                "lost": 0, "surplus": false, "lock_waits": 0, "mmap_locks": 1 } ],
 *	  "not_counted": [ "waits for a lock: no tracepoint contention_begin" ],
 *	  "unseen": "retries of a compare-and-swap in its pool are counted nowhere (...)" }
 *
 * lock_waits and mmap_locks: of each hit, beyond the call; absent where they were not counted.
 */
struct pby_scaled;
void pby_bench_scale__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_scaled *m, bool counted,
			   const struct pby_attach_point *point);

/*
 * A row of bench loss. Counts are runs of the program; limit and enough are calls in progress at once.
 *
 *	{ "hook": "kretprobe", ..., "sleep": { "at_once": 64, "expected": 64, "seen": 10, "surplus": false, "lost": 54,
 *	                                       "limit": 10, "enough": 64 },
 *	  "verified": { "at_once": 64, "expected": 64, "seen": 64, ..., "lost": 0 } }
 */
struct pby_lossy;
void pby_bench_loss__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_lossy *m,
			  const struct pby_attach_point *point);

/*
 * A row of bench attach: all times are those of all functions together.
 *
 *	{ "hook": "fentry", "name": "fentry", "functions": 64, "mechanism": "trampoline", "state": "done",
 *	  "idle": { "rounds": 5, "attach": { "median_ns": 812000, "min_ns": ..., "max_ns": ... }, "detach": { ... } },
 *	  "loaded": { ... }, "looks": { "attach": 40, "detach": 900 },
 *	  "waits": [ { "phase": "detach", "class": "rcu-tasks-gp", "function": "synchronize_rcu_tasks",
 *	               "caller": "bpf_trampoline_unlink_prog", "looks": 850 } ] }
 */
struct pby_attach_measured;
void pby_bench_attach__json(struct json_object *rows, enum pby_hook hook, uint32_t functions,
			    const struct pby_attach_measured *m, const struct pby_attach_point *point);

/*
 * A row of bench net: of a stream each is a chunk of settings.chunk_bytes. requests: made while the probe was on.
 *
 *	{ "load": "tcp", "hook": "fexit", "name": "fexit tcp_sendmsg", "at": "tcp_sendmsg", "mechanism": "trampoline", "state": "done",
 *	  "stream": { "verdict": "below", "base_ns": 31250.0, "net_ns": 120.0, "error_ns": 410.0, "q1_ns": ..., "q3_ns": ...,
 *	              "pairs": 7, "base_per_s": 32000.0, "per_s": 31877.6 },
 *	  "request": { ... }, "requests": 52000, "counted": 151234 }
 *	{ "load": "filter" (or "iptables"), "hook": "fexit", "name": "fexit nft_do_chain", ..., "packet": { ... }, "ping": { ... },
 *	  "without": { "median_ns": 2100, "p99_ns": 2900, "max_ns": 40100, "pings": 8000, "softirq_share": 0.31, "ticks": 80 },
 *	  "with": { ... }, "packets": 800000, "counted": 801234 }
 */
struct pby_net_row;
struct pby_net_measured;
void pby_bench_net__json(struct json_object *rows, const struct pby_net_row *row, const struct pby_net_measured *m,
			 const struct pby_attach_point *point);

/*
 * The rows of bench uprobe: calls and rounds of mapping a second of all threads together; forks that met the
 * registration, and those as long a time before.
 *
 *	{ "kind": "firing", "readers": 2, "writers": 1, "rounds": 5, "base_per_s": 9.1e8, "probed_per_s": 2.0e6,
 *	  "slowdown": 455, "base_maps_per_s": 41000, "probed_maps_per_s": 30100, "maps_slowdown": 1.36 }
 *	{ "kind": "registration", "processes": 256, "rounds": 5, "register": { "median_ns": ..., "max_ns": ... },
 *	  "unregister": { ... }, "fork": { ... }, "fork_before": { ... } }
 */
struct pby_uprobe_measured;
void pby_bench_uprobe__json(struct json_object *result, const struct pby_uprobe_measured *m);

/*
 * Two results of the same part beside each other: "what" is "compare", rows are { "name", "of", "a", "b", "ratio",
 * "usable" }, where a and b are null when they were not measured or are not to be used. NULL with a sentence when they
 * cannot be compared.
 */
struct pby_err;
struct json_object *pby_bench__compare(const struct json_object *a, const struct json_object *b, struct pby_err *err);

/* All figures, a line each. */
void pby_bench__csv(const struct json_object *result, struct pby_buf *out);
/* The page: charts where there are curves, and the table. */
void pby_bench__html(const struct json_object *result, struct pby_buf *out);

/*
 * The charts of a result: the i-th, with a name that is good for a file ("uprobe-per-second"); false behind the last
 * one.
 */
bool pby_bench__svg(const struct json_object *result, int i, struct pby_buf *name, struct pby_buf *out);

/* Any part's result, as its table. */
void pby_bench__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);

#endif
