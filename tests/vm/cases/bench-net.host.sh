# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Every row was measured, every request passed the probes on its path, and each figure has its pairs.
# shellcheck shell=sh

python3 - tmp/net.json <<'END'
import json, sys

rows = {r["name"]: r for r in json.load(open(sys.argv[1]))["rows"]}
hooks = ("kprobe", "kretprobe", "fentry", "fexit")
functions = ("tcp_sendmsg", "tcp_recvmsg", "inet_recvmsg")
expected = ["nothing"] + ["%s %s" % (h, f) for f in functions for h in hooks] + [
    h + " tcp_rcv_space_adjust" for h in ("tracepoint", "raw_tp", "tp_btf")]


def say(good, name, why=""):
    print("ok - " + name if good else "not ok - " + name + "\n# " + why)


say(list(rows) == expected, "a row for each hook on each function", str(list(rows)))
for name, r in rows.items():
    good = r["state"] == "done" and all(r[m]["pairs"] == 3 and r[m]["base_ns"] > 0 and r[m]["per_s"] > 0
                                        for m in ("stream", "request"))
    say(good, name + ": measured in pairs", str(r))
    # Each request is a send and a receive at either end.
    if name != "nothing":
        say(r.get("counted", 0) >= 2 * r.get("requests", 0) > 0, name + ": sees every request at both ends", str(r))
END
