# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Waits that are not for a lock have somebody who ends them: what memory says of works, threads, namespaces and RCU.
# needs: module programs probity
# announces: hung_task rcu
# timeout: 120

. /guest/case.sh
pby=/sys/kernel/debug/pby

kmod pby_trouble
check "waits of every kind are made" sh -c "echo ends >$pby/make"
pby-vfork &
vfork=$!
check "a vfork waits for its child" wait_for 20 sh -c '. /guest/case.sh; [ -n "$(tasks_named pby-vforked)" ]'
forked=$(tasks_named pby-vforked)

# Whom WAITER waits for and why, one a line, out of the pretty-printed result.
waits_of() {
	awk -v who="$1" '
		function text(line) { sub(/^[^:]*: */, "", line); sub(/,$/, "", line); gsub(/"/, "", line); return line }
		/^  "waits":/ { inside = 1 }
		/^  "tasks":/ { inside = 0 }
		!inside { next }
		/"waiter":/ { waiter = 1; next }
		/"pid":/ { pid = text($0) }
		/"comm":/ { comm = text($0); if (waiter) { mine = comm == who || pid == who; waiter = 0 } }
		/"why":/ && mine { print comm " " pid ": " text($0) }
	' /tmp/ends.json
}
look() {
	probity hang --live --watch 0 --json >/tmp/ends.json
}
# The grace period begins when those before it are over.
holdout_seen() {
	look
	waits_of "$(tasks_named 'rcu_tasks_kthre(ad)?')" | grep -q holdout
}

if grep -q ' synchronize_rcu_tasks$' /proc/kallsyms; then
	check "somebody holds up RCU-tasks" wait_for 30 holdout_seen
	has "an RCU-tasks grace period" "$(waits_of "$(tasks_named 'rcu_tasks_kthre(ad)?')")" \
		'pby_spinner .*: is a holdout of RCU-tasks'
else
	look
	skip "an RCU-tasks grace period" "this kernel has no RCU-tasks"
fi
bring /tmp/ends.json
has "a work that is flushed" "$(waits_of pby_flusher)" 'runs the work that it flushes'
has "a queue that is flushed" "$(waits_of pby_drainer)" 'kworker.*: runs (a work of the queue|the work) that it flushes'
has "a thread that is to stop" "$(waits_of pby_stopper)" 'pby_stubborn .*: is the thread that is to stop'
has "a vfork child" "$(waits_of $vfork)" "pby-vforked $forked: is its vfork child: it has to exec or to exit"
echo release >$pby/make
kill -9 "$forked"

# A pid namespace whose PID 1 was killed, and in it somebody who cannot die: he waits for a mutex that is held.
echo queue mutex W >$pby/make
unshare -p -f sh -c "sh -c 'echo mutex w >$pby/enter & sleep 100000'; true" &
check "a member of the namespace waits" wait_for 20 grep -q "" "/proc/$!/stat"
enterer() {
	for member in $(tasks_named sh); do
		if stack_has "$member" pby_queue__enter; then return; fi
	done
	return 1
}
check "for a lock, and dies not" wait_for 20 enterer
enterer
init=$member
while [ "${init:-0}" != 0 ] && [ "$(awk '/^NSpid:/ { print $NF }' "/proc/$init/status")" != 1 ]; do
	init=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$init/status")
done
kill -9 "$init"
check "the PID 1 waits for it" wait_for 20 stack_has "$init" zap_pid_ns_processes

look
has "a pid namespace that ends" "$(waits_of "$init")" "sh $member: is a member of its pid namespace and not gone yet"

echo release >$pby/make
wait
check "all of it ends" wait_for 20 rmmod pby_trouble
