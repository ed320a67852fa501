# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""tools.py: the tools that are compared: how each is started and stopped, and what the kernel says of its programs."""
import collections, ctypes, json, os, re, signal, subprocess, threading, time

# Who sums waits by lock, as short as it can be said: the lock is an argument of the end, too.
SCRIPT = """tracepoint:lock:contention_begin { @since[tid] = nsecs; }
tracepoint:lock:contention_end /@since[tid]/ { @wait[args->lock_addr] = sum(nsecs - @since[tid]); delete(@since[tid]); }
END { clear(@since); }"""

# Tools look for events in tracefs and mount it where it is not: what is mounted here is seen by them alone, and goes with them.
PRIVATE = ["unshare", "--mount", "--propagation", "private", "sh", "-c",
           "mount -t debugfs none /sys/kernel/debug 2>/dev/null; mount -t tracefs none /sys/kernel/tracing 2>/dev/null; "
           'exec "$@"', "sh"]

# bpf: programs say when it has begun. counts: how many waits its result tells of.
Tool = collections.namedtuple("Tool", "name words bpf counts")


def tools(probity, folder):
    locks = [probity, "locks", "--json", "-d", "3600"]
    perf = ["perf", "record", "-q", "-a", "-e", "lock:contention_*", "-o", folder + "/perf.data"]
    return [
        Tool("probity locks", locks, True, probity_counts),
        Tool("probity locks --stacks-above 0", locks + ["--stacks-above", "0"], True, probity_counts),
        Tool("perf record -e lock:contention_*", perf, False, perf_counts),
        Tool("bpftrace, wait summed by lock", ["bpftrace", "-e", SCRIPT], True, None),
        Tool("perf lock contention -b", ["perf", "lock", "contention", "-b", "-a", "-l"], True, None),
        Tool("klockstat (libbpf-tools)", ["klockstat", "-d", "3600"], True, None),
        Tool("klockstat (bcc)", ["klockstat-bpfcc", "-d", "3600"], True, None),
    ]


def probity_counts(out, _):
    return max((l["contentions"] for l in json.loads(out)["locks"]), default=0)


def perf_counts(_, folder):
    script = subprocess.run(PRIVATE + ["perf", "script", "-i", folder + "/perf.data", "-F", "comm,event"],
                            capture_output=True, text=True).stdout
    return sum("contend" in line.split()[0] and "contention_begin" in line for line in script.splitlines() if line.strip())


class Statistics:
    """The kernel counts calls and time of programs while this is open. It takes some 75 ns for each call itself."""

    def __enter__(self):
        attr = ctypes.create_string_buffer(8)       # BPF_STATS_RUN_TIME is 0
        self.fd = ctypes.CDLL(None, use_errno=True).syscall(321, 32, attr, len(attr))  # bpf(BPF_ENABLE_STATS), x86-64
        return self

    def __exit__(self, *_):
        if self.fd >= 0:
            os.close(self.fd)


def shown(kind):
    try:
        out = subprocess.run(["bpftool", "-j", kind, "show"], capture_output=True, text=True).stdout
        return {o["id"]: o for o in json.loads(out)}
    except (OSError, ValueError, TypeError):
        return {}


class Run:
    """A tool that runs."""

    def __init__(self, tool, folder):
        self.tool, self.folder = tool, folder
        self.programs_before, self.maps_before = shown("prog"), shown("map")
        self.began = time.monotonic()
        self.out, self.err = (open("%s/%s" % (folder, name), "w+") for name in ("out", "err"))
        self.process = subprocess.Popen(PRIVATE + tool.words, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.err,
                                        start_new_session=True)

    def ended(self):
        # Left to be waited for: wait4() below tells what it took.
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def programs(self):
        return {i: p for i, p in shown("prog").items() if i not in self.programs_before and p.get("run_cnt")}

    def kernel_bytes(self):
        return sum(m.get("bytes_memlock", 0) for i, m in shown("map").items() if i not in self.maps_before)

    def memory_kb(self):
        """The most that each of its processes had in memory, added up."""
        tree, total = [self.process.pid], 0
        for pid in tree:
            try:
                with open("/proc/%d/status" % pid) as f:
                    total += int(re.search(r"VmHWM:\s*(\d+)", f.read()).group(1))
                with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
                    tree += map(int, f.read().split())
            except (OSError, AttributeError):
                pass        # it has ended
        return total

    def attached(self, contend):
        """Waits until it sees contention; True when it does."""
        while time.monotonic() < self.began + 30 and not self.ended():
            if self.tool.bpf:
                with Statistics():
                    contend("contended", 10)
                    if any(p["run_cnt"] >= 10 for p in self.programs().values()):
                        return True
            elif os.path.exists(self.folder + "/perf.data"):
                time.sleep(1)
                return not self.ended()
            time.sleep(0.1)
        return False

    def stop(self):
        """What it printed, why it stopped if it did so by itself, and what it took."""
        why = None
        if self.ended():
            why = self.complaint()
        else:
            self.process.send_signal(signal.SIGINT)
        late = threading.Timer(30, self.process.kill)
        late.start()
        _, status, usage = os.wait4(self.process.pid, 0)
        late.cancel()
        self.process.returncode = status
        self.out.seek(0)
        return self.out.read(), why, usage

    def complaint(self):
        self.err.seek(0)
        lines = [l.strip() for l in self.err.read().splitlines() if re.search(r"\w{3}", l)]
        telling = [l for l in lines if re.search(r"not |fail|Error|error", l)]
        return (telling or lines or ["it ended without a word"])[0]
