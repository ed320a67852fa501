# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""The processes of a test: others may run probity beside it, and what they do is no business of the test."""
import ctypes
import os
import time

PR_SET_CHILD_SUBREAPER = 36


def adopt():
    """What a killed process leaves becomes our child, and no stranger."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def parent(pid):
    """Of a process that lives, or 0: a zombie holds nothing any more."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            state, of = f.read().rpartition(")")[2].split()[:2]
        return 0 if state == "Z" else int(of)
    except OSError:
        return 0


def family():
    """This process and all that came of it, orphans too."""
    found = {os.getpid()}
    parents = {pid: parent(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
    while new := {pid for pid, of in parents.items() if of in found} - found:
        found |= new
    return found


def descriptors(name):
    """How many descriptors like that our processes hold."""
    found = 0
    for pid in family():
        try:
            for fd in os.listdir("/proc/%d/fd" % pid):
                found += name in os.readlink("/proc/%d/fd/%s" % (pid, fd))
        except OSError:
            pass
    return found


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
