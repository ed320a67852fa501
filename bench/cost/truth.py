# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""truth.py PROBITY VICTIM HOLD [SECONDS [ROUNDS]]: what a uprobe really takes from a process, beside what cost says.

A process calls a function in a loop; the CPU time of that thread for each call, with the probe and without, in
turn, is the truth. cost looks while the probe is there. CPU time, not wall time: others may use the machine.
The last column is what the kernel's program statistics alone tell of it.
Prints a line for each probe and rate, and ends with 1 when a median is further than 15 % from the truth.
"""
import json, statistics, subprocess, sys, time

PROBITY, VICTIM, HOLD = sys.argv[1:4]
SECONDS = float(sys.argv[4]) if len(sys.argv) > 4 else 10
ROUNDS = int(sys.argv[5]) if len(sys.argv) > 5 else 3
LIMIT = 0.15
# function, at its return, turns of the victim's loop between two calls
PROBES = [("nop5", False, 200), ("nop5", False, 2000), ("push", False, 200), ("push", False, 2000),
          ("ret", False, 2000), ("ret", False, 20000), ("push", True, 500), ("push", True, 5000)]


class Program:
    def __init__(self, *words):
        self.p = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def line(self):
        return self.p.stdout.readline().split()

    def ask(self):
        self.p.stdin.write("\n")
        self.p.stdin.flush()
        return [int(x) for x in self.line()]

    def end(self):
        self.p.stdin.close()
        self.p.wait()


class Victim(Program):
    def __init__(self, function, work):
        super().__init__(VICTIM, function, str(work))
        self.offsets = {}
        while True:
            words = self.line()
            if not words:
                break
            self.offsets[words[0]] = words[1]
        self.pid = self.p.pid
        self.offset = self.offsets[function]


def hold(victim, at_return):
    h = Program(HOLD, *(["-r"] if at_return else []), str(victim.pid), VICTIM, victim.offset)
    if h.line() != ["attached"]:
        sys.exit("truth: the probe could not be attached (root is needed)")
    return h


def per_call(a, b):
    return (b[1] - a[1]) / (b[0] - a[0])


def measured(victim, seconds=1.0):
    a = victim.ask()
    while True:
        b = victim.ask()
        if b[1] - a[1] >= seconds * 0.3e9:
            return per_call(a, b)


def cost(*options):
    r = subprocess.run([PROBITY, "cost", "--json", "-i", str(SECONDS), *options], capture_output=True, text=True)
    if r.returncode > 1:
        sys.exit("truth: probity cost: " + r.stderr.strip())
    return json.loads(r.stdout)


def mine(result, pid):
    """What cost says of this process: its time, its probe's, and that probe."""
    for p in result["processes"]:
        if p["pid"] == pid and p["probes"]:
            at = max(p["probes"], key=lambda x: x["sampled"])
            return p, at["sampled"], next(x for x in result["probes"] if x["index"] == at["probe"])
    return None, 0, None


def one(function, at_return, work, options):
    v = Victim(function, work)
    rows = []
    for _ in range(ROUNDS):
        before = measured(v)
        h = hold(v, at_return)
        # Not while cost looks: its ticks are charged to whom they interrupt.
        probed = measured(v)
        start, a = time.monotonic(), v.ask()
        result = cost(*options)
        b, wall = v.ask(), time.monotonic() - start
        probed = (probed + measured(v)) / 2
        h.end()
        without = (before + measured(v)) / 2
        p, sampled, probe = mine(result, v.pid)
        if not p or p["busy"] <= 0:
            sys.exit("truth: cost did not see the process")
        c, busy = probe["cost"], (b[1] - a[1]) / 1e9 / wall
        rows.append({
            "true_ns": probed - without, "rate": (b[0] - a[0]) / (b[1] - a[1]) * 1e9,
            # Parts of the victim's CPU time: the same however much of the machine it got.
            "truth": 1 - without / probed, "sampled": sampled / p["busy"],
            "modelled": c["modelled"] / busy if c.get("modelled") is not None else None,
            "statistics": c.get("by_statistics", 0) / busy,
            "own": result["own_cost"]["total"],
        })
    v.end()
    return rows


def median(rows, key):
    values = [r[key] for r in rows if r[key] is not None]
    return statistics.median(values) if values else None


def against(rows, key):
    """The median of how far each round is from its own truth."""
    values = [r[key] / r["truth"] for r in rows if r[key] is not None]
    return statistics.median(values) if values else None


def show(x, form):
    return form % x if x is not None else "-"


def main():
    # So many ticks that what is measured is not chance: at the default rate it would take minutes.
    options = ["--hz", "499", *sys.argv[6:]]
    bad = 0
    print("parts of the victim's CPU time; x/truth: 1.00 is exact")
    print("%-16s %10s %8s %7s %9s %8s %9s %8s %10s" % (
        "probe", "calls/s", "ns/hit", "truth", "sampled", "/truth", "modelled", "/truth", "statistics"))
    for function, at_return, work in PROBES:
        rows = one(function, at_return, work, options)
        s, m, k = against(rows, "sampled"), against(rows, "modelled"), against(rows, "statistics")
        print("%-16s %10.0f %8.0f %7.3f %9.3f %8.2f %9s %8s %9.0f%%" % (
            ("uretprobe " if at_return else "uprobe ") + function, median(rows, "rate"), median(rows, "true_ns"),
            median(rows, "truth"), median(rows, "sampled"), s, show(median(rows, "modelled"), "%.3f"),
            show(m, "%.2f"), 100 * k), flush=True)
        for ratio in (s, m):
            bad += ratio is not None and abs(ratio - 1) > LIMIT
    print("%d of %d figures further than %d %% from the truth" % (bad, len(PROBES), 100 * LIMIT))
    return bad > 0


sys.exit(main())
