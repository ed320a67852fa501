# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# After the RCU-tasks deadlock check still ends, lists what it can, and says what does not answer.
# needs: programs probity
# kernels: 6.1
# announces: hung_task
# ruins: yes
# timeout: 180

. /guest/case.sh
cd /tmp || exit 1

unshare -p -f sh -c 'pby-hold -c system-probe fentry __x64_sys_sysinfo >/tmp/held 2>&1 & sleep 100000' &
check "a process of the namespace holds the link" wait_for 30 grep -q attached held
has "the danger is told before" "$(probity check --tsv)" '^fexit-in-danger	found	critical'
holder=$(tasks_named system-probe)
kill -9 "$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$holder/status")"
check "the detach hangs" wait_for 30 stack_has "$holder" synchronize_rcu_tasks

timeout -s KILL 100 probity check -a -v >list
case $? in
0 | 1) ok "check ends by itself" ;;
*) not_ok "check ends by itself" "$(tail -3 list)" ;;
esac
bring list
has "it says which list does not answer or is not asked, and why" "$(cat list)" \
	'not listed +enabled_functions: .*(did not answer|not asked|hangs)'
has "a sample is refused" "$(timeout -s KILL 100 probity check -a --sample 1)" 'not sampled'
