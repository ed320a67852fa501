#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""usage: scale.py TABLE KERNEL RESULT: looks at a result of bench scale of the rows that bench.tsv wants; prints TAP."""
import json
import sys

from table import column, tell

table, kernel, result = sys.argv[1:]
THREADS = [1, 3]
# A pool that retries by compare-and-swap or spins, and the count that this kernel has no tracepoint for.
POOLS = {"kretprobe-spinlock", "kretprobe-freelist", "kretprobe-objpool", "fprobe-rethook-freelist", "fprobe-rethook-objpool"}
LACKING = {"5.10": ["lock_waits", "mmap_locks"]}.get(kernel, [])
# From 6.14 on a uprobe looks without mmap_lock first.
TAKES_MMAP_LOCK = kernel in ("6.1", "6.12")

want = column(table, kernel)
with open(result) as f:
    whole = json.load(f)
rows = {row["name"]: row for row in whole["rows"]}


def wrong_in(row):
    """What cannot be true of a row."""
    points = row["points"]
    if [p["threads"] for p in points] != THREADS:
        yield "its numbers of threads"
    for p in points:
        runs = p["calls"] * (2 if "session" in row["name"] else 1)
        if not (p["rounds"] == 1 and p["calls"] > 0 and p["per_s"] > 0 and p["base_per_s"] > 0):
            yield f"{p['threads']} threads: figures"
        # One thread alone loses nothing. Of three, system calls of a starved one went unseen by their event on 7.2.
        if p["lost"] > (0 if p["threads"] == 1 else runs / 2):
            yield f"{p['threads']} threads: lost {p['lost']} of {runs}"
        for name in ("lock_waits", "mmap_locks"):
            if (name in p) == (name in LACKING):
                yield f"{p['threads']} threads: {name}"
        if TAKES_MMAP_LOCK and row["name"] == "uprobe/push" and p["mmap_locks"] < 0.5:
            yield f"{p['threads']} threads: takes of mmap_lock"
    if len(row["not_counted"]) != len(LACKING):
        yield "what was not counted"
    if ("unseen" in row) != (row["mechanism"] in POOLS):
        yield "what nothing counts"


tell(whole["schema"] == "probity.bench/1" and whole["what"] == "scale", "the result names its schema")
tell(whole["settings"]["threads"] == THREADS, "and its numbers of threads", whole["settings"])
tell("tracepoint/syscall-tax" not in rows, "the tax on other calls is no row")
for name, state in want.items():
    tell(rows.get(name, {}).get("state") == state, f"{name} is {state}", rows.get(name))
for name, row in rows.items():
    if want.get(name, "done") != "done":
        continue
    wrong = list(wrong_in(row)) if row["state"] == "done" else ["its state"]
    tell(not wrong, f"{name} has its points, and says what was not counted", *wrong, row)
