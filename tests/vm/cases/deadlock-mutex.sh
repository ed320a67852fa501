# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# The test module's deadlocks are real: each thread holds what the other wants, and the hung task detector sees them.
# needs: module
# announces: hung_task
# ruins: yes

. /guest/case.sh
pby=/sys/kernel/debug/pby

if [ -e /sys/kernel/realtime ]; then
	skip "deadlocks of mutexes" "PREEMPT_RT's mutexes notice a deadlock, warn, and wait in another way"
	exit
fi

echo 1 >/proc/sys/kernel/hung_task_check_interval_secs
echo 2 >/proc/sys/kernel/hung_task_timeout_secs
kmod pby_trouble

check "two threads lock each other out" sh -c "echo abba >$pby/make"
check "a thread locks itself out" sh -c "echo self >$pby/make"
for name in pby_ab pby_ba pby_self; do
	pid=$(tasks_named $name)
	is "$name: is in D" "$(task_state "$pid")" D
	check "$name: waits in the second lock" stack_has "$pid" taker_main
	check "$name: the kernel reports it" wait_for 30 sh -c "dmesg | grep -q 'task $name:$pid blocked for more than'"
done
is "the truth has each of them waiting" "$(grep -c '^wait pby_lock' $pby/truth)" 3
check "the module cannot be unloaded under them" sh -c '! rmmod pby_trouble'

echo w >/proc/sysrq-trigger
bring $pby/truth
bring_as dmesg dmesg
