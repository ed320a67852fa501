# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""usage: selftest.py ROOT BENCH ROUNDS: costs by the kernel's `bench trig-*` and by probity bench hooks, and their ratio.

The benchmark says how often a probe was hit in each second of the clock. On a machine with other work that is a rate of
whoever had the CPU, so it is divided by the CPU time that its process had in that second."""
import csv
import os
import re
import statistics
import subprocess
import sys

root, bench, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])

# Row of probity: what the kernel calls it, the program, and what is to be taken off. Its program counts by a locked
# addition. Uprobes: the whole cost, beside which a call is nothing. In the kernel's loop its own counting is taken off, so
# that what remains is an empty program's.
ROWS = {
    "raw_tp": ("trig-rawtp", "empty", "trig-kernel-count"),
    "uprobe/nop": ("trig-uprobe-nop", "counter", None),
    "uprobe/nop5": ("trig-uprobe-nop5", "counter", None),
    "uprobe/push": ("trig-uprobe-push", "counter", None),
    "uprobe/ret": ("trig-uprobe-ret", "counter", None),
    "uretprobe/nop": ("trig-uretprobe-nop", "counter", None),
    "uretprobe/nop5": ("trig-uretprobe-nop5", "counter", None),
    "uretprobe/push": ("trig-uretprobe-push", "counter", None),
    "uretprobe/ret": ("trig-uretprobe-ret", "counter", None),
    "kprobe/ftrace": ("trig-kprobe", "empty", "trig-kernel-count"),
    "kretprobe": ("trig-kretprobe", "empty", "trig-kernel-count"),
    "fentry": ("trig-fentry", "empty", "trig-kernel-count"),
    "fexit": ("trig-fexit", "empty", "trig-kernel-count"),
}
IN_ROOT = """mount --make-rprivate / && for d in sys proc dev; do mount --bind /$d "$0/$d"; done && exec chroot "$0" \
             stdbuf -oL "$@" """
LINE = re.compile(r"Iter +(\d+) \( *(-?[\d.]+)us\): hits +([\d.]+)M/s")


def cpu_ns(pid):
    """Of all threads of a process."""
    total = 0
    for tid in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{tid}/schedstat") as f:
            total += int(f.read().split()[0])
    return total


def trig(name):
    """Nanoseconds of CPU time a hit: the median of its seconds, or None when it does not run here."""
    p = subprocess.Popen(["unshare", "-m", "sh", "-c", IN_ROOT, root, bench, "-w1", "-d4", "-a", name],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    seconds, before = [], None
    for line in p.stdout:
        if not (m := LINE.match(line)):
            continue
        try:
            now = cpu_ns(p.pid)
        except OSError:
            break
        hits = float(m[3]) * 1e6 * (1 + float(m[2]) / 1e6)
        # What a second prints belongs to the CPU time since the line before.
        if before is not None and hits > 0:
            seconds.append((now - before) / hits)
        before = now
    p.wait()
    return statistics.median(seconds) if seconds else None


def ours():
    """Net costs that are usable, by row and program."""
    out = subprocess.run(["build/release/probity", "bench", "hooks", "--force", "--body", "empty,counter", "-n", "7",
                          "--only", ",".join(ROWS), "--csv"], capture_output=True, text=True).stdout
    return {(r["name"], r["body"]): float(r["net_ns"]) for r in csv.DictReader(out.splitlines())
            if r.get("verdict") == "usable"}


peer, mine = {}, {}
for _ in range(rounds):
    base = {}
    for row, (name, _, less) in ROWS.items():
        if less and less not in base:
            base[less] = trig(less)
        ns = trig(name)
        if ns is not None and (not less or base[less] is not None):
            peer.setdefault(row, []).append(ns - (base[less] if less else 0))
    for key, ns in ours().items():
        mine.setdefault(key, []).append(ns)

with open("/proc/loadavg") as f:
    print(f"## ns a hit, the kernel's bench trig-* and probity; load {f.read().split()[0]} on {os.cpu_count()} CPUs")
print(f"{'row':16} {'kernel':>9} {'probity':>9} {'ratio':>6}  aim 0.90 to 1.10")
both = []
for row, (name, body, _) in ROWS.items():
    a, b = peer.get(row), mine.get((row, body))
    if not a or not b:
        print(f"{row:16} {'-' if not a else format(statistics.median(a), '.1f'):>9} "
              f"{'-' if not b else format(statistics.median(b), '.1f'):>9}      -  "
              f"{name + ' does not run here' if not a else 'not usable, or not on this kernel'}")
        continue
    x, y = statistics.median(a), statistics.median(b)
    both.append((row, x, y))
    print(f"{row:16} {x:9.1f} {y:9.1f} {y / x:6.2f}  rounds {min(a):.0f}-{max(a):.0f} and {min(b):.0f}-{max(b):.0f}")
ranked = [[r[0] for r in sorted(both, key=lambda r: r[i])] for i in (1, 2)]
print("same ranking" if ranked[0] == ranked[1] else f"ranked differently: {ranked}")
near = sum(0.9 <= y / x <= 1.1 for _, x, y in both)
print(f"{near} of {len(both)} within 10 %")
