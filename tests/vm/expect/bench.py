#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""usage: bench.py TABLE KERNEL RESULT: compares a result of bench hooks with bench.tsv; prints TAP."""
import json
import sys

from table import column, tell

table, kernel, result = sys.argv[1:]
want = column(table, kernel)
with open(result) as f:
    rows = {row["name"]: row for row in json.load(f)["rows"]}


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
