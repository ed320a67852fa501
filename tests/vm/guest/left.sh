# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# What probity might leave in a kernel: remembered before, compared after, however it ends. Source it behind case.sh.
# shellcheck shell=dash

# What is attached and what is made: kprobes, functions under ftrace, what tracefs holds, interfaces.
hooks_and_links() {
	cat /sys/kernel/debug/kprobes/list /sys/kernel/tracing/enabled_functions /sys/kernel/tracing/kprobe_events \
		/sys/kernel/tracing/uprobe_events /proc/sys/kernel/bpf_stats_enabled
	ls /sys/class/net
}

# Programs, which hold all that has no list of its own. Reading all symbols takes seconds here.
programs() {
	grep -o 'bpf_prog_[0-9a-f]*_probity[a-z_]*\|bpf_trampoline_[0-9]*' /proc/kallsyms
}

# Before the first use of probity.
remember() {
	hooks_and_links >/tmp/left.links
	programs >/tmp/left.programs
}

# Network namespaces of living processes.
namespaces() {
	for link in /proc/[0-9]*/ns/net; do
		readlink "$link"
	done 2>/dev/null | sort -u
}

# No process of it is left, nor anything that can be seen at once.
gone() {
	hooks_and_links >/tmp/left.now
	! grep -l '^probity' /proc/[0-9]*/comm && cmp /tmp/left.links /tmp/left.now && [ "$(namespaces | wc -l)" = 1 ]
}

as_before() {
	gone || return 1
	programs >/tmp/left.now
	cmp /tmp/left.programs /tmp/left.now
}

fds_of_probity() {
	for comm in $(grep -l '^probity' /proc/[0-9]*/comm); do
		ls -l "${comm%comm}fd"
	done 2>/dev/null
}

# Has a process of it made a map, a program, a link, an event or a namespace?
begun() {
	[ "$(namespaces | wc -l)" -gt 1 ] ||
		fds_of_probity | grep -q 'anon_inode:bpf\|perf_event'
}

# A short one may be over before it was seen.
begun_or_over() {
	begun || ! kill -0 "$killed"
}

# killed_often LABEL SECONDS PARAMETER...: probity with these parameters leaves nothing, killed so many seconds after it began,
# a list, so that each of its phases is met: loading, attaching, measuring, detaching. Each start takes an emulated
# kernel a second or two.
killed_often() {
	label=$1
	delays=$2
	shift 2
	good=1
	for delay in $delays; do
		probity "$@" >/tmp/killed.out 2>&1 &
		killed=$!
		wait_for 30 begun_or_over || {
			good=0
			not_ok "$label begins" "$(cat /tmp/killed.out)"
		}
		sleep "$delay"
		kill -KILL $killed 2>/dev/null
		wait $killed 2>/dev/null
		wait_for 30 gone || {
			good=0
			not_ok "$label, killed $delay s after it began, leaves nothing" "$(diff /tmp/left.links /tmp/left.now)" "$(ps)"
		}
	done
	[ $good = 0 ] || ok "$label, killed again and again, leaves nothing"
}
