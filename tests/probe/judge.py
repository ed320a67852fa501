# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""judge.py PLAIN PROBED: do two results of `probity check -j`, without and with --probe, agree? Prints TAP."""
import json
import sys

plain, probed = (json.load(open(name)) for name in sys.argv[1:3])
before = {p["hook"]: p for p in plain["attach_points"]}
after = {p["hook"]: p for p in probed["attach_points"]}


def verdict(name, bad):
    print(f"{'not ' if bad else ''}ok - {name}")
    for line in bad:
        print(f"# {line}")


verdict("without --probe nothing is tried",
        [h for h, p in before.items() if p["probe"]["result"] != "not tried"])
verdict("with --probe everything is tried",
        [h for h, p in after.items() if p["probe"]["result"] in ("not tried", "refused")])
verdict("what could not be probed is not missing for that",
        [f"{h}: {before[h]['works']} became {p['works']}" for h, p in after.items()
         if p["probe"]["result"] == "failed" and p["works"] != before[h]["works"]])
verdict("what could not be probed says where it failed",
        [h for h, p in after.items() if p["probe"]["result"] == "failed"
         and not (p["probe"].get("step") and (p["probe"].get("error") or p["probe"].get("why")))])
verdict("what works was counted",
        [f"{h}: {p['probe']}" for h, p in after.items() if p["probe"]["result"] == "works"
         and (p["probe"]["fired"] < p["probe"]["triggered"] or p["strength"] != "probed" or p["works"] != "yes")])
verdict("nothing attaches and stays silent",
        [h for h, p in after.items() if p["probe"]["result"] == "silent"])
verdict("what was found missing does not work when tried",
        [f"{h}: {before[h]['because']}" for h, p in after.items()
         if before[h]["works"] == "no" and p["probe"]["result"] == "works"])
verdict("no experiment hangs",
        [h for h, p in after.items() if p["probe"]["result"] in ("late", "stuck")])
