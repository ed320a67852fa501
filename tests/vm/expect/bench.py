#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""usage: bench.py TABLE KERNEL RESULT: compares a result of bench hooks with bench.tsv; prints TAP."""
import json
import sys

table, kernel, result = sys.argv[1:]
want = {}
with open(table) as f:
    for line in f:
        cells = line.rstrip("\n").split("\t")
        if line.startswith("# row"):
            column = cells.index(kernel)
        elif not line.startswith("#"):
            want[cells[0]] = cells[column]

with open(result) as f:
    rows = {row["name"]: row for row in json.load(f)["rows"]}


def tell(good, what, *detail):
    print(("ok - " if good else "not ok - ") + what)
    if not good:
        for d in detail:
            print("#", d)


for name in want:
    tell(name in rows, f"{name} has a row")
for name, row in rows.items():
    expected = want.get(name, "done")
    tell(row["state"] == expected, f"{name} is {expected}", row)
    for body in row["bodies"]:
        if "counted" not in body or name == "tracepoint/syscall-tax":
            continue
        runs = body["calls"] * (2 if "session" in name else 1)
        tell(body["counted"] == runs, f"{name}: all calls are counted", f"{body['counted']} of {runs}", row["at"])
