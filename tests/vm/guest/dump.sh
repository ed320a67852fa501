# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What an engineer would collect from a machine that hangs. Source it after case.sh: . /guest/dump.sh

# Reports of the hung-task detector within seconds, and all of them.
hung_task_now() {
	echo -1 >/proc/sys/kernel/hung_task_warnings
	echo 1 >/proc/sys/kernel/hung_task_check_interval_secs 2>/dev/null
	echo 1 >/proc/sys/kernel/hung_task_timeout_secs
}

hung_task_off() {
	echo 0 >/proc/sys/kernel/hung_task_timeout_secs
}

stacks_of_all() {
	for task in /proc/[0-9]*/task/[0-9]*; do
		[ -r "$task/stack" ] || continue
		echo "# cat $task/comm"
		cat "$task/comm"
		echo "# cat $task/stack"
		cat "$task/stack"
	done 2>/dev/null
}

# dump NAME PATTERN: sends NAME.hung (the hung-task reports, once a line matches PATTERN; none is
# waited for without it), NAME.sysrq-w, NAME.sysrq-t and NAME.stacks to the host.
dump() {
	if [ -n "${2-}" ]; then
		check "$1: the kernel reports it" wait_for 30 sh -c "dmesg | grep -Eq '$2'"
		sleep 2
		hung_task_off
		bring_as "$1.hung" dmesg
	fi
	for key in w t; do
		dmesg -c >/dev/null
		echo $key >/proc/sysrq-trigger
		bring_as "$1.sysrq-$key" dmesg
	done
	bring_as "$1.stacks" stacks_of_all
	dmesg -c >/dev/null
}
