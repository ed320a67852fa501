# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Dumps of the RCU-tasks deadlock, and of the cascade when kprobes are armed afterwards.
# files: tests/vm/guest/dump.sh:/guest/dump.sh
# needs: programs probity
# kernels: 6.1
# announces: hung_task
# append: log_buf_len=4M
# ruins: yes
# timeout: 120

. /guest/case.sh
. /guest/dump.sh
hung_task_now
unshare -p -f sh -c 'pby-hold -c system-probe fentry __x64_sys_sysinfo >/tmp/held 2>&1 & sleep 100000' &
check "a process of the namespace holds the link" wait_for 30 grep -q attached /tmp/held
holder=$(tasks_named system-probe)
kill -9 "$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$holder/status")"
dump rcu-tasks 'system-probe:.* blocked for more'
# An optimisable kprobe: the optimizer waits for the same grace period, holding kprobe_mutex and text_mutex.
hung_task_now
echo 'p vfs_read+9' >/sys/kernel/tracing/kprobe_events
echo 1 >/sys/kernel/tracing/events/kprobes/enable &
wait_for 20 sh -c 'grep -l kprobe_optimizer /proc/[0-9]*/stack'
(echo 'p vfs_write' >>/sys/kernel/tracing/kprobe_events) &
pby-hold raw_tp sched_switch >/dev/null 2>&1 &
sleep 5
dump cascade 'blocked for more'

# With all BPF loading dead, from a shell that was open before: the machine says it itself.
probity hang --live >/tmp/live </dev/null
is "a live look finds the hang" $? 1
has "and knows it" "$(cat /tmp/live)" 'rcu-tasks-exit-deadlock'
has "with the complete circle" "$(cat /tmp/live)" 'circle of waits: complete'
has "kernel memory answers" "$(cat /tmp/live)" 'asked +kernel memory'
bring_as live.txt cat /tmp/live
