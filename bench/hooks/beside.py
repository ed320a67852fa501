# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""usage: beside.py DIR ROUNDS: the figures of both beside each other, and whether they rank alike."""
import csv
import statistics
import sys

folder, rounds = sys.argv[1], int(sys.argv[2])
peer, ours, unusable = {}, {}, {}
for i in range(rounds):
    with open(f"{folder}/peer.{i}") as f:
        for line in f:
            name, ns = line.split()
            peer.setdefault(name, []).append(float(ns))
    with open(f"{folder}/probity.{i}") as f:
        for row in csv.DictReader(f):
            if row["verdict"] == "usable":
                ours.setdefault(row["name"], []).append(float(row["net_ns"]))
            else:
                unusable[row["name"]] = unusable.get(row["name"], 0) + 1

print(f"{'row':18} {'peer':>9} {'probity':>9} {'ratio':>7}  aim 0.90 to 1.10")
both = [n for n in peer if n in ours]
for name in peer:
    a = statistics.median(peer[name])
    if name not in ours:
        print(f"{name:18} {a:9.1f} {'unusable':>9}")
        continue
    b = statistics.median(ours[name])
    spread = f"{min(peer[name]):.0f}-{max(peer[name]):.0f} and {min(ours[name]):.0f}-{max(ours[name]):.0f}"
    print(f"{name:18} {a:9.1f} {b:9.1f} {b / a:7.2f}  runs {spread}, {unusable.get(name, 0)} of {rounds} unusable")
rank = [sorted(both, key=lambda n: statistics.median(of[n])) for of in (peer, ours)]
print("same ranking" if rank[0] == rank[1] else f"ranked differently: {rank}")
