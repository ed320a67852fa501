# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""own.py PROBITY VICTIM HOLD [SECONDS]: what probity cost takes itself, with 100 probes and a million hits a second.

The limit is 1 % of one CPU, at its defaults. What the processes took is measured from here too, by their CPU time.
"""
import json, os, resource, subprocess, sys, time

PROBITY, VICTIM, HOLD = sys.argv[1:4]
SECONDS = float(sys.argv[4]) if len(sys.argv) > 4 else 10


def program(*words):
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def offsets(victim):
    found = {}
    for line in victim.stdout:
        if not line.strip():
            return found
        found[line.split()[0]] = line.split()[1]


def took():
    r = resource.getrusage(resource.RUSAGE_CHILDREN)
    return r.ru_utime + r.ru_stime


# Each more is one more consumer of the same probe, which every hit walks past: not many.
PROBES, HITS, MOST = 100, 1e6, 6
victims, holders = [], []


def hold(*words):
    holders.append(program(HOLD, *words))
    if holders[-1].stdout.readline().strip() != "attached":
        sys.exit("own: the probes could not be attached (root is needed)")


def calls():
    total = 0
    for v in victims:
        v.stdin.write("\n")
        v.stdin.flush()
        total += int(v.stdout.readline().split()[0])
    return total


def hits_per_s():
    before, start = calls(), time.monotonic()
    time.sleep(1)
    return (calls() - before) / (time.monotonic() - start)


# The cheapest uprobe there is, in one process more until there are enough hits: other work leaves each little.
while len(victims) < MOST and (not victims or hits_per_s() < 1.5 * HITS):
    victims.append(program(VICTIM, "nop5", "20"))
    at = offsets(victims[-1])
    hold(str(victims[-1].pid), VICTIM, at["nop5"])
hold("-n", str(PROBES - len(holders)), str(victims[0].pid), VICTIM, at["ret"])
for words in ((), ("--no-stats",)):
    before, made, start = took(), calls(), time.monotonic()
    out = subprocess.run([PROBITY, "cost", "--json", "-i", str(SECONDS), *words], capture_output=True, text=True).stdout
    wall, cpu = time.monotonic() - start, took() - before
    made = (calls() - made) / wall
    r = json.loads(out)
    own, hits = r["own_cost"], sum(p["cost"]["hits_per_s"] or 0 for p in r["probes"])
    print("%-12s %3d probes, %.2f M hits/s (it says %s): %.2f %% of one CPU (processes %.2f, ticks %.2f, statistics %.2f); limit 1; "
          "%.2f with its start, by their CPU time" % (
              " ".join(words) or "defaults", len(r["probes"]), made / 1e6, "%.2f M" % (hits / 1e6) if hits else "?",
              100 * own["total"], 100 * own["processes"], 100 * own["ticks"], 100 * own["statistics"],
              100 * (cpu / wall + own["ticks"] + own["statistics"])), flush=True)
with open("/proc/loadavg") as f:
    print("load %s on %d CPUs" % (f.read().split()[0], os.cpu_count()))
for p in holders + victims:
    p.stdin.close()
    p.wait()
