# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""agree.py NAME FULL LESS AGAIN: does a result of `probity check -j` that could see less (LESS) never say anything else than
the one that could see all, before or after (FULL, AGAIN)? It may know less; what it inferred from a version may differ, for it says so. Prints TAP."""
import json
import sys

name = sys.argv[1]
full, less, again = (json.load(open(path)) for path in sys.argv[2:5])


def verdict(what, bad):
    print(f"{'not ' if bad else ''}ok - {name}: {what}")
    for line in bad:
        print(f"# {line}")


def differs(key, field, part):
    return [f"{x[key]}: {x[field]} ({x['strength']}), with all rights {y[field]}"
            for y, x, z in zip(full[part], less[part], again[part])
            if x[field] not in (y[field], z[field], "unknown") and x["strength"] != "inferred"]


verdict("the same rules are judged", [] if [r["id"] for r in full["rules"]] == [r["id"] for r in less["rules"]] else ["no"])
verdict("no rule says what cannot be known", differs("id", "answer", "rules"))
verdict("no way to attach is said to work or not that cannot be known", differs("hook", "works", "attach_points"))
verdict("what could not be read has a reason",
        [s["name"] for s in less["sources"] if s["read"] != "yes" and not s.get("why")])
verdict("what could not be decided says what is missing",
        [r["id"] for r in less["rules"] if r["answer"] == "unknown" and not r.get("missing")])
verdict("something could not be read", [] if any(s["read"] != "yes" for s in less["sources"]) else ["all was read"])
