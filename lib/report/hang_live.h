// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_live.h: what a live look adds to the result of probity hang: who was asked, which locks were read. */
#ifndef PBY_REPORT_HANG_LIVE_H
#define PBY_REPORT_HANG_LIVE_H

struct json_object;
struct pby_buf;
struct pby_hang;
struct pby_live;
struct pby_style;

/*
 * Adds "live" to the result:
 *	{"sources": [{"name": "kernel memory", "answered": true, "detail": "72 threads, 5 locks"},
 *	             {"name": "/proc stacks", "answered": false, "detail": "...", "todo": "run it as root"}],
 *	 "looked_at": 72, "interrupted": false, "locked_in_memory": true, "stuck_children": 1,
 *	 "silent": [{"what": "/proc/812/task/812/stack", "comm": "java", "pid": 812, "child": 4711}],
 *	 "watched_s": 2.0, "looks": 3, "pace": "moves", "circles": 0, "moments": [...], "running": [...],
 *	 "srcu": [{"name": "tasks_rcu_exit_srcu", "readers": 1}],
 *	 "locks": [{"address": "ffffffffc04d0120", "kind": "mutex", "name": "pby_mutex",
 *	            "owner": "task", "owner_pid": 118, "owner_comm": "pby_mutex_0", "readers": 0,
 *	            "handoff": false, "racing": false,
 *	            "motion": "moves", "passed": 41, "owners": 12, "left": 41, "came": 40, "same_head": false,
 *	            "holder": {"state": "S", "on_cpu": 0, "looks": 3, "cpu": 1, "cpu_s": 0.0, "switches": 0,
 *	                       "frames": ["pby_hold", "party_main"]},
 *	            "waiters": [{"pid": 119, "comm": "...", "mode": "write", "waited_s": 3.0}]}]}
 * running: who holds others up and runs: {"pid", "comm", "cpu", "by": "memory" or "perf", "kernel": 38, "user": 2 (moments
 * in which it was met there), "places": [{"function": "pby_spin", "seen": 36}], "callers": ["party_main", "kthread"]},
 * or with "why" nothing was seen. owner: "task", "readers" (owner_pid then is a hint), "nobody", "unknown". waited_s is null where
 * the lock keeps no time. pace: "deadlock", "stuck", "moves", "unknown", of the line behind the heaviest root.
 * moments: for each look {"from_s", "to_s" (CLOCK_MONOTONIC), "circle", "locks": [{"name" or "address", "owner",
 * "owner_pid", "waiters"}]}. motion and holder are there when it was watched. silent: questions without an answer; child is our own process that is stuck there.
 */
void pby_hang_live__json(struct json_object *result, const struct pby_live *live, const struct pby_hang *hang);

/* The same in words; nothing for a result without "live". */
void pby_hang_live__text(const struct json_object *result, const struct pby_style *style,
			 struct pby_buf *out);

#endif
