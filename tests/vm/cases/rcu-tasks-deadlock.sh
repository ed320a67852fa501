# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Killing PID 1 of a pid namespace in which somebody holds an fentry link hangs for ever on 6.1, and nowhere else:
# where the lab's model of the kernel's design finds a deadlock, and where it proves that there is none.
# needs: programs probity
# announces: hung_task
# timeout: 90
# ruins: yes

. /guest/case.sh

unshare -p -f sh -c 'pby-hold -c system-probe fentry __x64_sys_sysinfo >/tmp/held 2>&1 & sleep 100000' &
check "a process of the namespace holds the link" wait_for 30 grep -q attached /tmp/held
holder=$(tasks_named system-probe)
init=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$holder/status")
is "its parent is PID 1 of the namespace" "$(awk '/^NSpid:/ { print $NF }' "/proc/$init/status")" 1

kill -9 "$init"
init_gone() {
	[ ! -d "/proc/$init" ]
}

# Kernel threads show their whole name since 5.17, and fifteen characters of it before.
kthread=$(tasks_named 'rcu_tasks_kthre(ad)?')

# A deadlock is not slow: it is there when each of the three waits for the next.
deadlocked() {
	stack_has "$init" zap_pid_ns_processes && stack_has "$holder" synchronize_rcu_tasks &&
		stack_has "$kthread" __synchronize_srcu
}

# The static variable is what tells: the fixed kernels have others whose names only begin alike.
if grep -q ' tasks_rcu_exit_srcu$' /proc/kallsyms && grep -q ' synchronize_rcu_tasks$' /proc/kallsyms; then
	told=affected
else
	told=unaffected
fi
case $(uname -r) in
6.1.*) wanted=affected ;;
*) wanted=unaffected ;;
esac
is "the symbols tell whether this kernel is affected" $told $wanted

# 6.1.y has the partial fix of 6.3; 5.10 as Debian builds it has no such grace periods at all.
case $(uname -r) in
5.10.*) ;;
6.1.*) is "the lab finds the deadlock in this kernel's design" "$(probity lab check 6.3 --json | grep '"verdict"')" \
	'      "verdict": "deadlock",' ;;
*) is "the lab proves its absence in this kernel's design" "$(probity lab check list --json | grep '"verdict"')" \
	'      "verdict": "clean",' ;;
esac

if [ $wanted = affected ]; then
	check "PID 1 waits for the holder, the holder for the grace period, the grace period for PID 1" wait_for 30 deadlocked
	sleep 3
	check "that does not end" deadlocked
	# Who attaches to the same function waits for the mutex of its trampoline, which the detaching one holds.
	pby-hold -c second fentry __x64_sys_sysinfo >/tmp/second 2>&1 &
	seen_waiting() {
		probity hang --live -v --watch 0 >/tmp/live
		grep -q second /tmp/live && grep -q trampoline /tmp/live
	}
	check "another one that attaches waits" wait_for 30 seen_waiting
	has "the lock of the trampoline has a name" "$(grep -A 1 '^lock ' /tmp/live | tr -d '\n' | tr -s ' ')" \
		'trampoline->mutex of the trampoline on __x64_sys_sysinfo: held by system-probe'
else
	check "PID 1 of the namespace ends" wait_for 60 init_gone
fi
echo w >/proc/sysrq-trigger
bring_as dmesg dmesg
if [ $wanted = affected ]; then
	for pid in $init $holder $kthread; do
		bring "/proc/$pid/stack" "/proc/$pid/status"
	done
fi
