# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""native.py PROBITY VICTIM HOLD: who pays for a uprobe, who owns it, and that nothing is left when cost ends."""
import json, os, signal, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from family import adopt, descriptors, wait_for

PROBITY, VICTIM, HOLD = sys.argv[1:4]
nr = 0


def verdict(good, name, why=""):
    global nr
    nr += 1
    print("%s %d - %s" % ("ok" if good else "not ok", nr, name))
    if not good and why:
        print("#", why)


def program(*words):
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def victim(function):
    v = program(VICTIM, function, "500")
    at = {}
    while (words := v.stdout.readline().split()):
        at[words[0]] = words[1]
    return v, at


def hold(v, offset, *words):
    h = program(HOLD, *words, str(v.pid), VICTIM, offset)
    if h.stdout.readline().strip() != "attached":
        print("uprobes cannot be attached here: " + h.stderr.readline().strip())
        sys.exit(77)
    return h


def cost(*words):
    r = subprocess.run([PROBITY, "cost", "--json", "--hz", "499", *words], capture_output=True, text=True)
    return r.returncode, json.loads(r.stdout) if r.stdout else {}, r.stderr


adopt()
paying, at = victim("push")
other, _ = victim("push")		# the same file, and no probe in this process
stepped, _ = victim("ret")
holders = [hold(paying, at["push"]), hold(stepped, at["ret"])]
events = descriptors("perf_event")

# A machine that is busy with something else gives few ticks: look again, until there are enough.
for _ in range(10):
    code, r, said = cost("-i", "2")
    if r and r["sampling"]["clock"] == "none":
        print("no sampling clock here: " + r["sampling"].get("why", ""))
        sys.exit(77)
    probes = {str(x["pid"]): p for p in r.get("probes", []) for x in p["pids"]}
    mine = [probes.get(str(h.pid)) for h in holders]
    if all(p and (p["cost"]["ticks"] or 0) >= 20 for p in mine):
        break
verdict(code == 1, "probes that take something are an exit status of 1", "%s %s" % (code, said))
verdict(all(mine) and all(p["kind"] == "uprobe" for p in mine), "both probes are listed, each with its owner")
for p, v, name in zip(mine, (paying, stepped), ("push", "ret")):
    index = p["index"] if p else -1
    by = {x["pid"]: sum(y["sampled"] for y in x["probes"] if y["probe"] == index) for x in r["processes"]}
    paid = sum(by.values())
    verdict(paid > 0 and by.get(v.pid, 0) > 0.9 * paid, "%s: paid for by the process that it is in" % name, by)
    verdict(by.get(other.pid, 0) == 0, "%s: not by another process with the same file" % name, by)
c = mine[0]["cost"]
verdict(r["statistics"]["used"] and (c["hits_per_s"] or 0) > 0, "hits are counted", c)
# How much less is a matter of the machine's traps: here one in twenty.
verdict(c.get("by_statistics", 1) < 0.5 * c["sampled"], "statistics alone would have said less than half of it", c)
verdict(all(any(x["pid"] == h.pid and x.get("owner") for x in r["processes"]) for h in holders),
        "owners are named, with what they are charged")
verdict(r["own_cost"]["total"] > 0, "what looking took is told")

code, r, said = cost("-i", "1", "--no-stats")
verdict(code in (0, 1) and not r["statistics"]["used"] and r["sampling"]["ticks"] > 0, "without statistics", said)

p = program(PROBITY, "cost", "-i", "600", "--json")
began = wait_for(lambda: descriptors("perf_event") > events)
time.sleep(0.3)		# not for its sake: there should be something to print
p.send_signal(signal.SIGINT)
out, said = p.communicate(timeout=60)
verdict(began and p.returncode in (0, 1) and json.loads(out)["seconds"] < 600, "Ctrl-C prints what it has", said)

for what in ("perf_event", "bpf-stats"):
    before = descriptors(what)
    p = program(PROBITY, "cost", "-i", "12", "-n", "1000")
    began = wait_for(lambda: descriptors(what) > before)
    p.kill()
    p.wait()
    verdict(began and wait_for(lambda: descriptors(what) <= before), "killed: no %s stays open" % what)
verdict(all(h.poll() is None for h in holders) and wait_for(lambda: descriptors("perf_event") == events),
        "the probes that were there still are")
for p in holders + [paying, other, stepped]:
    p.stdin.close()
    p.wait()
