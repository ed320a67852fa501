# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Every row asked for was measured, every request passed the probes on its path, and each figure has its pairs.
# shellcheck shell=sh

python3 - tmp/net.json "$(basename "$KERNEL")" <<'END'
import json, sys

rows = json.load(open(sys.argv[1]))["rows"]
expected = ["nothing", "kprobe tcp_sendmsg", "kretprobe tcp_recvmsg", "fentry inet_recvmsg", "tp_btf tcp_rcv_space_adjust",
            "nothing", "kprobe+kretprobe nft_do_chain", "fexit nft_do_chain", "raw_tp kfree_skb",
            "nothing", "kprobe+kretprobe ipt_do_table", "fexit ipt_do_table"]
metrics = {"tcp": ("stream", "request"), "filter": ("packet", "ping"), "iptables": ("packet", "ping")}


def say(good, name, why=""):
    print("ok - " + name if good else "not ok - " + name + "\n# " + why)


say([r["name"] for r in rows] == expected, "the rows that were asked for", str([r["name"] for r in rows]))
for r in rows:
    name = "%s, %s: " % (r["load"], r["name"])
    if r["name"] in ("fexit nft_do_chain", "fexit ipt_do_table") and sys.argv[2] == "5.10":
        say("no BTF" in r.get("why", ""), name + "the module has no BTF, and the row says so", str(r))
        continue
    good = r["state"] == "done" and all(r[m]["pairs"] == 3 and r[m]["base_ns"] > 0 and r[m]["per_s"] > 0
                                        for m in metrics[r["load"]])
    say(good, name + "measured in pairs", str(r))
    if r["load"] != "tcp":
        say(all(r[s]["pings"] >= 3 and 0 < r[s]["median_ns"] <= r[s]["p99_ns"] <= r[s]["max_ns"]
                for s in ("without", "with")), name + "has latencies", str(r))
    # Each request is a send and a receive at either end; each packet dropped passed the chain once.
    due = 2 * r.get("requests", 0) or r.get("packets", 0)
    if r["name"] != "nothing":
        say(r.get("counted", 0) >= due > 0, name + "saw all that it had to", str(r))
END
