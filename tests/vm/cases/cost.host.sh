# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Compares what cost said with what was set up: rates with the holders' own counts, payers with who called what.
# shellcheck shell=sh
python3 - <<'END'
import json

def table(name):
    rows = [line.split() for line in open(name)]
    return {words[0]: words[1] for words in rows if len(words) == 2}

def counts(name):
    """holder: its count, and the second in which it was asked"""
    rows = [line.split() for line in open(name)]
    return {words[0]: (int(words[1]), float(words[2])) for words in rows if len(words) == 3}

def verdict(ok, name, *why):
    print(("ok - " if ok else "not ok - ") + name)
    if not ok:
        for w in why:
            print("#", w)

holders, payers = table("holders"), table("payers")
before, after = counts("hits.before"), counts("hits.after")
# holder: kind of the probe, and who calls its function
probes = {"c-kprobe": ("kprobe", "plain"), "c-kretprobe": ("kretprobe", "dd"),
          "c-fentry": ("fentry", "dd"), "c-uprobe": ("uprobe", "target")}
for file in ("cost.json", "plain.json"):
    r = json.load(open(file))
    counted = r["statistics"]["used"]
    way = "with statistics" if file == "cost.json" else "by samples alone"
    verdict(counted == (file == "cost.json"), "statistics are used as asked for, " + way, r["statistics"])
    verdict(r["sampling"]["clock"] == "cpu-clock" and r["sampling"]["ticks"] > 0, "cpu-clock ticks, " + way, r["sampling"])
    verdict("TCG" in r["emulator"], "it says that this is an emulator, " + way, r["emulator"])
    for holder, (kind, payer) in probes.items():
        mine = [p for p in r["probes"] if any(str(x["pid"]) == holders[holder] for x in p["pids"])]
        if len(mine) != 1 or mine[0]["kind"] not in (kind, "tracing"):
            verdict(False, "%s is listed once, %s" % (kind, way), [(p["kind"], p["where"]) for p in mine])
            continue
        probe, cost = mine[0], mine[0]["cost"]
        # fentry takes so little of the emulator's time that a short look may miss it.
        enough = r["in_probes"] * r["seconds"] * r["sampling"]["hz"] > 100 and kind != "fentry"
        verdict(cost["sampled"] > 0 or not enough, "%s takes something, %s" % (kind, way), cost)
        by = {str(p["pid"]): sum(x["sampled"] for x in p["probes"] if x["probe"] == probe["index"])
              for p in r["processes"]}
        most = max(by, key=by.get) if by else None
        verdict(not by.get(most) or most == payers[payer], "%s is paid for by %s, %s" % (kind, payer, way), by, payers)
        if counted:
            # Its own count is from before the look and after it; the workload goes on between. The emulator is uneven.
            (hits, began), (more, ended) = before[holder], after[holder]
            true = (more - hits) / (ended - began)
            told = cost["hits_per_s"] or 0
            verdict(true / 4 < told < true * 4, "hits of the %s" % kind, "%.0f/s, and was told %.0f/s" % (true, told))
END
