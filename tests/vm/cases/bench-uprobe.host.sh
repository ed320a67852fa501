# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# All rows are there, and their figures can be true.
# shellcheck shell=sh disable=SC2154

python3 - tmp/uprobe.json <<'END'
import json, sys

rows = json.load(open(sys.argv[1]))["rows"]


def say(good, name, why=""):
    print("ok - " + name if good else "not ok - " + name + "\n# " + why)


firing = [r for r in rows if r["kind"] == "firing"]
registration = [r for r in rows if r["kind"] == "registration"]
got = [(r["readers"], r["writers"]) for r in firing]
say(got == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)], "every number of threads beside every other", str(got))
got = [r["processes"] for r in registration]
say(got == [1, 4, 16], "registration in 1, 4 and 16 processes", str(got))
for r in firing:
    name = "%d calling, %d mapping: " % (r["readers"], r["writers"])
    say(r["slowdown"] > 1 and r["base_per_s"] > r["probed_per_s"] > 0, name + "the probe costs something", str(r))
    say(r["writers"] == 0 or r["probed_maps_per_s"] > 0, name + "memory was mapped", str(r))
for r in registration:
    times = [r[k]["median_ns"] for k in ("register", "unregister", "fork")]
    say(all(t > 0 for t in times), "%d processes: registered beside forks" % r["processes"], str(r))
END
