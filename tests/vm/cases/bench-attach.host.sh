# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Rows and times are complete, and detaching a trampoline was seen to wait for the grace period that this kernel has there.
# shellcheck shell=sh disable=SC2154

python3 - tmp/attach.json "$(basename "$KERNEL")" <<'END'
import json, sys

rows = json.load(open(sys.argv[1]))["rows"]
expected = [(h, n) for h in ("kprobe", "kretprobe", "fentry", "fexit") for n in (1, 8)] + [("raw_tp", 1), ("uprobe", 1)]


def say(good, name, why=""):
    print("ok - " + name if good else "not ok - " + name + "\n# " + why)


got = [(r["hook"], r["functions"]) for r in rows]
say(got == expected, "a row for one function and one for many", str(got))
for r in rows:
    name = "%s on %d: " % (r["hook"], r["functions"])
    times = [r.get(c, {}).get(p, {}).get("median_ns", 0) for c in ("idle", "loaded") for p in ("attach", "detach")]
    say(r["state"] == "done" and all(t > 0 for t in times), name + "has four times", str(r))

# ftrace waits for RCU tasks from 6.1 to 6.12, and 7.x gives trampolines back later; perf's tracepoints have an SRCU of
# their own there.
hook, cls = {"5.10": ("fexit", "rcu-gp"), "7.x": ("kprobe", "srcu-gp")}.get(sys.argv[2], ("fexit", "rcu-tasks-gp"))
seen = {w["class"] for r in rows if r["hook"] == hook for w in r["waits"] if w["phase"] == "detach"}
say(cls in seen, "detaching %s is seen to wait: %s" % (hook, cls), str(seen))
END
