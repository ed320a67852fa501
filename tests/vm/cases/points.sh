# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Every way to attach works or not as the table of this kernel says (compared on the host), tried out too; nothing stays.
# needs: probity
# timeout: 180

. /guest/case.sh

probity check --points --tsv >/tmp/points.tsv
attached() {
	cat /sys/kernel/debug/kprobes/list /sys/kernel/tracing/enabled_functions /sys/kernel/tracing/kprobe_events \
		/sys/kernel/tracing/uprobe_events /sys/kernel/tracing/set_event /proc/sys/kernel/ftrace_enabled
	# Not [__builtin__ftrace]: the kernel keeps the trampoline of its own kprobes once it was needed.
	grep -F '[bpf]' /proc/kallsyms
}
attached >/tmp/before
mounts=$(cat /proc/mounts)
probity check --probe --points --tsv >/tmp/probed.tsv
check "no process is left behind" wait_for 20 no_probity
is "nothing was mounted" "$(cat /proc/mounts)" "$mounts"
as_before() {
	attached >/tmp/now
	cmp -s /tmp/now /tmp/before
}
check "nothing stays attached" wait_for 30 as_before
bring /tmp/points.tsv /tmp/probed.tsv

mkdir -p /etc
grep -qs '^user:' /etc/passwd || echo 'user:x:1000:1000::/:/bin/sh' >>/etc/passwd
said=$(su user -c "$(command -v probity) check --probe -v" 2>&1)
is "an ordinary user gets the same table" \
	"$(su user -c "$(command -v probity) check --points --tsv" | cut -f 1,2,4 | grep -v '^lsm')" \
	"$(cut -f 1,2,4 /tmp/points.tsv | grep -v '^lsm')"
has "an ordinary user's probes are refused by the kernel, not missing" "$said" 'could not be probed: make a map: EPERM'

# With the deadlock of RCU-tasks nothing is attached from a namespace whose PID 1 may be killed.
inside=$(unshare -p -f --mount-proc probity check --probe 2>&1)
if grep -q '^rcu-tasks-exit-deadlock.found' /tmp/verdicts.tsv 2>/dev/null ||
	probity check --tsv | grep -q '^rcu-tasks-exit-deadlock.found'; then
	has "refused in a pid namespace" "$inside" '^not probed: .*pid namespace'
else
	has "not refused in a pid namespace" "$inside" '^raw_tp +yes, probed'
fi

# Attaching and detaching fentry while ftrace is off can break it for good.
echo 0 >/proc/sys/kernel/ftrace_enabled
has "refused while ftrace is off" "$(probity check --probe)" '^not probed: kernel.ftrace_enabled is 0'
has "what hangs on ftrace is said not to work" "$(probity check --points --tsv)" '^fentry.no.'
echo 1 >/proc/sys/kernel/ftrace_enabled

echo 0 >/sys/kernel/debug/kprobes/enabled
has "disarmed kprobes attach and stay silent" "$(probity check --probe --points --tsv)" '^kprobe.no.probed.*silent$'
echo 1 >/sys/kernel/debug/kprobes/enabled
check "nothing stays attached after that either" wait_for 30 as_before
