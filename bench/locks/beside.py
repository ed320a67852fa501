# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""beside.py PROBITY CONTEND FOLDER [ROUNDS]: what probity locks and its peers add to an acquire of a lock, in turns.

A window is a number of short bursts of acquires by bench/locks/contend.c, contended and not in turns; its figure is their
median. Windows without any tool lie before and after each window with one: what they took on average is taken off.
"""
import os, statistics, subprocess, sys, time

from tools import Run, Statistics, tools

PROBITY, CONTEND, FOLDER = sys.argv[1:4]
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 5
BURSTS, ACQUIRES = 40, 1000


class Contend:
    def __init__(self):
        self.process = subprocess.Popen([CONTEND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.made = 0       # contended acquires; with each burst comes that of the thread that was kept waiting

    def __call__(self, kind, n):
        while True:
            self.process.stdin.write("%s %d\n" % (kind, n))
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
            if not answer:
                sys.exit("beside: %s ended (root is needed, and threads whose order can be set)" % CONTEND)
            if kind == "contended":
                self.made += n + 1
            if answer != "lost":
                return float(answer)

    def window(self):
        taken = {"contended": [], "uncontended": []}
        for _ in range(BURSTS):
            for kind, all_of in taken.items():
                all_of.append(self(kind, ACQUIRES))
            time.sleep(0.005)
        return {kind: statistics.median(all_of) for kind, all_of in taken.items()}


def in_programs(run, contend):
    """Nanoseconds and calls for each contended acquire, of all programs that came with the tool."""
    with Statistics():
        before, made = run.programs(), contend.made
        for _ in range(10):
            contend("contended", ACQUIRES)
        after = run.programs()
    acquires = contend.made - made
    spent = lambda what: sum(p[what] - before.get(i, {}).get(what, 0) for i, p in after.items()) / acquires
    return (spent("run_time_ns"), spent("run_cnt")) if after else None


def one_round(tool, contend):
    """A row of one round, or why there is none."""
    bare = contend.window()
    made = contend.made
    run = Run(tool, FOLDER)
    if not run.attached(contend):
        return run.stop()[1] or "it sees no contention here"
    row = {"with": contend.window(), "programs": in_programs(run, contend) if tool.bpf else None,
           "kernel": run.kernel_bytes(), "rss": run.memory_kb() / 1024}
    made = contend.made - made
    time.sleep(0.2)
    out, why, usage = run.stop()
    if why:
        return why
    after = contend.window()
    for kind in bare:
        row[kind] = row["with"][kind] - (bare[kind] + after[kind]) / 2
    row["seen"] = tool.counts(out, FOLDER) / made if tool.counts else None
    row["cpu"] = usage.ru_utime + usage.ru_stime
    row["bare"] = bare
    return row


def spread(rows, kind):
    figures = [r[kind] for r in rows]
    return "%6.0f (%4.0f to %4.0f)" % (statistics.median(figures), min(figures), max(figures))


def middle(rows, get, text):
    figures = [get(r) for r in rows if get(r) is not None]
    return text % statistics.median(figures) if figures else "-"


def line(tool, rows):
    programs = lambda r: r["programs"] and r["programs"][0]
    calls = lambda r: r["programs"] and r["programs"][1]
    return "%-33s %s  %s %8s %6s %6s %6s %6s %7s" % (
        tool.name, spread(rows, "contended"), spread(rows, "uncontended"), middle(rows, programs, "%.0f"),
        middle(rows, calls, "%.2f"), middle(rows, lambda r: r["seen"] and 100 * r["seen"], "%.1f"),
        middle(rows, lambda r: r["cpu"], "%.2f"), middle(rows, lambda r: r["rss"], "%.0f"),
        middle(rows, lambda r: r["kernel"] / 2**20, "%.1f"))


def main():
    contend, every = Contend(), tools(PROBITY, FOLDER)
    rows, reasons = {t.name: [] for t in every}, {}
    for _ in range(ROUNDS):
        for tool in every:
            if tool.name in reasons:
                continue
            try:
                row = one_round(tool, contend)
            except FileNotFoundError:
                row = "not installed"
            if isinstance(row, dict):
                rows[tool.name].append(row)
            else:
                reasons[tool.name] = row
    bare = [r["bare"] for all_of in rows.values() for r in all_of]
    print("%-33s %-21s  %-21s %8s %6s %6s %6s %6s %7s" % (
        "added to one acquire, ns", "contended", "not contended", "programs", "calls", "seen %", "CPU s", "MB", "maps MB"))
    for tool in every:
        print("%-33s cannot be shown here: %s" % (tool.name, reasons[tool.name]) if tool.name in reasons
              else line(tool, rows[tool.name]))
    if bare:
        print("median of %d rounds (least to most); without a tool: %.0f ns contended, %.0f not; load %.1f on %d CPUs" % (
            ROUNDS, statistics.median(b["contended"] for b in bare), statistics.median(b["uncontended"] for b in bare),
            os.getloadavg()[0], os.cpu_count()))
        print("programs, calls: ns and runs of its BPF programs for each contended acquire, by the kernel's statistics, in "
              "bursts of their own; CPU s: of its processes, start and report included; MB: the most that they had; maps MB: of its BPF maps")


main()
