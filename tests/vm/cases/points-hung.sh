# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# After the deadlock of RCU-tasks, and after its cascade, check still ends, says what hangs and why it tries nothing.
# needs: probity programs
# announces: hung_task
# ruins: yes
# timeout: 180

. /guest/case.sh

affected=no
if probity check --tsv | grep -q '^rcu-tasks-exit-deadlock.found'; then
	affected=yes
fi
unshare -p -f sh -c 'pby-hold -c system-probe fentry __x64_sys_sysinfo >/tmp/held 2>&1 & sleep 100000' &
check "a process of the namespace holds the link" wait_for 30 grep -q attached /tmp/held
holder=$(tasks_named system-probe)
init=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$holder/status")
kill -9 "$init"

if [ $affected = no ]; then
	init_gone() {
		[ ! -d "/proc/$init" ]
	}
	check "PID 1 of the namespace ends" wait_for 60 init_gone
	is "nothing hangs" "$(probity check --tsv | grep '^tracing-hung-now' | cut -f 2)" clear
	has "attaching can be tried" "$(probity check --probe)" '^raw_tp +yes, probed'
	exit 0
fi

waits() {
	stack_has "$init" zap_pid_ns_processes && stack_has "$holder" synchronize_rcu_tasks
}
check "the deadlock is there" wait_for 30 waits

# ends NAME OPTION...: check ends by itself though much does not; what it says is in /tmp/said.
ends() {
	what=$1
	shift
	rm -f /tmp/ended
	{
		probity check "$@" >/tmp/said
		echo $? >/tmp/ended
	} &
	check "$what" wait_for 60 test -s /tmp/ended
}

# look WHEN
look() {
	ends "$1: check ends" -v
	is "$1: its exit status" "$(cat /tmp/ended)" 1
	has "$1: it says what hangs" "$(cat /tmp/said)" 'tracing-hung-now, observed'
	has "$1: it says that the deadlock has happened" "$(cat /tmp/said)" 'It has happened on this machine: system-probe'
	ends "$1: check --probe ends" --probe
	has "$1: it says why nothing was tried" "$(cat /tmp/said)" '^not probed: .*waits for'
	lacks "$1: nothing was tried" "$(cat /tmp/said)" ', probed|probe:'
	check "$1: no process is left behind" wait_for 20 no_probity
}

look "after the deadlock"
has "it is called critical" "$(probity check --tsv)" '^tracing-hung-now.found.critical.observed'

# The optimizer waits for the same grace period and holds kprobe_mutex and text_mutex: BPF programs cannot be loaded any more.
echo 'p:pby/a vfs_read+9' >/sys/kernel/tracing/kprobe_events &
sleep 1
echo 1 >/sys/kernel/tracing/events/pby/a/enable 2>/dev/null &
optimizer_waits() {
	grep -l '\] kprobe_optimizer+' /proc/[0-9]*/stack 2>/dev/null | grep -q .
}
if wait_for 30 optimizer_waits; then
	ok "the kprobe optimizer hangs"
	look "after the cascade"
else
	not_ok "the kprobe optimizer hangs" "$(cat /sys/kernel/debug/kprobes/list)"
fi
