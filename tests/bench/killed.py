# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""killed.py PROBITY: every part of bench is killed at several moments, and whatever it had started has to go with it.

All that bench attaches is held by descriptors of its processes: with these gone, nothing is attached."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from family import adopt, descriptors, family, wait_for

PROBITY = sys.argv[1]
# What most kernels have, this one of functions of probity itself.
PARTS = {
    "hooks": ["-n", "64", "--only", "uprobe/push"],
    "scale": ["-n", "16", "--only", "uretprobe/push"],
    "uprobe": ["-n", "32", "--duration", "20", "--processes", "16"],
    "attach": ["-n", "64", "--functions", "1", "--only", "uprobe"],
    "loss": ["--threads", "512", "--only", "uretprobe/push"],
}
# Seconds since it holds something of BPF's; a race that is lost only kills it elsewhere.
MOMENTS = (0, 0.05, 0.3)

adopt()
for nr, (part, words) in enumerate(PARTS.items(), 1):
    left, met = [], 0
    for moment in MOMENTS:
        p = subprocess.Popen([PROBITY, "bench", part, "--force", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: descriptors("bpf") or p.poll() is not None)
        time.sleep(moment)
        met += descriptors("bpf") > 0
        p.kill()
        p.wait()
        if not wait_for(lambda: family() == {os.getpid()}):
            left.append("%.2f s: %s" % (moment, family() - {os.getpid()}))
    skip = "" if met or left else " # SKIP it ended by itself: refused here, or too fast"
    print("%s %d - bench %s, killed again and again, leaves nothing%s" % ("not ok" if left else "ok", nr, part, skip))
    for line in left:
        print("#", line)
