#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""peers.py CROWD PROBITY [ROUNDS]: time and peak memory of `probity check` beside what bpftool needs to tell less.

bpftool feature probe, link, prog and perf are run one after the other, in turn with check, so that both see the
same machine. Prints the best and the median of the rounds, and ratios of the medians.
"""
import os
import shutil
import statistics
import subprocess
import sys

PEERS = (("feature", "probe"), ("link",), ("prog",), ("perf",))


def run(crowd, argv):
    """Wall seconds and peak kilobytes, by a small program: a child of Python begins with Python's memory."""
    ms, kilobytes = subprocess.check_output([crowd, "0", "0", *argv], text=True).split()
    return float(ms) / 1e3, int(kilobytes)


def line(name, times, memory):
    print(f"{name:<24} {min(times) * 1e3:8.1f} {statistics.median(times) * 1e3:8.1f} {max(memory) / 1024:8.1f}")


def main():
    crowd, probity = (os.path.abspath(path) for path in sys.argv[1:3])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 11
    bpftool = shutil.which("bpftool", path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not bpftool:
        sys.exit("peers: no bpftool here")
    samples = {}
    for _ in range(rounds):
        four, peak = 0, 0
        for words in PEERS:
            seconds, memory = run(crowd, [bpftool, *words])
            samples.setdefault("bpftool " + " ".join(words), []).append((seconds, memory))
            four += seconds
            peak = max(peak, memory)
        samples.setdefault("the four together", []).append((four, peak))
        samples.setdefault("probity check", []).append(run(crowd, [probity, "check"]))
    print(f"{'':<24} {'best ms':>8} {'median':>8} {'peak MB':>8}")
    for name, both in samples.items():
        line(name, [s for s, _ in both], [m for _, m in both])
    medians = {name: statistics.median(s for s, _ in both) for name, both in samples.items()}
    peak = max(m for _, m in samples["probity check"]) / 1024
    ratio = medians["probity check"] / medians["the four together"]
    print(f"check takes {ratio:.2f} of the time of the four (aim: at most 1), {peak:.1f} MB (aim: below 48)")


if __name__ == "__main__":
    main()
