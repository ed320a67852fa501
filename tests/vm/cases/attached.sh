# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Every attached probe is listed: its kind, place, process, container and state; and looking changes nothing.
# needs: programs probity
# timeout: 120

. /guest/case.sh
cd /tmp || exit 1
tracing=/sys/kernel/tracing
id=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

# hold COMM TYPE TARGET: hold a probe in a process of this name; COMM is put into $holders when it is in place.
hold() {
	pby-hold -c "$1" "$2" "$3" >"/tmp/held.$1" 2>&1 &
	pid=$!
	if wait_for 20 grep -q attached "/tmp/held.$1"; then
		holders="$holders $pid"
	else
		skipped="$skipped $1"
	fi
}
holders= skipped=
hold a-kprobe kprobe vfs_open
# Return probes on what nobody calls here: on 5.10 a third caller at once would be one too many, and a loss.
hold a-kretprobe kretprobe vfs_fallocate
hold a-fentry fentry vfs_fsync
hold a-tp tp syscalls:sys_enter_getpgid
hold a-raw-tp raw_tp sched_switch
hold a-tp-btf tp_btf sched_wakeup
hold a-uprobe uprobe /guest/bin/pby-target:main
hold a-uretprobe uretprobe /guest/bin/pby-target:main
hold a-multi kprobe.multi vfs_unlink
hold a-retmulti kretprobe.multi vfs_rmdir
is "all kinds are attached that this kernel has" "$skipped" \
	"$(grep -q ' kprobe_multi_link_handler$' /proc/kallsyms || echo ' a-multi a-retmulti')"
pby-hold -p /sys/fs/bpf/kept raw_tp sched_wakeup_new >/dev/null
echo 'r:back ksys_sync' >$tracing/kprobe_events
echo 'p:deep vfs_read+9' >>$tracing/kprobe_events
echo 'p:user /bin/busybox:0x1000' >$tracing/uprobe_events
echo 1 >$tracing/events/kprobes/back/enable

mkdir "/sys/fs/cgroup/docker-$id.scope"
tasks_named a-kprobe >"/sys/fs/cgroup/docker-$id.scope/cgroup.procs"

left() {
	cat /proc/mounts /sys/kernel/debug/kprobes/list $tracing/enabled_functions $tracing/kprobe_events \
		$tracing/uprobe_events $tracing/set_event /proc/sys/kernel/bpf_stats_enabled | sort
	ls -R /sys/fs/bpf
}
left >before
probity check -a -v >list
check "check ends and has found something" test $? = 1
left >after
check "looking changed nothing" cmp before after
bring list

# row NAME COMM ERE: below the heading of this process stands a line like that.
row() {
	has "$1" "$(awk -v comm="$2 (pid" 'index($0, comm) { on = 1; next } /^[^ ]/ { on = 0 } on' list)" "$3"
}
row "kprobe" a-kprobe '^ *kprobe +vfs_open .* on_kprobe .*ftrace'
row "kretprobe" a-kretprobe '^ *kretprobe +vfs_fallocate .* on_kretprobe .*ftrace'
row "fentry" a-fentry '^ *fentry +vfs_fsync .* on_fentry'
row "tracepoint" a-tp '^ *tracepoint +sys_enter_getpgid .* on_tp'
row "raw_tp" a-raw-tp '^ *raw_tp +sched_switch'
row "tp_btf" a-tp-btf '^ *tp_btf +sched_wakeup '
row "uprobe" a-uprobe '^ *uprobe +/guest/bin/pby-target:0x[0-9a-f]+ '
row "uretprobe" a-uretprobe '^ *uretprobe +/guest/bin/pby-target:0x[0-9a-f]+ '
if [ -z "$skipped" ]; then
	row "kprobe.multi" a-multi '^ *kprobe.multi +vfs_unlink'
	row "kretprobe.multi" a-retmulti '^ *kretprobe.multi +vfs_rmdir'
fi
list=$(cat list)
has "the container of a process is named" "$list" '^a-kprobe \(pid [0-9]+, docker 9f86d081884c\)'
has "a pinned link is listed with its file" "$list" '^pinned at /sys/fs/bpf/kept'
has "an event of tracefs is listed with its state" "$list" '^ *kretprobe +ksys_sync +kprobes/back .*ftrace, enabled'
has "a kprobe inside a function is defined only" "$list" '^ *kprobe +vfs_read\+0x9 +kprobes/deep .*disabled, defined'
has "a uprobe of tracefs is listed" "$list" '^ *uprobe +/bin/busybox:0x1000 +kprobes/user|uprobes/user'
found=$(probity check --tsv)
has "the syscall tracepoint is found" "$found" '^syscall-tracepoint	found'
has "what stays in tracefs is found" "$found" '^probe-without-owner	found'
has "the probed files were looked into: none is a Go program" "$found" '^uretprobe-in-go	clear'
has "nothing was lost, or it is said that it cannot be known" "$found" '^probe-loses-events	(clear|unknown)'

probity check -a --sample 1 >sampled
has "a sample tells how often a program runs" "$(grep sched_switch sampled)" 'runs_per_s [1-9]'
is "run statistics are off again" "$(cat /proc/sys/kernel/bpf_stats_enabled)" 0
left >after
check "a sample leaves nothing behind" cmp before after

kill -TERM $holders
for holder in $holders; do
	wait "$holder"
done
rm /sys/fs/bpf/kept
echo 0 >$tracing/events/kprobes/back/enable
echo >$tracing/kprobe_events
echo >$tracing/uprobe_events
gone() {
	probity check -a -v >list
	lacks_all
}
lacks_all() {
	! grep -Eq '^ +(kprobe|kretprobe|fentry|tracepoint|raw_tp|tp_btf|uprobe|uretprobe)' list
}
check "when they are gone none is listed" wait_for 20 gone
rmdir "/sys/fs/cgroup/docker-$id.scope"

# Everything by ftrace falls silent, and no tool is told.
echo 0 >/proc/sys/kernel/ftrace_enabled
has "ftrace_enabled=0 is noticed" "$(probity check --tsv)" '^probes-switched-off	found'
echo 1 >/proc/sys/kernel/ftrace_enabled
