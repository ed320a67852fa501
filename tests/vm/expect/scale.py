#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""usage: scale.py TABLE KERNEL RESULT: looks at a result of bench scale of the rows that bench.tsv wants; prints TAP."""
import json
import sys

table, kernel, result = sys.argv[1:]
THREADS = [1, 2, 4]
# A pool that retries by compare-and-swap or spins, and the count that this kernel has no tracepoint for.
POOLS = {"kretprobe-spinlock", "kretprobe-freelist", "kretprobe-objpool", "fprobe-rethook-freelist", "fprobe-rethook-objpool"}
LACKING = {"5.10": ["lock_waits", "mmap_locks"]}.get(kernel, [])
# From 6.14 on a uprobe looks without mmap_lock first.
TAKES_MMAP_LOCK = kernel in ("6.1", "6.12")

want = {}
with open(table) as f:
    for line in f:
        cells = line.rstrip("\n").split("\t")
        if line.startswith("# row"):
            column = cells.index(kernel)
        elif not line.startswith("#"):
            want[cells[0]] = cells[column]

with open(result) as f:
    whole = json.load(f)
rows = {row["name"]: row for row in whole["rows"]}


def tell(good, what, *detail):
    print(("ok - " if good else "not ok - ") + what)
    if not good:
        for d in detail:
            print("#", d)


def wrong_in_points(row):
    """What cannot be true of a row's points."""
    points = row["points"]
    if [p["threads"] for p in points] != THREADS:
        yield "its numbers of threads"
    for p in points:
        runs = p["calls"] * (2 if "session" in row["name"] else 1)
        if not (p["rounds"] == 2 and p["calls"] > 0 and p["per_s"] > 0 and p["base_per_s"] > 0):
            yield f"{p['threads']} threads: figures"
        if not 0 <= p["lost"] <= runs:
            yield f"{p['threads']} threads: lost {p['lost']} of {runs}"
        for name in ("lock_waits", "mmap_locks"):
            if (name in p) == (name in LACKING):
                yield f"{p['threads']} threads: {name}"


tell(whole["schema"] == "probity.bench/1" and whole["what"] == "scale", "the result names its schema")
tell(whole["settings"]["threads"] == THREADS, "and its numbers of threads", whole["settings"])
tell("tracepoint/syscall-tax" not in rows, "the tax on other calls is no row")
for name, state in want.items():
    tell(rows.get(name, {}).get("state") == state, f"{name} is {state}", rows.get(name))
for name, row in rows.items():
    if want.get(name, "done") != "done":
        continue
    tell(row["state"] == "done", f"{name} is done", row)
    if row["state"] != "done":
        continue
    wrong = list(wrong_in_points(row))
    tell(not wrong, f"{name} has its points", *wrong, row)
    # Two or four threads at a time have room in every pool.
    tell(all(p["lost"] == 0 for p in row["points"]), f"{name} loses nothing", row["points"])
    tell(len(row["not_counted"]) == len(LACKING), f"{name} says what was not counted", row["not_counted"])
    tell(("unseen" in row) == (row["mechanism"] in POOLS), f"{name} says what nothing counts", row)
    if TAKES_MMAP_LOCK and name == "uprobe/push":
        tell(all(p["mmap_locks"] > 0.5 for p in row["points"]), f"{name} takes mmap_lock at each hit", row["points"])
